import type { KeyedRow } from '../operations/edge.ts';
import type { DamageReport } from './damage-report.ts';

/** What one field asks of a key's rows; the unit of planning. */
export interface Window {
  /** Rows to skip, in the listing's order. */
  readonly offset: number;
  /** Rows wanted; Infinity for all. */
  readonly rows: number;
  /** `totalCount` was selected. */
  readonly needsTotal: boolean;
  /** `hasNextPage` was selected. */
  readonly needsNext: boolean;
}

export interface Slice<Row> {
  readonly rows: readonly Row[];
  /** Where the rows are within the window and how long it is, where rows between them could not be read. */
  readonly places?: { readonly of: readonly number[]; readonly length: number };
  /** What could not be read of the answers that the rows came with. */
  readonly damage?: readonly DamageReport[];
  readonly total: number | undefined;
  /** Whether rows follow; undefined where it was not asked for and is not known. */
  readonly hasNext: boolean | undefined;
  /** Rows that follow, page by page in order, where they are sent as they come; none otherwise. */
  readonly later?: Later<Row>;
}

export interface Later<Row> {
  readonly pages: readonly Promise<readonly Row[]>[];
  /** How many rows they will bring, as far as the first page told. */
  readonly count: number;
}

export const ALL_ROWS: Window = Object.freeze({
  offset: 0,
  rows: Number.POSITIVE_INFINITY,
  needsTotal: false,
  needsNext: false,
});

export const FIRST_ROW: Window = Object.freeze({ offset: 0, rows: 1, needsTotal: false, needsNext: false });

/** The rows that could be read, with their places where others could not. */
export function shownRows<Row>(keyed: readonly KeyedRow<Row>[]): Pick<Slice<Row>, 'rows' | 'places'> {
  const rows: Row[] = [];
  for (const one of keyed) if (!('isLost' in one)) rows.push(one.row);
  if (rows.length === keyed.length) return { rows };
  const places = keyed.flatMap((row, at) => ('isLost' in row ? [] : [at]));
  return { rows, places: { of: places, length: keyed.length } };
}
