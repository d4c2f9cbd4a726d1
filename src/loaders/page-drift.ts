// Lists that drift while their pages are read: rows that moved from a page not yet read to one that was
// are missed, and others come twice. What is read once more are the boundaries between the pages. Pure.
import type { KeyedRow, RowRange } from '../operations/edge.ts';

/** What one page told. */
export interface ListedPage<Row> {
  readonly rows: readonly KeyedRow<Row>[];
  readonly total: number | undefined;
}

/** Whether rows moved between these pages of one listing. */
export function hasDrifted<Row>(pages: readonly ListedPage<Row>[]): boolean {
  const ids = pages.flatMap(({ rows }) => rows.map(({ id }) => id));
  const totals = new Set(pages.map(({ total }) => total));
  return new Set(ids).size < ids.length || totals.size > 1;
}

/** A page around each place where one page ended and the next began, and around the end. */
export function pageBoundaries(start: number, end: number, pageSize: number): readonly RowRange[] {
  const boundaries: RowRange[] = [];
  const half = Math.ceil(pageSize / 2);
  for (let boundary = start + pageSize; boundary < end + pageSize; boundary += pageSize) {
    const offset = Math.max(start, Math.min(boundary, end) - half);
    boundaries.push({ offset, limit: pageSize });
  }
  return boundaries;
}

/** The rows with those of another page that they lack, each behind the row that it follows there. */
export function mergeRows<Row>(
  known: readonly KeyedRow<Row>[],
  page: readonly KeyedRow<Row>[],
): readonly KeyedRow<Row>[] {
  const ids = new Set(known.map(({ id }) => id));
  const behind = new Map<string | undefined, KeyedRow<Row>[]>();
  let anchor: string | undefined;
  let isAnchored = false;
  for (const row of page) {
    if (ids.has(row.id)) {
      anchor = row.id;
      isAnchored = true;
    } else {
      // A page that shares no row with the others follows them.
      const place = isAnchored ? anchor : known.at(-1)?.id;
      behind.set(place, [...(behind.get(place) ?? []), row]);
      ids.add(row.id);
    }
  }
  return [...(behind.get(undefined) ?? []), ...known.flatMap((row) => [row, ...(behind.get(row.id) ?? [])])];
}
