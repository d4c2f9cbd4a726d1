// One reading of the partner-wide listing: pages in order, rows seen once, and whether it held still.
import type { Page, PageRange } from './types.ts';

export interface SweepOptions<Row> {
  readonly pageSize: number;
  /** Newest first under a sort key: rows can only be inserted before those already read. */
  readonly ordered: boolean;
  readonly idOf: (row: Row) => string;
  /** Called once for each distinct row, in listing order. */
  readonly onRow: (row: Row) => void;
}

/**
 * The pages that read positions `covered` to `total`. Their number is the least possible; what room is left
 * on the last page is spent on letting neighbours share one row, which shows whether the listing shifted
 * between them in a way that leaves the total unchanged.
 */
export function layPages(covered: number, total: number, pageSize: number): PageRange[] {
  const count = Math.ceil(Math.max(0, total - covered) / pageSize);
  let spare = count * pageSize - (total - covered);
  const pages: PageRange[] = [];
  for (let at = covered; pages.length < count; ) {
    const shared = at > 0 && spare > 0 && pageSize > 1 ? 1 : 0;
    spare -= shared;
    pages.push({ offset: at - shared, limit: pageSize });
    at += pageSize - shared;
  }
  return pages;
}

export class Sweep<Row> {
  readonly #options: SweepOptions<Row>;
  readonly #ids = new Set<string>();
  readonly #arrived = new Map<number, Page<Row>>();
  #issued: PageRange[] = [];
  #covered = 0;
  #lastId: string | undefined;
  pages = 0;
  total: number | undefined;
  /** Why rows may have been missed, once that is so. */
  broken: string | undefined;
  /** Every position up to the total has been read. */
  complete = false;

  constructor(options: SweepOptions<Row>) {
    this.#options = options;
  }

  /** Pages not yet issued; only the next one while the total is unknown. */
  ahead(): PageRange[] {
    if (this.complete) return [];
    const { pageSize } = this.#options;
    if (this.total === undefined) return [{ offset: this.#covered, limit: pageSize }];
    return layPages(this.#covered, this.total, pageSize);
  }

  issue(pages: readonly PageRange[]): void {
    this.#issued.push(...pages);
  }

  /** Takes a page; pages that arrive ahead of their turn wait. */
  accept(range: PageRange, page: Page<Row>): void {
    this.#arrived.set(range.offset, page);
    for (let next = this.#issued[0]; next; next = this.#issued[0]) {
      const arrived = this.#arrived.get(next.offset);
      if (!arrived) break;
      this.#issued.shift();
      this.#arrived.delete(next.offset);
      this.#read(next, arrived);
    }
  }

  #read(range: PageRange, page: Page<Row>): void {
    const { ordered, idOf, onRow } = this.#options;
    const shared = this.#covered - range.offset;
    const change = this.pages > 0 ? (page.total ?? 0) - (this.total ?? 0) : 0;
    // Newest first, rows are added only before those already read, and push as many into view again.
    const pushed = ordered && change > 0 ? change : 0;
    if (change !== pushed) this.#break(`the total went from ${this.total} to ${page.total}`);
    const [first] = page.rows;
    if (shared > 0 && pushed === 0 && first !== undefined && idOf(first) !== this.#lastId) {
      this.#break('neighbouring pages do not meet');
    }
    const ids = this.#ids;
    let known = ids.size;
    let twice = 0;
    for (const row of page.rows) {
      ids.add(idOf(row));
      if (ids.size === known) twice++;
      else {
        known++;
        onRow(row);
      }
    }
    const last = page.rows.at(-1);
    if (last !== undefined) this.#lastId = idOf(last);
    if (twice !== shared + pushed) this.#break(`rows seen twice: ${twice}, expected ${shared + pushed}`);
    this.pages++;
    this.total = page.total;
    this.#covered = Math.max(this.#covered, range.offset + page.rows.length);
    const end = page.total ?? (page.rows.length < range.limit ? this.#covered : Number.POSITIVE_INFINITY);
    const expected = Math.min(range.limit, Math.max(0, end - range.offset));
    if (page.rows.length < expected) this.#break(`a page had ${page.rows.length} rows, expected ${expected}`);
    this.complete = this.#covered >= end;
    if (this.complete && !ordered && this.#ids.size !== end) {
      this.#break(`distinct rows: ${this.#ids.size}, expected ${end}`);
    }
  }

  #break(why: string): void {
    this.broken ??= why;
  }
}
