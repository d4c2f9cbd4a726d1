// The pages of one point or bulk call: the first page tells the total, then the others go out together.
import type { KeyState } from './key-state.ts';
import { nextPage, pagesFor, type Window } from './row-ranges.ts';
import type { Page, PageRange } from './types.ts';

const ALL: readonly Window[] = [{ start: 0, end: Number.POSITIVE_INFINITY }];

export interface SeriesOptions<Row> {
  readonly way: 'point' | 'bulk';
  readonly pageSize: number;
  readonly keyOf: (row: Row) => string | undefined;
  readonly idOf: (row: Row) => string;
  /** What a bulk call asks for, where that is more than the keys of the keyStates. */
  readonly keys?: readonly string[];
}

export class Series<Row> {
  readonly way: 'point' | 'bulk';
  readonly keyStates: readonly KeyState<Row>[];
  /** What still comes is of no use: the keys have failed or are fetched in another way. */
  abandoned = false;
  readonly #options: SeriesOptions<Row>;
  readonly #windows: readonly Window[];
  readonly #base: number;
  /** By offset from the base. */
  #rows: (Row | undefined)[] = [];
  #pages = 0;
  #outstanding = 1;
  #total: number | undefined;
  #drifted = false;
  #restarted = false;

  /** A point series has one keyState; a bulk series has at most `maxKeys`. */
  constructor(keyStates: readonly KeyState<Row>[], options: SeriesOptions<Row>) {
    this.keyStates = keyStates;
    this.way = options.way;
    this.#options = options;
    this.#windows = options.way === 'bulk' ? ALL : (keyStates[0]?.need.windows ?? []);
    this.#base = this.#windows[0]?.start ?? 0;
  }

  get keys(): readonly string[] {
    return this.#options.keys ?? this.keyStates.map((keyState) => keyState.key);
  }

  get first(): PageRange {
    return nextPage(this.#windows, 0, this.#options.pageSize) ?? { offset: 0, limit: 1 };
  }

  /** Everything asked for has come. */
  get complete(): boolean {
    return this.#outstanding === 0 && !this.abandoned;
  }

  /** It was read again, because rows drifted between the pages of the first reading. */
  get restarted(): boolean {
    return this.#restarted;
  }

  abandon(): void {
    this.abandoned = true;
  }

  /** Takes a page and returns the pages to fetch next. */
  accept(range: PageRange, page: Page<Row>): readonly PageRange[] {
    this.#outstanding--;
    if (this.abandoned) return [];
    const next = this.#place(range, page);
    this.#outstanding += next.length;
    if (this.complete && this.#drifted && !this.#restarted) return this.#restart();
    return next;
  }

  /** Closes the keyStates with what came. */
  close(): void {
    if (this.#drifted) this.#dropRepeated();
    if (this.way === 'point') {
      for (const keyState of this.keyStates) keyState.close(this.#rows, this.#base, this.#total);
      return;
    }
    const rows = this.#rows.filter((row): row is Row => row !== undefined);
    const byKey = Map.groupBy(rows, (row) => this.#options.keyOf(row));
    for (const keyState of this.keyStates) {
      const own = byKey.get(keyState.key) ?? [];
      keyState.close(own, 0, own.length);
    }
  }

  #place(range: PageRange, page: Page<Row>): readonly PageRange[] {
    const isFirst = this.#pages++ === 0;
    if (!isFirst) this.#drifted ||= page.total !== this.#total || this.#holdsAny(page.rows);
    let at = range.offset - this.#base;
    for (const row of page.rows) this.#rows[at++] = row;
    this.#total = page.total;
    const from = range.offset + page.rows.length;
    if (page.total !== undefined) {
      const more = isFirst && page.rows.length > 0;
      return more ? pagesFor(this.#windows, from, page.total, this.#options.pageSize) : [];
    }
    // Without a total, a short page is the end, and the pages go one after the other.
    if (page.rows.length < range.limit) {
      const followsOn = range.offset === 0 || this.#rows[range.offset - this.#base - 1] !== undefined;
      if (page.rows.length > 0 || followsOn) this.#total = from;
      return [];
    }
    const next = nextPage(this.#windows, from, this.#options.pageSize);
    return next ? [next] : [];
  }

  #holdsAny(rows: readonly Row[]): boolean {
    const ids = new Set(rows.map((row) => this.#options.idOf(row)));
    return this.#rows.some((row) => row !== undefined && ids.has(this.#options.idOf(row)));
  }

  #dropRepeated(): void {
    const ids = new Set<string>();
    this.#rows = this.#rows.map((row) => {
      if (row === undefined) return undefined;
      const before = ids.size;
      return ids.add(this.#options.idOf(row)).size > before ? row : undefined;
    });
  }

  /** Rows may drift while several pages are read; a second reading is likely to be undisturbed. */
  #restart(): readonly PageRange[] {
    this.#restarted = true;
    this.#drifted = false;
    this.#rows = [];
    this.#pages = 0;
    this.#total = undefined;
    this.#outstanding = 1;
    return [this.first];
  }
}
