// How many calls an edge will take, before anything is fetched: what cannot be passed while no call fails and
// the listing holds still, and what is to be expected. Pure arithmetic over what the planner would do.
import { directCost } from './direct.ts';
import { chanceBelow } from './poisson.ts';
import type { EdgeWays, LastStatistics } from './types.ts';

/** `upper` may be `Infinity`, where nothing that is asked for bounds it. */
export interface CallEstimate {
  readonly upper: number;
  readonly expected: number;
}

/** Pages up to here are looked at one by one, those beyond in strides. */
const FINE = 12;

export const NO_CALLS: CallEstimate = Object.freeze({ upper: 0, expected: 0 });

export function plus(one: CallEstimate, other: CallEstimate): CallEstimate {
  return { upper: one.upper + other.upper, expected: one.expected + other.expected };
}

/** What is asked of an edge under one filter, at one or more dispatches of the query. */
export interface EdgeLoad {
  /** Distinct keys. */
  readonly keys: CallEstimate;
  /** Rows wanted of each; `Infinity` for all. */
  readonly rows: number;
  /** How often it may be asked for: each time is a plan of its own. Default 1. */
  readonly dispatches?: number;
  readonly statistics?: LastStatistics;
  /** Loads of the same edge under other filters may join its plan. */
  readonly joined?: boolean;
  /** The whole sweep is in the cache. */
  readonly sweepCached?: boolean;
  /** Each key is asked under a filter of its own, so that no call serves two. */
  readonly perKeyFilter?: boolean;
}

/** An edge's estimate, and what each way would cost by itself. */
export interface EdgeEstimate extends CallEstimate {
  /** Points or bulk calls for all keys. */
  readonly direct: number;
  /** Pages of the whole listing; `null` where its size is not known, absent where there is none. */
  readonly sweep?: number | null;
}

/**
 * The upper bound does not depend on remembered sizes, but where all rows of a key are wanted. It holds for
 * any order of the calls and any content of the cache: `test/property/estimate.test.ts`.
 */
export function estimateEdge(ways: EdgeWays, load: EdgeLoad): EdgeEstimate {
  const { keys, dispatches = 1 } = load;
  const total = load.statistics?.sweepTotal;
  const pages = total === undefined ? undefined : pagesOf(total, ways.pageSize);
  const direct = {
    upper: directUpper(ways, load, load.statistics?.stale ? undefined : pages),
    expected: directCalls(ways, keys.expected, load) * pagesPerKey(ways, load),
  };
  if (!ways.sweep || load.perKeyFilter || keys.upper === 0) return { ...direct, direct: direct.expected };
  // One direct call is never beaten; more may begin with a look at the listing. Where that is remembered to
  // be short it is begun by several pages, and has grown in the worst case.
  const trusted = pages !== undefined && pages * 2 <= keys.upper ? pages : 1;
  // Each plan of two keys or more may look.
  const probes = Math.min(dispatches, load.joined ? keys.upper : Math.floor(keys.upper / 2));
  const upper = direct.upper + probes * trusted;
  return {
    upper,
    expected: Math.min(upper, expectSweep(ways, load, direct.expected, pages)),
    direct: direct.expected,
    sweep: pages ?? null,
  };
}

/** The listing of keys that have any rows is read in part or whole, before at most that many keys are asked. */
export function estimateSemiJoin(
  keys: CallEstimate,
  listing: {
    readonly pageSize: number;
    readonly total?: number | undefined;
    readonly population?: number | undefined;
  },
  dispatches = 1,
): { readonly calls: CallEstimate; readonly keys: CallEstimate } {
  if (keys.upper <= 2) return { calls: NO_CALLS, keys };
  // Pages that are read must promise twice as many keys pruned; see `planSemiJoin`.
  const upper = Math.min(dispatches, Math.floor(keys.upper / 3)) + Math.floor(keys.upper / 2);
  if (keys.expected <= 2) return { calls: { upper, expected: 0 }, keys };
  const { total, population, pageSize } = listing;
  const rest = total === undefined ? 0 : pagesOf(total, pageSize) - 1;
  const part = total === undefined || !population ? 1 : Math.min(1, total / population);
  const pruned = keys.expected * (1 - part);
  const pays = pruned >= 2 * rest;
  return {
    calls: { upper, expected: pays ? 1 + rest : 1 },
    keys: { upper: keys.upper, expected: pays ? keys.expected - pruned : keys.expected },
  };
}

