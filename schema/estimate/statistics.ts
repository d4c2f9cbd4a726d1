// What earlier answers showed of sizes, and what is still in the cache: all that an estimate may look at.
import type { Operation } from '../../src/call/operation.ts';
import { filterKey } from '../../src/loaders/filter-key.ts';
import { pageScope, type Sizes } from '../../src/loaders/sizes.ts';
import type { Edge, ReadRequest } from '../../src/operations/edge.ts';
import { expectedUpTo, rowsPerKeyOf } from '../../src/planner/planner.ts';

export interface Statistics {
  readonly sizes: Sizes;
  /** Whether a read would be answered without a call. */
  readonly has: (request: ReadRequest<unknown>) => boolean;
}

/** For what shares nothing with earlier answers. */
export const NO_STATISTICS: Statistics = {
  has: () => false,
  sizes: {
    of: () => ({}),
    last: () => ({ stale: true }),
    population: () => undefined,
    observe: () => undefined,
  },
};

/** Mean rows of a page of that length. */
export function meanPageLength(
  { sizes }: Statistics,
  edge: Edge<unknown, unknown>,
  key: string,
  rows: number,
): number {
  const seen = sizes.last(edge, pageScope(key, rows)).rowsPerKey;
  if (seen !== undefined) return seen;
  const perKey = rowsPerKeyOf({ ...sizes.last(edge, key), population: sizes.population() });
  return perKey === undefined ? expectedUpTo(rows) : Math.min(rows, perKey);
}

/** The size of a listing under a filter. All customers are the population, which is remembered without one. */
export function listingSize({ sizes }: Statistics, edge: { readonly operation: Operation }, filter: unknown) {
  const isPopulation = edge.operation.population === true && isEmpty(filter);
  return sizes.last(edge, isPopulation ? '' : filterKey(filter));
}

const isEmpty = (filter: unknown): boolean =>
  typeof filter === 'object' && filter !== null && Object.keys(filter).length === 0;
