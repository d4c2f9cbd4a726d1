// Adds up what the places of a query read, edge by edge, and turns it into calls.
import type { OperationEstimate } from '../../src/context/query-cost.ts';
import { pageScope, type Sizes } from '../../src/loaders/sizes.ts';
import { type Edge, type EdgeWays, type ReadRequest, waysOf } from '../../src/operations/edge.ts';
import {
  type CallEstimate,
  type EdgeEstimate,
  estimateEdge,
  estimateSemiJoin,
  expectedUpTo,
  type LastStatistics,
  pagesOf,
  plus,
  rowsPerKeyOf,
} from '../../src/planner/planner.ts';

/** What an estimate may look at. */
export interface Statistics {
  readonly sizes: Sizes;
  /** Whether a read would be answered without a call. */
  readonly has: (request: ReadRequest<unknown>) => boolean;
}

/** What one place asks of an edge under one filter. */
export interface Wanted {
  readonly edge: Edge<unknown, unknown>;
  readonly filter: unknown;
  readonly filterKey: string;
  readonly keys: CallEstimate;
  readonly rows: number;
  /** Different times at which it may be asked for. */
  readonly dispatches: number;
  readonly perKeyFilter: boolean;
  readonly level: number;
}

/** Calls of one operation, with how they came about. */
export interface Entry extends OperationEstimate {
  readonly name: string;
  readonly level: number;
  readonly keys?: CallEstimate;
  readonly detail?: EdgeEstimate;
  readonly ways?: EdgeWays;
}

/** Longer listings are not looked for in the cache page by page. */
const MOST_CACHED_PAGES = 64;

const NOTHING: LastStatistics = {};

export class CallTotals {
  readonly #outlook: Statistics;
  readonly #wanted = new Map<string, Wanted>();
  readonly #entries: Entry[] = [];
  readonly #catalogLists = new Set<string>();
  #population: { readonly customers: number | undefined } | undefined;

  constructor(outlook: Statistics) {
    this.#outlook = outlook;
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** Counts a list of the catalog once. */
  isNew(list: string): boolean {
    const before = this.#catalogLists.size;
    return this.#catalogLists.add(list).size > before;
  }

  want(one: Wanted): void {
    const name = `${one.edge.name} ${one.perKeyFilter ? '' : one.filterKey}`;
    const known = this.#wanted.get(name);
    this.#wanted.set(
      name,
      known
        ? {
            ...known,
            keys: plus(known.keys, one.keys),
            rows: Math.max(known.rows, one.rows),
            dispatches: known.dispatches + one.dispatches,
            level: Math.min(known.level, one.level),
          }
        : one,
    );
  }

  entries(): readonly Entry[] {
    const filters = new Map<string, number>();
    for (const { edge } of this.#wanted.values()) filters.set(edge.name, (filters.get(edge.name) ?? 0) + 1);
    const toEntries = (one: Wanted) => this.#toEntries(one, (filters.get(one.edge.name) ?? 0) > 1);
    return [...this.#entries, ...[...this.#wanted.values()].flatMap(toEntries)];
  }

  /** Mean rows of a page of that length. */
  pageLength(edge: Edge<unknown, unknown>, signature: string, rows: number): number {
    const { sizes } = this.#outlook;
    const seen = sizes.last(edge, pageScope(signature, rows)).rowsPerKey;
    if (seen !== undefined) return seen;
    const perKey = rowsPerKeyOf({ ...sizes.last(edge, signature), population: this.population });
    return perKey === undefined ? expectedUpTo(rows) : Math.min(rows, perKey);
  }

  get population(): number | undefined {
    this.#population ??= { customers: this.#outlook.sizes.population() };
    return this.#population.customers;
  }

  #toEntries(one: Wanted, severalFilters: boolean): Entry[] {
    const { edge, filterKey, dispatches: places, level } = one;
    const { sizes } = this.#outlook;
    const entries: Entry[] = [];
    let { keys } = one;
    if (edge.present && !one.perKeyFilter) {
      const { pageSize, operation } = edge.present;
      const total = sizes.last(edge.present, filterKey).sweepTotal;
      const join = estimateSemiJoin(keys, { pageSize, total, population: this.population }, places);
      keys = join.keys;
      if (join.calls.upper > 0) {
        entries.push({ name: `${edge.name} (who has any)`, operation: operation.name, level, ...join.calls });
      }
    }
    const ways = waysOf(edge);
    // Sizes say nothing of calls that bring one page each.
    const knowledge =
      edge.sweep || one.rows > edge.pageSize
        ? { ...sizes.last(edge, filterKey), population: this.population }
        : NOTHING;
    const detail = estimateEdge(ways, {
      keys,
      rows: one.rows,
      dispatches: places,
      perKeyFilter: one.perKeyFilter,
      joined: severalFilters && edge.local !== undefined,
      statistics: knowledge,
      sweepCached: this.#isSwept(one, knowledge.sweepTotal),
    });
    const { upper, expected } = detail;
    entries.push({
      name: edge.name,
      operation: edge.operation.name,
      level,
      keys,
      detail,
      ways,
      upper,
      expected,
    });
    return entries;
  }

  #isSwept({ edge, filter }: Wanted, total: number | undefined): boolean {
    const { sweep, pageSize } = edge;
    if (!sweep || total === undefined || pagesOf(total, pageSize) > MOST_CACHED_PAGES) return false;
    for (let offset = 0; offset < Math.max(1, total); offset += pageSize) {
      if (!this.#outlook.has(sweep.request(filter, { offset, limit: pageSize }))) return false;
    }
    return true;
  }
}
