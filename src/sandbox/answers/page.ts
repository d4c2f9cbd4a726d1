// Pages: the rows from `offset` on, at most `limit`, with the total where the operation sends one.
import type { RowShift } from '../wire/faults.ts';
import { type ApiRequest, int } from './answer.ts';

const DEFAULT_LIMIT = 10;

interface Part<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** One page of all rows. */
function pageOf<Row>({ values, rowShift }: ApiRequest, all: readonly Row[]): Part<Row> {
  const offset = int(values, 'offset') ?? 0;
  const limit = int(values, 'limit') ?? DEFAULT_LIMIT;
  if (rowShift && offset > 0) return shifted(rowShift, all, offset, limit);
  return { rows: all.slice(offset, offset + limit), total: all.length };
}

/** Before each page but the first, one row appeared at the front, vanished there, or two changed places. */
function shifted<Row>(shift: RowShift, all: readonly Row[], offset: number, limit: number): Part<Row> {
  const moved = Math.floor(offset / limit);
  switch (shift) {
    case 'insert': {
      const from = Math.max(0, offset - moved);
      return { rows: all.slice(from, from + limit), total: all.length + moved };
    }
    case 'remove':
      return { rows: all.slice(offset + moved, offset + moved + limit), total: all.length - moved };
    case 'reorder': {
      const rows = all.slice(offset, offset + limit);
      const before = all[offset - 1];
      if (before !== undefined && rows.length > 0) rows[0] = before;
      return { rows, total: all.length };
    }
  }
}

/** The JSON of a row that is sent as it stands. */
export const render = (row: object): string => JSON.stringify(row);

/** A page as JSON text. `render` gives the JSON of one row. */
export function pageText<Row>(
  request: ApiRequest,
  names: { readonly rows: string; readonly total?: string; readonly extra?: string },
  all: readonly Row[],
  render: (row: Row, request: ApiRequest) => string,
): string {
  const { rows, total } = pageOf(request, all);
  const count = names.total === undefined ? '' : `"${names.total}":${total},`;
  return `{${count}${names.extra ?? ''}"${names.rows}":[${rows.map((row) => render(row, request)).join(',')}]}`;
}

/** In larger worlds the texts would take more memory than the rows are worth. */
const MOST_CUSTOMERS_KEPT = 20_000;

/** Renders a row once: the object keeps its text. */
export const kept =
  <Row extends { text?: string }>(render: (row: Row) => unknown) =>
  (row: Row, { world }: ApiRequest): string => {
    if (row.text !== undefined) return row.text;
    const rendered = JSON.stringify(render(row));
    if (world.frame.customers <= MOST_CUSTOMERS_KEPT) row.text = rendered;
    return rendered;
  };
