// What one read of a field costs and brings, for all objects at its place: pure functions of the read, the
// place and what is known of sizes.
import { filterKey } from '../../src/loaders/filter-key.ts';
import { type CallEstimate, pagesOf } from '../../src/planner/planner.ts';
import type { FieldArguments, KeyedRead, ListingRead, Read } from '../core/reads/reads.ts';
import type { Calls } from './call-totals.ts';
import { type Cardinality, callsPerCustomer, distinctOf, ONE, times } from './cardinality.ts';
import type { SelectedField } from './selected-fields.ts';
import { listingSize, meanPageLength, type Statistics } from './statistics.ts';

export interface PageWindow {
  readonly offset: number;
  readonly rows: number;
}

/** A field at its place in the query. */
export interface FieldPlace {
  readonly field: SelectedField;
  readonly args: FieldArguments;
  /** Of connections only. */
  readonly page: PageWindow | undefined;
  readonly place: Cardinality;
  readonly statistics: Statistics;
}

/** What the reads of a field bring for each object above it. */
export interface FieldResult {
  readonly calls: readonly Calls[];
  readonly rows: number;
  /** At how many times each object's rows arrive, at most. */
  readonly dispatches: number;
  /** Customers of the rows, where that is known. */
  readonly distinct: CallEstimate | undefined;
  /** The objects above have their rows from now on. */
  readonly loads: boolean;
}

export const NOTHING_READ: FieldResult = Object.freeze({
  calls: [],
  rows: 0,
  dispatches: 1,
  distinct: undefined,
  loads: false,
});

/** The result of a field with one more read; `before` is that of the reads before it. */
export function withRead(read: Read, at: FieldPlace, before: FieldResult): FieldResult {
  if (read.kind === 'catalog') return added(before, [{ kind: 'catalog', read, level: at.place.level }]);
  return read.kind === 'listing' ? withListing(read, at, before) : withKeyed(read, at, before);
}

const added = (before: FieldResult, calls: readonly Calls[]): FieldResult => ({
  ...before,
  calls: [...before.calls, ...calls],
});

function withListing(read: ListingRead, at: FieldPlace, before: FieldResult): FieldResult {
  const wanted = rowsWanted(read, at);
  if (!wanted) return before;
  return read
    .filters(at.args)
    .reduce<FieldResult>((result, filter) => withListingPart(read, filter, wanted, at, result), before);
}

function withListingPart(
  { edge, request, cardinality }: Pick<ListingRead, 'edge' | 'request' | 'cardinality'>,
  filter: unknown,
  wanted: PageWindow,
  { field, page, place, statistics }: FieldPlace,
  before: FieldResult,
): FieldResult {
  const { sweepTotal: total, stale } = listingSize(statistics, edge, filter);
  const left = total === undefined ? undefined : Math.max(0, total - wanted.offset);
  const rows = Math.min(wanted.rows, left ?? wanted.rows);
  const isBounded = Number.isFinite(wanted.rows);
  const limit = Math.min(wanted.rows, edge.pageSize);
  const isCached = statistics.has(request(filter, { offset: wanted.offset, limit }));
  const pages = Number.isFinite(rows) ? pagesOf(rows, edge.pageSize) : 1;
  // It may have doubled since its size was seen.
  const grown = left === undefined || stale ? Number.POSITIVE_INFINITY : 2 * pagesOf(left, edge.pageSize);
  const population = statistics.sizes.population();
  const expected = isBounded ? rows : Math.min(page?.rows ?? rows, population ?? page?.rows ?? 1);
  const calls: Calls = {
    kind: 'fixed',
    name: field.path,
    operation: edge.operation.name,
    level: place.level,
    upper: isBounded ? pagesOf(wanted.rows, edge.pageSize) : grown,
    expected: isCached ? 0 : pages,
  };
  return {
    ...added(before, [calls]),
    rows: Math.max(before.rows, expected),
    distinct: cardinality?.distinctCustomers
      ? before.distinct
      : { upper: wanted.rows, expected: distinctOf(expected, population) },
  };
}