/** Without any statistics every order of magnitude is as likely: the mean of min(`most`, n), 1 <= n <= 1,000. */
export function expectedUpTo(most: number): number {
  if (most <= 1) return most;
  const capped = Math.min(most, 1_000);
  const magnitudes = Math.log(1_000);
  return (capped - 1) / magnitudes + capped * (1 - Math.log(capped) / magnitudes);
}

export function pagesOf(rows: number, pageSize: number): number {
  return Math.max(1, Math.ceil(rows / pageSize));
}

function directCalls(ways: EdgeWays, keys: number, { perKeyFilter }: EdgeLoad): number {
  if (perKeyFilter || !ways.bulk) return keys;
  return keys > 0 ? Math.max(1, directCost(ways, keys)) : 0;
}

function directUpper(ways: EdgeWays, load: EdgeLoad, pages: number | undefined): number {
  const { keys, rows, dispatches = 1, perKeyFilter } = load;
  if (keys.upper === 0) return 0;
  // Keys at several dispatches may come in calls of their own.
  if (ways.bulk && !ways.point) {
    return perKeyFilter ? keys.upper : Math.min(keys.upper, directCost(ways, keys.upper) + dispatches - 1);
  }
  const perKey = Math.ceil(rows / ways.pageSize);
  if (Number.isFinite(perKey)) return keys.upper * Math.max(1, perKey);
  // All rows of all keys are no more than the listing has; it may have doubled since it was remembered.
  return pages === undefined ? Number.POSITIVE_INFINITY : keys.upper + dispatches * 2 * pages;
}

/** Pages that a key takes by point. */
function pagesPerKey(ways: EdgeWays, { rows, statistics }: EdgeLoad): number {
  if (rows <= ways.pageSize || !ways.point) return 1;
  const perKey = rowsPerKeyOf(statistics);
  if (perKey !== undefined) return Math.max(1, Math.min(rows, perKey) / ways.pageSize);
  return Number.isFinite(rows) ? expectedUpTo(rows / ways.pageSize) : 1;
}

/** Mean rows per key, as far as it is known. */
export function rowsPerKeyOf(statistics: EdgeLoad['statistics']): number | undefined {
  const { rowsPerKey, sweepTotal, population } = statistics ?? {};
  if (sweepTotal !== undefined && population) return sweepTotal / population;
  return rowsPerKey;
}

function expectSweep(ways: EdgeWays, load: EdgeLoad, direct: number, pages: number | undefined): number {
  if (load.sweepCached) return 0;
  if (load.keys.expected <= 2) return direct;
  if (pages === undefined) return Math.min(direct, expectedUpTo(direct)) + 1;
  // Keys of unknown length are never left to what is remembered alone.
  if (pages >= 2 * direct && load.rows <= ways.pageSize) return direct;
  // The first page is read in any case; then some more, as long as they close more keys than they cost.
  let best = pages;
  for (let read = 1; read < pages; read += read < FINE ? 1 : Math.ceil(read / 8)) {
    best = Math.min(best, read + direct * stillOpen(ways, load, read));
  }
  return best;
}

/** The part of the keys that so many pages of the sweep leave open. */
function stillOpen(ways: EdgeWays, { rows, statistics }: EdgeLoad, pages: number): number {
  const { population, rowsPerKey, sweepTotal } = statistics ?? {};
  const share = population ? 1 / population : rowsPerKey && sweepTotal ? rowsPerKey / sweepTotal : 0;
  if (share === 0) return 1;
  return chanceBelow(rows, pages, { shape: 1, exposure: 1 / (share * ways.pageSize) });
}
