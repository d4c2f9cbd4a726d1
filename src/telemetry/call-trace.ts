// What one request cost upstream: counted while it runs, reported in `extensions.upstream`.
// It records and adds up; it never influences a call. One trace per request, never shared.

/** One attempt at an upstream call, in milliseconds from the start of the request. */
export interface CallRecord {
  readonly operation: string;
  /** When the call was asked for. */
  readonly startMs: number;
  /** How long it waited for a permit of quota. */
  readonly queuedMs: number;
  /** From sending to the last byte of the answer. */
  readonly durationMs: number;
  /** HTTP status, or `null` when no response arrived. */
  readonly status: number | null;
  /** Rows in the answer, where it is a listing and the viewer may know. */
  readonly rows: number | null;
  readonly attempt: number;
}

export type CacheResult = 'hit' | 'stale' | 'miss' | 'joined' | 'bypass';

export interface TraceTotals {
  readonly calls: number;
  readonly cacheHits: number;
  readonly coalesced: number;
  readonly staleServed: number;
  readonly queuedMs: number;
  readonly throttled: number;
  readonly retries: number;
}

export class CallTrace {
  readonly #startedAt: number;
  readonly #now: () => number;
  readonly #showsRows: boolean;
  readonly #records: CallRecord[] = [];
  #cacheHits = 0;
  #coalesced = 0;
  #staleServed = 0;
  #queuedMs = 0;
  #throttled = 0;
  #retries = 0;

  /**
   * `now` is the clock's monotonic reading. Without `showsRows` no record says how many rows came: whether an
   * id that a customer guessed exists must not show.
   */
  constructor(now: () => number, { showsRows = true }: { readonly showsRows?: boolean } = {}) {
    this.#now = now;
    this.#showsRows = showsRows;
    this.#startedAt = now();
  }

  /** Milliseconds since the request began. */
  elapsed(): number {
    return this.#now() - this.#startedAt;
  }

  record(record: CallRecord): void {
    this.#records.push(this.#showsRows ? record : { ...record, rows: null });
    this.#queuedMs += record.queuedMs;
    if (record.status === 429) this.#throttled += 1;
    if (record.attempt > 1) this.#retries += 1;
  }

  cache(result: CacheResult): void {
    if (result === 'hit') this.#cacheHits += 1;
    if (result === 'joined') this.#coalesced += 1;
    if (result === 'stale') this.#staleServed += 1;
  }

  get calls(): readonly CallRecord[] {
    return this.#records;
  }

  totals(): TraceTotals {
    return {
      calls: this.#records.length,
      cacheHits: this.#cacheHits,
      coalesced: this.#coalesced,
      staleServed: this.#staleServed,
      queuedMs: Math.round(this.#queuedMs),
      throttled: this.#throttled,
      retries: this.#retries,
    };
  }
}
