import type { RowRange } from '../operations/edge.ts';

export interface FetchedPage<Row> {
  readonly rows: readonly Row[];
  readonly total: number | undefined;
}

/** Reads a whole listing: the first page tells the total, the others follow in parallel. */
export async function readAll<Row>(
  pageSize: number,
  fetch: (range: RowRange) => Promise<FetchedPage<Row>>,
): Promise<readonly Row[]> {
  const { rows } = await readRange(pageSize, 0, Number.POSITIVE_INFINITY, fetch);
  return rows;
}

/**
 * Reads `count` rows from `offset`. One call where a page holds them; else the first page tells the total
 * and the pages that are still needed follow in parallel. Without a total, pages follow until a short one.
 */
export async function readRange<Row>(
  pageSize: number,
  offset: number,
  count: number,
  fetch: (range: RowRange) => Promise<FetchedPage<Row>>,
): Promise<FetchedPage<Row>> {
  const first = await fetch({ offset, limit: Math.min(count, pageSize) });
  const rows = [...first.rows];
  if (first.total === undefined) {
    while (rows.length < count && rows.length > 0 && rows.length % pageSize === 0) {
      const next = await fetch({
        offset: offset + rows.length,
        limit: Math.min(count - rows.length, pageSize),
      });
      if (next.rows.length === 0) break;
      rows.push(...next.rows);
    }
    return { rows, total: undefined };
  }
  const end = Math.min(first.total, offset + count);
  const ranges: RowRange[] = [];
  for (let next = offset + Math.min(count, pageSize); next < end; next += pageSize) {
    ranges.push({ offset: next, limit: Math.min(pageSize, end - next) });
  }
  const pages = await Promise.all(ranges.map(fetch));
  for (const page of pages) rows.push(...page.rows);
  return { rows, total: first.total };
}
