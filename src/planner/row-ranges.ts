// Which row offsets of one key are wanted, and the fewest pages that cover them.
import type { Demand, EdgeWays, PageRange } from './types.ts';

/** Half-open range of row offsets; `end` may be `Infinity`. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** What all demands of one key and filter need together. */
export interface Need {
  readonly demands: readonly Demand[];
  /** Nothing at all, e.g. `first: 0`. */
  readonly nothing: boolean;
  /** Sorted, apart from each other; what points must fetch. */
  readonly windows: readonly Window[];
  /** First rows of the key that satisfy every demand; a sweep closes the key when it has seen them. */
  readonly upTo: number;
  readonly needsTotal: boolean;
  /** Whether points may need more than one page. */
  readonly severalPages: boolean;
}

export const NOTHING: Need = {
  demands: [],
  nothing: true,
  windows: [],
  upTo: 0,
  needsTotal: false,
  severalPages: false,
};

const wantsNothing = (demand: Demand) => demand.rows === 0 && !demand.needsTotal && !demand.needsNext;

export function needOf(demands: readonly Demand[], ways: EdgeWays): Need {
  const real = demands.filter((demand) => !wantsNothing(demand));
  const needsTotal = real.some((demand) => demand.needsTotal);
  const upTo = Math.max(0, ...real.map(({ offset, rows, needsNext }) => offset + rows + (needsNext ? 1 : 0)));
  const windows = windowsOf(real, needsTotal, ways.hasTotal);
  const first = windows[0];
  const last = windows.at(-1);
  const severalPages = first !== undefined && last !== undefined && last.end - first.start > ways.pageSize;
  return { demands, nothing: real.length === 0, windows, upTo, needsTotal, severalPages };
}

/** Whether two keys are asked for alike. */
export function sameShape(some: readonly Demand[], others: readonly Demand[]): boolean {
  return some.length === others.length && some.every((one, index) => isAlike(one, others[index]));
}

function isAlike(one: Demand, other: Demand | undefined): boolean {
  return (
    one.offset === other?.offset &&
    one.rows === other.rows &&
    one.needsTotal === other.needsTotal &&
    one.needsNext === other.needsNext
  );
}

function windowsOf(demands: readonly Demand[], needsTotal: boolean, hasTotal: boolean): Window[] {
  if (demands.length === 0) return [];
  if (hasTotal) {
    // Any page of at least one row carries the total, which also says whether there is a next row.
    const rows = demands.filter((demand) => demand.rows > 0);
    const windows = merge(rows.map(({ offset, rows }) => ({ start: offset, end: offset + rows })));
    return windows.length > 0 ? windows : [{ start: 0, end: 1 }];
  }
  if (needsTotal) return [{ start: 0, end: Number.POSITIVE_INFINITY }];
  return merge(
    demands.map(({ offset, rows, needsNext }) => ({
      start: offset,
      end: offset + rows + (needsNext ? 1 : 0),
    })),
  );
}

function merge(windows: readonly Window[]): Window[] {
  const merged: Window[] = [];
  for (const window of [...windows].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && window.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, window.end) };
    } else merged.push(window);
  }
  return merged;
}

/** The page that starts at the first wanted offset from `from` on and ends with the last it can reach. */
export function nextPage(windows: readonly Window[], from: number, pageSize: number): PageRange | undefined {
  let start: number | undefined;
  let end = from;
  for (const window of windows) {
    if (window.end <= from) continue;
    start ??= Math.max(from, window.start);
    if (window.start >= start + pageSize) break;
    end = Math.min(window.end, start + pageSize);
  }
  return start === undefined ? undefined : { offset: start, limit: end - start };
}

/** The fewest pages that cover every wanted offset from `from` up to `total`. */
export function pagesFor(
  windows: readonly Window[],
  from: number,
  total: number,
  pageSize: number,
): PageRange[] {
  const pages: PageRange[] = [];
  for (let at = from; ; ) {
    const page = nextPage(windows, at, pageSize);
    if (!page || page.offset >= total) return pages;
    pages.push(page);
    at = page.offset + page.limit;
  }
}
