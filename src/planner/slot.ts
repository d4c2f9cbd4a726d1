// One key in one lane: what is wanted of it, what has been seen of it, and its answer once settled.
import type { Answer, Demand, EdgeWays } from './ways.ts';
import { type Need, needOf } from './windows.ts';

export class Slot<Row> {
  readonly key: string;
  readonly lane: string;
  readonly demands: readonly Demand[];
  readonly need: Need;
  /** Rows that the sweep under way has shown of this key, wanted or not. */
  seen = 0;
  /** Those of them that may be wanted, from the key's first row on. */
  swept: Row[] = [];
  /** Set while points or a bulk call are fetching the key. */
  inSeries = false;
  state: 'open' | 'closed' | 'failed' = 'open';
  #rows: readonly (Row | undefined)[] = [];
  #base = 0;
  /** Rows of the key in all, once they are known. */
  total: number | undefined;
  #error: unknown;

  constructor(key: string, lane: string, demands: readonly Demand[], ways: EdgeWays) {
    this.key = key;
    this.lane = lane;
    this.demands = demands;
    this.need = needOf(demands, ways);
  }

  /** Whether the rows that a sweep has shown are enough, wherever the sweep ends. */
  get filled(): boolean {
    return !this.need.needsTotal && this.swept.length >= this.need.upTo;
  }

  /** `rows[i]` is the key's row `base + i`; a hole is a row that nobody wants or that is not there. */
  close(rows: readonly (Row | undefined)[], base: number, total: number | undefined): void {
    this.state = 'closed';
    this.#rows = rows;
    this.#base = base;
    this.total = total;
    this.swept = [];
  }

  fail(error: unknown): void {
    this.state = 'failed';
    this.#error = error;
    this.swept = [];
  }

  resetSweep(): void {
    this.seen = 0;
    this.swept = [];
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
    const rows = this.#rows.slice(Math.max(0, start - this.#base), Math.max(0, end - this.#base));
    return rows.filter((row): row is Row => row !== undefined);
  }
}
