// What answers have shown of the upstream's sizes, per tenant, operation and filter. Bounded, forgetful, and
// only ever used to choose a plan. The time is passed in, in milliseconds.
import type { LastStatistics, Statistics } from './types.ts';

export interface SizeScope {
  readonly tenant: string;
  readonly operation: string;
  /** The filter that the sizes are of, in any stable spelling. */
  readonly filter: string;
}

/** What a plan found out; `EdgePlan.observation` gives it. */
export interface Observation {
  /** Rows of the whole listing. */
  readonly sweepTotal?: number;
  /** Keys whose number of rows became known, and their rows together. */
  readonly keys: number;
  readonly rows: number;
}

const UNKNOWN: LastStatistics = Object.freeze({ stale: false });

export interface SizeMemoryOptions {
  /** Scopes kept; the one unused for longest goes first. */
  readonly maxScopes?: number;
  /** Age from which a figure no longer counts. */
  readonly maxAgeMs?: number;
}

interface Entry {
  total: { readonly rows: number; readonly at: number } | undefined;
  keys: number;
  rows: number;
  at: number;
}

// Old evidence on rows per key fades, so that the mean follows a tenant that grows.
const MOST_KEYS = 500;

export class SizeMemory {
  readonly #maxScopes: number;
  readonly #maxAgeMs: number;
  readonly #entries = new Map<string, Entry>();

  constructor({ maxScopes = 5_000, maxAgeMs = 15 * 60_000 }: SizeMemoryOptions = {}) {
    this.#maxScopes = maxScopes;
    this.#maxAgeMs = maxAgeMs;
  }

  get scopes(): number {
    return this.#entries.size;
  }

  observe(scope: SizeScope, observation: Observation, nowMs: number): void {
    if (observation.sweepTotal === undefined && observation.keys === 0) return;
    const entry = this.#use(scope) ?? { total: undefined, keys: 0, rows: 0, at: nowMs };
    this.#entries.set(nameOf(scope), entry);
    if (observation.sweepTotal !== undefined) entry.total = { rows: observation.sweepTotal, at: nowMs };
    if (observation.keys > 0) {
      const kept = Math.min(1, MOST_KEYS / (entry.keys + observation.keys));
      entry.keys = (entry.keys + observation.keys) * kept;
      entry.rows = (entry.rows + observation.rows) * kept;
      entry.at = nowMs;
    }
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#maxScopes && oldest !== undefined) this.#entries.delete(oldest);
  }

  statistics(scope: SizeScope, nowMs: number): Pick<Statistics, 'sweepTotal' | 'rowsPerKey'> {
    const entry = this.#use(scope);
    if (!entry) return {};
    const fresh = (at: number) => nowMs - at <= this.#maxAgeMs;
    return {
      ...(entry.total && fresh(entry.total.at) ? { sweepTotal: entry.total.rows } : {}),
      ...(entry.keys > 0 && fresh(entry.at) ? { rowsPerKey: entry.rows / entry.keys } : {}),
    };
  }

  /** The latest figures, however old; what is no longer trusted is still the best guess. */
  last(scope: SizeScope, nowMs: number): LastStatistics {
    const entry = this.#entries.get(nameOf(scope));
    if (!entry) return UNKNOWN;
    return {
      ...(entry.total ? { sweepTotal: entry.total.rows } : {}),
      ...(entry.keys > 0 ? { rowsPerKey: entry.rows / entry.keys } : {}),
      stale: entry.total !== undefined && nowMs - entry.total.at > this.#maxAgeMs,
    };
  }

  #use(scope: SizeScope): Entry | undefined {
    const name = nameOf(scope);
    const entry = this.#entries.get(name);
    if (entry) {
      this.#entries.delete(name);
      this.#entries.set(name, entry);
    }
    return entry;
  }
}

/** Stands in no tenant's id and no operation's name. */
const BETWEEN = '\u0000';

function nameOf({ tenant, operation, filter }: SizeScope): string {
  return `${tenant}${BETWEEN}${operation}${BETWEEN}${filter}`;
}
