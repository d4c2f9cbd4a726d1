// Windows of partner-wide listings, read page by page. Rows may shift while pages are read: a row seen twice
// is one row, and the boundaries between the pages are then read once more for rows that were missed.
import { type KeyedRow, type Page, type ReadRequest, type RowRange, readRows } from '../operations/edge.ts';
import type { DamageReports } from './damage-report.ts';
import { hasDrifted, mergeRows, pageBoundaries } from './page-drift.ts';
import type { Access } from './plan-driver.ts';
import { readRange } from './read-all.ts';
import type { RowOwnership } from './row-ownership.ts';
import { type Slice, shownRows, type Window } from './window.ts';

interface Reading extends Pick<Access, 'read' | 'has'> {
  readonly ownership: RowOwnership;
  readonly damage: DamageReports;
  /** Told of each call that makes up for a listing that shifted. */
  readonly repaired: () => void;
}

type RequestRange<Row> = (range: RowRange) => ReadRequest<Row>;

export class ListReader {
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** A window of a listing: `rows` from `offset`, with the total that the first page tells. */
  async slice<Row>(window: Window, pageSize: number, request: RequestRange<Row>): Promise<Slice<Row>> {
    // Nothing but a total was asked for: the smallest page carries it.
    const count = window.rows === 0 ? 1 : window.rows;
    if (window.rows === 0 && !window.needsTotal && !window.needsNext) {
      return { rows: [], total: undefined, hasNext: undefined };
    }
    const pages: Page<Row>[] = [];
    const { rows: all, total } = await readRange(pageSize, window.offset, count, async (range) => {
      const page = await this.#execute(request(range));
      pages.push(page);
      return page;
    });
    // Ids are unique within a page.
    const first = pages.length === 1 ? all : unique(all);
    const rows = hasDrifted(pages)
      ? (await this.#reconciled(first, window.offset, window.offset + all.length, pageSize, request)).slice(
          0,
          count,
        )
      : first;
    const end = window.offset + rows.length;
    return {
      ...(window.rows === 0 ? { rows: [] } : shownRows(rows)),
      ...this.#damageOf(pages),
      total,
      hasNext: total === undefined ? rows.length >= count : (window.rows === 0 ? window.offset : end) < total,
    };
  }

  /** The first page of a window, and the others on their way. */
  async readPages<Row>(window: Window, pageSize: number, request: RequestRange<Row>): Promise<Slice<Row>> {
    if (window.rows <= pageSize) return this.slice(window, pageSize, request);
    const first = await this.#execute(request({ offset: window.offset, limit: pageSize }));
    const { total = 0 } = first;
    const end = Math.min(total, window.offset + window.rows);
    const arrived = [first];
    const seen = new Map<string, KeyedRow<Row>>();
    const fresh = (rows: readonly KeyedRow<Row>[]) => {
      const news = unique(rows).filter(({ id }) => !seen.has(id));
      for (const row of news) seen.set(row.id, row);
      return readRows(news).map(({ row }) => row);
    };
    const rows = fresh(first.rows);
    const pages: Promise<readonly Row[]>[] = [];
    for (let offset = window.offset + pageSize; offset < end; offset += pageSize) {
      const page = this.#execute(request({ offset, limit: Math.min(pageSize, end - offset) }));
      const before = pages.at(-1) ?? Promise.resolve();
      const isLast = offset + pageSize >= end;
      pages.push(
        before
          .then(() => page)
          .then(async (one) => {
            arrived.push(one);
            const news = fresh(one.rows);
            if (!isLast || !hasDrifted(arrived)) return news;
            // What was missed can only follow: the pages before are already on their way to the client.
            const known = [...seen.values()];
            return [...news, ...fresh(await this.#reconciled(known, window.offset, end, pageSize, request))];
          }),
      );
      // Somebody may stop listening before the last page: its failure then concerns nobody.
      page.catch(() => undefined);
    }
    for (const page of pages) page.catch(() => undefined);
    const count = Math.max(0, end - window.offset - first.rows.length);
    return {
      rows,
      ...this.#damageOf(arrived),
      total: first.total,
      hasNext: end < total,
      later: { pages, count },
    };
  }

  #execute<Row>(request: ReadRequest<Row>): Promise<Page<Row>> {
    const { read, ownership } = this.#reading;
    return ownership.execute(read, request);
  }

  #damageOf(pages: readonly Page<unknown>[]): Pick<Slice<unknown>, 'damage'> {
    const damaged = pages.flatMap(({ damage }) => (damage ? [this.#reading.damage.of(damage)] : []));
    return damaged.length > 0 ? { damage: damaged } : {};
  }

  /** The rows with those that are found around the boundaries of the pages. */
  async #reconciled<Row>(
    known: readonly KeyedRow<Row>[],
    start: number,
    end: number,
    pageSize: number,
    request: RequestRange<Row>,
  ): Promise<readonly KeyedRow<Row>[]> {
    const { has, repaired } = this.#reading;
    const boundaries = pageBoundaries(start, end, pageSize).map(request);
    const pages = await Promise.all(
      boundaries.map((one) => {
        if (!has(one)) repaired();
        return this.#execute(one);
      }),
    );
    return pages.reduce<readonly KeyedRow<Row>[]>((rows, page) => mergeRows(rows, page.rows), known);
  }
}

function unique<Row>(rows: readonly KeyedRow<Row>[]): readonly KeyedRow<Row>[] {
  const seen = new Set<string>();
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id));
}
