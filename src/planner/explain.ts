// A plan's account of itself: what it did and why, as data and as one line of text.
import type { EdgeWays, Page, Way } from './types.ts';

/** One decision of a sweep, with the numbers it was made on. */
export interface Evaluation {
  readonly pagesRead: number;
  readonly keysOpen: number;
  /** Calls that the open keys take directly; `null` where that is impossible. */
  readonly directCalls: number | null;
  readonly pagesAhead: number;
  readonly expectedCalls: number;
  readonly next: 'direct' | 'finish' | 'partial';
  readonly pages: number;
}

export interface PlanExplanation {
  readonly edge: string;
  readonly operation: string;
  /** The way that was taken; `mix` is more than one, `none` needed no call. */
  readonly way: Way | 'mix' | 'none';
  /** Distinct keys (per filter) asked for. */
  readonly keys: number;
  /** Those of them that needed no fetching. */
  readonly keysKnown: number;
  readonly calls: number;
  readonly callsByWay: Readonly<Record<Way, number>>;
  readonly pagesFromCache: number;
  /** Least number of calls that fetching directly would take; `null` where that is impossible. */
  readonly directCalls: number | null;
  /** Rows of the whole listing, where a page told it. */
  readonly sweepRows?: number;
  readonly sweepPages?: number;
  readonly rowsFetched: number;
  readonly rowsUsed: number;
  readonly rowsThrownAway: number;
  readonly evaluations: readonly Evaluation[];
  /** Further events: sizes remembered, rows that drifted, calls that failed. */
  readonly notes: readonly string[];
  readonly text: string;
}

/** Collects the account while the plan runs. */
export class PlanLog {
  readonly callsByWay = { point: 0, bulk: 0, sweep: 0 };
  readonly evaluations: Evaluation[] = [];
  readonly notes: string[] = [];
  pagesFromCache = 0;
  rowsFetched = 0;
  sweepRows: number | undefined;

  page(way: Way, page: Page<unknown>): void {
    if (page.cached) this.pagesFromCache++;
    else this.callsByWay[way]++;
    this.rowsFetched += page.rows.length;
    if (way === 'sweep') this.sweepRows = page.total ?? this.sweepRows;
  }
}

export interface Outcome {
  readonly keys: number;
  readonly keysKnown: number;
  readonly directCalls: number;
  readonly rowsUsed: number;
}

export function explain(ways: EdgeWays, log: PlanLog, outcome: Outcome): PlanExplanation {
  const { point, bulk, sweep } = log.callsByWay;
  const used = (['point', 'bulk', 'sweep'] as const).filter((way) => log.callsByWay[way] > 0);
  const { sweepRows } = log;
  const plan = {
    edge: ways.edge,
    operation: ways.operation,
    way: used.length > 1 ? ('mix' as const) : (used[0] ?? ('none' as const)),
    keys: outcome.keys,
    keysKnown: outcome.keysKnown,
    calls: point + bulk + sweep,
    callsByWay: { ...log.callsByWay },
    pagesFromCache: log.pagesFromCache,
    directCalls: Number.isFinite(outcome.directCalls) ? outcome.directCalls : null,
    ...(sweepRows === undefined
      ? {}
      : { sweepRows, sweepPages: Math.max(1, Math.ceil(sweepRows / ways.pageSize)) }),
    rowsFetched: log.rowsFetched,
    rowsUsed: outcome.rowsUsed,
    rowsThrownAway: log.rowsFetched - outcome.rowsUsed,
    evaluations: [...log.evaluations],
    notes: [...log.notes],
  };
  return { ...plan, text: textOf(plan, ways) };
}

const digits = (amount: number) => amount.toLocaleString('en-US');
const count = (amount: number, noun: string) => `${digits(amount)} ${noun}${amount === 1 ? '' : 's'}`;
const given = (parts: readonly (string | false)[]) => parts.filter((part) => part !== false);

function textOf(plan: Omit<PlanExplanation, 'text'>, ways: EdgeWays): string {
  const { point, bulk, sweep } = plan.callsByWay;
  const { sweepRows, sweepPages } = plan;
  const done = given([
    `${plan.edge}: ${plan.way}`,
    sweep > 0 &&
      (sweepPages === undefined ? count(sweep, 'page') : `${digits(sweep)} of ${count(sweepPages, 'page')}`),
    bulk > 0 && count(bulk, 'bulk call'),
    point > 0 && count(point, 'point'),
    plan.pagesFromCache > 0 && `${count(plan.pagesFromCache, 'page')} from cache`,
  ]);
  const how = ways.bulk && (plan.directCalls ?? 0) < plan.keys ? 'in bulk' : 'by point';
  const why = given([
    plan.keysKnown > 0 && `${count(plan.keysKnown, 'key')} known`,
    plan.directCalls !== null &&
      `${count(plan.keys - plan.keysKnown, 'key')} ${how} = ${count(plan.directCalls, 'call')}`,
    sweepRows !== undefined &&
      sweepPages !== undefined &&
      `${count(sweepRows, 'row')} / ${ways.pageSize} = ${count(sweepPages, 'page')}`,
    ...plan.notes,
  ]);
  const rows = `${count(plan.rowsUsed, 'row')} used, ${digits(plan.rowsThrownAway)} thrown away`;
  return `${done.join(', ')}${why.length > 0 ? ` (${why.join('; ')})` : ''}, ${rows}`;
}