function withKeyed(read: KeyedRead, at: FieldPlace, before: FieldResult): FieldResult {
  const { batching = {}, cardinality = {} } = read;
  const { field, args, page, place, statistics } = at;
  if (batching.ifNotLoaded && place.loaded) return before;
  const loads = before.loads || batching.ifNotLoaded === true;
  const wanted = rowsWanted(read, at);
  if (!wanted) return { ...before, loads };
  const { edge } = read;
  // How many rows come matters where something stands below them, or another read fills the page up.
  const isCounted =
    page !== undefined &&
    !cardinality.perRow &&
    !cardinality.fanOut &&
    (field.below.length > 0 || field.size.perObject > 0 || field.reads?.severalReads === true);
  const isNeeded = !batching.fillsPage || !page || before.rows < page.rows * ALMOST_FULL;
  const calls: Calls[] = [];
  let { rows } = before;
  for (const filter of read.filters ? read.filters(args) : [null]) {
    const key = filterKey(filter);
    let keys = read.key ? ONE : keysOf(read, at, rows);
    if (batching.perKeyFilter && edge.bulk) keys = callsPerCustomer(keys, place, edge.bulk.maxKeys);
    const one = read.key ? read.key(args) : place.key;
    const isCached =
      one !== undefined && !batching.perKeyFilter && isKept(read, one, filter, wanted, statistics);
    if (isCached || !isNeeded) keys = { upper: keys.upper, expected: 0 };
    calls.push({
      kind: 'edge',
      edge,
      filter,
      filterKey: key,
      keys,
      rows: wanted.rows,
      dispatches: place.dispatches,
      perKeyFilter: batching.perKeyFilter === true,
      level: place.level,
    });
    if (isCounted && isNeeded) rows += meanPageLength(statistics, edge, key, wanted.rows);
  }
  return {
    ...added(before, calls),
    rows: page ? Math.min(rows, page.rows) : rows,
    dispatches: batching.perKeyFilter
      ? Math.max(before.dispatches, place.count.upper)
      : before.dispatches * (batching.fillsPage || read.rows === 'one' ? 2 : 1),
    loads,
  };
}

/** A page that is so full is not worth a call for the rest. */
const ALMOST_FULL = 0.95;

/** The rows of one key or listing that are asked for; undefined where no call is needed for them. */
function rowsWanted({ rows }: KeyedRead | ListingRead, { field, page }: FieldPlace): PageWindow | undefined {
  if (rows === 'one') return { offset: 0, rows: 1 };
  if (rows === 'all' || !page) return { offset: 0, rows: Number.POSITIVE_INFINITY };
  if (page.rows > 0) return page;
  // The smallest page tells the total.
  return field.needsPage ? { offset: page.offset, rows: 1 } : undefined;
}

/** How many keys a read has for all objects of a place; `rowsBefore` are those that the reads before it brought. */
function keysOf(
  { cardinality: { perRow, fanOut = ONE } = {} }: KeyedRead,
  { field, page, place: { count } }: FieldPlace,
  rowsBefore: number,
): CallEstimate {
  const rows = perRow && page ? { upper: page.rows, expected: rowsBefore } : ONE;
  const selectivity = field.isPage ? 1 : (field.reads?.cardinality?.selectivity ?? 1);
  return {
    upper: times(times(count.upper, rows.upper), fanOut.upper),
    expected: count.expected * selectivity * rows.expected * fanOut.expected,
  };
}

/** Whether the answer for the one key is in the cache. */
function isKept(
  { edge }: KeyedRead,
  key: string,
  filter: unknown,
  { offset, rows }: PageWindow,
  { has }: Statistics,
): boolean {
  const range = { offset, limit: Math.min(rows, edge.pageSize) };
  const request = edge.point ? edge.point(key, filter, range) : edge.bulk?.request([key], filter);
  return request !== undefined && has(request);
}
