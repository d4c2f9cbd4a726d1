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
