// Listings whose `offset` is the number of a page and not that of a row.
import type { RowRange } from './edge.ts';

/** A page of `limit` rows, numbered from 1. */
export interface NumberedPage {
  readonly offset: number;
  readonly limit: number;
}

/**
 * The smallest page of at most `most` rows that holds the whole window, wherever the window begins. For
 * windows of up to half of `most` rows there is one (a property test walks through the windows of every
 * offset that a listing of 100,000 rows has).
 */
export function pageAround({ offset, limit }: RowRange, most: number): NumberedPage {
  for (let size = Math.max(limit, 1); size <= most; size++) {
    if ((offset % size) + limit <= size) return { offset: Math.floor(offset / size) + 1, limit: size };
  }
  throw new RangeError(
    `expected a window that fits into a page of ${most} rows, got ${limit} from ${offset}`,
  );
}

/** The rows of the window, out of those of the page around it. */
export function windowOf<Row>(
  rows: readonly Row[],
  { offset, limit }: RowRange,
  page: NumberedPage,
): readonly Row[] {
  const from = offset - (page.offset - 1) * page.limit;
  return rows.slice(from, from + limit);
}
