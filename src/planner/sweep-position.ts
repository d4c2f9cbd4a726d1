// What a plan can see when it decides: the costs of its ways, with the cache taken into account.
import { directCostOf } from './direct.ts';
import type { Evaluation } from './explain.ts';
import type { KeyState } from './key-state.ts';
import { type Choice, choose } from './policy.ts';
import { stillOpen } from './rates.ts';
import type { EdgeRequest, PageRange } from './types.ts';

export interface Position<Row> {
  readonly all: readonly KeyState<Row>[];
  readonly open: readonly KeyState<Row>[];
  /** Pages of the sweep not yet asked for. */
  readonly ahead: readonly PageRange[];
  /** Pages of the sweep that were read, and what they cost. */
  readonly pagesRead: number;
  readonly spent: number;
  /** Rows of the sweep, learned or remembered. */
  readonly total: number | undefined;
  /** Direct cost of all keys at the start. */
  readonly directAtFirst: number;
}

export function evaluate<Row>(request: EdgeRequest<Row>, position: Position<Row>): Choice {
  const { all, open, ahead, pagesRead, spent, directAtFirst } = position;
  const share = shareOf(request, position.total);
  const prior = share === undefined ? undefined : share * request.ways.pageSize;
  return choose({
    spent,
    ahead: costOf(request, ahead),
    open: directCostOf(request.ways, open),
    direct: directAtFirst,
    speculation: request.speculation ?? 0,
    stillOpen: stillOpen({ all, open, pages: pagesRead, prior }),
  });
}

/** Calls that the pages take: those in the cache are free. */
export function costOf<Row>(request: EdgeRequest<Row>, pages: readonly PageRange[]): number {
  const cached = request.statistics?.cachedPage;
  return cached ? pages.filter((page) => !cached(page)).length : pages.length;
}

/** The first pages, as many as so many calls fetch. */
export function affordable<Row>(
  request: EdgeRequest<Row>,
  pages: readonly PageRange[],
  calls: number,
): readonly PageRange[] {
  const cached = request.statistics?.cachedPage;
  let spent = 0;
  const end = pages.findIndex((page) => !cached?.(page) && ++spent > calls);
  return end < 0 ? pages : pages.slice(0, end);
}

export function recordOf<Row>(
  request: EdgeRequest<Row>,
  position: Position<Row>,
  choice: Choice,
): Evaluation {
  const direct = directCostOf(request.ways, position.open);
  return {
    pagesRead: position.pagesRead,
    keysOpen: position.open.length,
    directCalls: Number.isFinite(direct) ? direct : null,
    pagesAhead: position.ahead.length,
    expectedCalls: Math.round(choice.expected * 10) / 10,
    next: choice.next,
    pages: choice.pages,
  };
}

/** Part of the listing that belongs to one key on average. */
function shareOf<Row>({ statistics }: EdgeRequest<Row>, total: number | undefined): number | undefined {
  if (statistics?.population) return 1 / statistics.population;
  return statistics?.rowsPerKey && total ? statistics.rowsPerKey / total : undefined;
}
