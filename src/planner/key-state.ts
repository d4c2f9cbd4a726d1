// One key under one filter: what is wanted of it, what has been seen of it, and its answer once settled.

import { type Need, NOTHING } from './row-ranges.ts';
import type { Answer, Demand } from './types.ts';

const NONE: readonly never[] = [];

export class KeyState<Row> {
  readonly key: string;
  readonly filterKey: string;
  readonly demands: Demand[];
  /** Set when all demands are known. */
  need: Need = NOTHING;
  /** Rows that the sweep under way has shown of this key, wanted or not. */
  seen = 0;
  /** Set while points or a bulk call are fetching the key. */
  inSeries = false;
  state: 'open' | 'closed' | 'failed' = 'open';
  #rows: readonly (Row | undefined)[] = NONE;
  #base = 0;
  #swept: Row[] | undefined;
  /** Rows of the key in all, once they are known. */
  total: number | undefined;
  #error: unknown;

  constructor(key: string, filterKey: string, demand: Demand) {
    this.key = key;
    this.filterKey = filterKey;
    this.demands = [demand];
  }

  /** Rows that a sweep has shown and that may be wanted, from the key's first row on. */
  get swept(): readonly Row[] {
    return this.#swept ?? NONE;
  }

  /** Takes the key's next row of a sweep; says whether that row was the last one needed. */
  sweep(row: Row): boolean {
    this.seen++;
    const { upTo, needsTotal } = this.need;
    if (this.state !== 'open' || this.swept.length >= upTo) return false;
    this.#swept ??= [];
    this.#swept.push(row);
    return !needsTotal && this.#swept.length >= upTo;
  }

  /** `rows[i]` is the key's row `base + i`; a hole is a row that nobody wants or that is not there. */
  close(rows: readonly (Row | undefined)[], base: number, total: number | undefined): void {
    this.state = 'closed';
    this.#rows = rows;
    this.#base = base;
    this.total = total;
    this.#swept = undefined;
  }

  fail(error: unknown): void {
    this.state = 'failed';
    this.#error = error;
    this.#swept = undefined;
  }

  resetSweep(): void {
    this.seen = 0;
    this.#swept = undefined;
  }

  answer(demand: Demand): Answer<Row> | undefined {
    if (this.state === 'open') return undefined;
    if (this.state === 'failed') return { ok: false, error: this.#error };
    const { total } = this;
    const end = demand.offset + demand.rows;
    const rows = this.#between(demand.offset, end);
    if (total !== undefined) return { ok: true, rows, total, hasNext: end < total };
    return demand.needsNext
      ? { ok: true, rows, hasNext: this.#between(end, end + 1).length > 0 }
      : { ok: true, rows };
  }

  /** Adds the rows that some demand uses. */
  collectUsed(used: Set<Row>): void {
    if (this.state !== 'closed') return;
    for (const { offset, rows } of this.demands) {
      for (const row of this.#between(offset, offset + rows)) used.add(row);
    }
  }

  #between(start: number, end: number): Row[] {
    const rows: Row[] = [];
    const last = Math.min(end - this.#base, this.#rows.length);
    for (let at = Math.max(0, start - this.#base); at < last; at++) {
      const row = this.#rows[at];
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }
}
