// Adds up what the places of a query read, edge by edge, and turns it into calls.

import type { InputOf, Parameters } from '../../src/call/operation.ts';
import type { OperationEstimate } from '../../src/context/query-cost.ts';
import { type Edge, type EdgeWays, waysOf } from '../../src/operations/edge.ts';
import {
  type CallEstimate,
  type EdgeEstimate,
  estimateEdge,
  estimateSemiJoin,
  type LastStatistics,
  pagesOf,
  plus,
} from '../../src/planner/planner.ts';
import type { CatalogRead } from '../core/reads/reads.ts';
import type { Statistics } from './statistics.ts';

/** Calls whose number is known where they are asked for. */
interface FixedCalls extends OperationEstimate {
  readonly kind: 'fixed';
  readonly name: string;
  readonly level: number;
}

/** What one place asks of an edge under one filter. */
interface EdgeCalls {
  readonly kind: 'edge';
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

interface CatalogCalls {
  readonly kind: 'catalog';
  readonly read: CatalogRead;
  readonly level: number;
}

export type Calls = FixedCalls | EdgeCalls | CatalogCalls;

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
  readonly #statistics: Statistics;
  readonly #edges = new Map<string, EdgeCalls>();
  readonly #entries: Entry[] = [];
  readonly #catalogLists = new Set<string>();

  constructor(statistics: Statistics) {
    this.#statistics = statistics;
  }

  add(calls: Calls): void {
    if (calls.kind === 'edge') this.#addEdge(calls);
    else if (calls.kind === 'catalog') this.#addCatalog(calls);
    else this.#entries.push(calls);
  }

  #addEdge(one: EdgeCalls): void {
    const name = `${one.edge.name} ${one.perKeyFilter ? '' : one.filterKey}`;
    const known = this.#edges.get(name);
    this.#edges.set(
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

  /** A list of the catalog is read once per request, however many fields need it. */
  #addCatalog({ read: { operation }, level }: CatalogCalls): void {
    if (this.#catalogLists.has(operation.name)) return;
    this.#catalogLists.add(operation.name);
    const { sizes, has } = this.#statistics;
    const { paging, markerPaging, name } = operation;
    const { sweepTotal: total, stale } = sizes.last({ operation }, '');
    const pages = paging && total !== undefined ? pagesOf(total, paging.limitMax) : 1;
    const input = (paging ? { offset: 0, limit: paging.limitMax } : {}) as InputOf<Parameters>;
    const isCached = has({ operation, input, page: () => ({ rows: [], total: undefined }) });
    const grown = total === undefined || stale ? Number.POSITIVE_INFINITY : 2 * pages;
    this.#entries.push({
      name: 'catalog',
      operation: name,
      level,
      // How many pages markers lead through is known at the end only.
      upper: paging || markerPaging ? grown : 1,
      expected: isCached ? 0 : pages,
    });
  }

  entries(): readonly Entry[] {
    const edges = [...this.#edges.values()];
    const filters = Map.groupBy(edges, ({ edge }) => edge.name);
    return [
      ...this.#entries,
      ...edges.flatMap((one) => this.#toEntries(one, (filters.get(one.edge.name)?.length ?? 0) > 1)),
    ];
  }

  #toEntries(one: EdgeCalls, severalFilters: boolean): Entry[] {
    const { edge, filterKey, dispatches, level } = one;
    const { sizes } = this.#statistics;
    const population = sizes.population();
    const entries: Entry[] = [];
    let { keys } = one;
    if (edge.present && !one.perKeyFilter) {
      const { pageSize, operation } = edge.present;
      const total = sizes.last(edge.present, filterKey).sweepTotal;
      const join = estimateSemiJoin(keys, { pageSize, total, population }, dispatches);
      keys = join.keys;
      if (join.calls.upper > 0) {
        entries.push({ name: `${edge.name} (who has any)`, operation: operation.name, level, ...join.calls });
      }
    }
    const ways = waysOf(edge);
    // Sizes say nothing of calls that bring one page each.
    const statistics =
      edge.sweep || one.rows > edge.pageSize ? { ...sizes.last(edge, filterKey), population } : NOTHING;
    const detail = estimateEdge(ways, {
      keys,
      rows: one.rows,
      dispatches,
      perKeyFilter: one.perKeyFilter,
      joined: severalFilters && edge.local !== undefined,
      statistics,
      sweepCached: this.#isSwept(one, statistics.sweepTotal),
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

  #isSwept({ edge, filter }: EdgeCalls, total: number | undefined): boolean {
    const { sweep, pageSize } = edge;
    if (!sweep || total === undefined || pagesOf(total, pageSize) > MOST_CACHED_PAGES) return false;
    for (let offset = 0; offset < Math.max(1, total); offset += pageSize) {
      if (!this.#statistics.has(sweep.request(filter, { offset, limit: pageSize }))) return false;
    }
    return true;
  }
}
