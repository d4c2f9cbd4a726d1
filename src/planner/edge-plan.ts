// The machine that plans one edge: it hands out calls, takes their pages, and decides after each wave.
// It performs nothing. Its driver makes the calls, in any order, and feeds every page back.
import { bulkSeries, directCostOf, directSeries, pointSeries } from './direct.ts';
import { Dispatch } from './dispatch.ts';
import { explain, type PlanExplanation, PlanLog } from './explain.ts';
import type { KeyState } from './key-state.ts';
import { KeyTable } from './key-table.ts';
import type { Series } from './series.ts';
import type { Observation } from './sizes.ts';
import { layPages, Sweep } from './sweep.ts';
import { affordable, costOf, evaluate, type Position, recordOf } from './sweep-position.ts';
import type { Answer, Demand, EdgeRequest, Page, PageRange, Remedy, Step } from './types.ts';

export interface EdgePlan<Row> {
  /** Calls that may be made now, each handed out once. Empty: waiting for pages, or done. */
  next(): readonly Step[];
  /** Takes a page and returns the demands that it settled. */
  accept(stepId: number, page: Page<Row>): readonly Demand[];
  /** Takes a failure and returns the demands that it settled. */
  fail(stepId: number, error: unknown, remedy?: Remedy): readonly Demand[];
  readonly done: boolean;
  /** `undefined` while the demand is open. */
  answer(demand: Demand): Answer<Row> | undefined;
  /** Demands that need no call: keys known to be empty, `first: 0`. */
  readonly settledAtOnce: readonly Demand[];
  /** Sizes that the pages told, for `SizeMemory`. */
  readonly observation: Observation;
  explain(): PlanExplanation;
}

export function planEdge<Row>(request: EdgeRequest<Row>): EdgePlan<Row> {
  return new Plan(request);
}

// Remembered sizes are trusted within this factor.
const TRUST = 2;
// A sweep whose rows drifted while it was read is read once more at most.
const READINGS = 2;

class Plan<Row> implements EdgePlan<Row> {
  readonly settledAtOnce: readonly Demand[];
  readonly #request: EdgeRequest<Row>;
  readonly #table: KeyTable<Row>;
  readonly #log = new PlanLog();
  readonly #directAtFirst: number;
  readonly #dispatch = new Dispatch<Row>();
  #sweep: Sweep<Row> | undefined;
  #readingsLeft: number;
  #sweepSpent = 0;
  #sweepOutstanding = 0;
  #sweepFailure: { error: unknown; remedy: Remedy } | undefined;
  /** Series whose first page must come before sweep or points is decided, and those that have more. */
  #discovering: Set<Series<Row>> | undefined;
  #held: { series: Series<Row>; pages: readonly PageRange[] }[] = [];

  constructor(request: EdgeRequest<Row>) {
    this.#request = request;
    this.#table = new KeyTable(request);
    this.#readingsLeft = request.ways.sweep ? READINGS : 0;
    this.#table.closeKnown();
    this.settledAtOnce = this.#table.takeSettled();
    this.#startCachedPoints();
    this.#startKeptBulk();
    this.#directAtFirst = this.#directCost(this.#table.waiting());
    this.#decide();
  }

  next(): readonly Step[] {
    return this.#dispatch.handOut();
  }

  get done(): boolean {
    return this.#dispatch.idle;
  }

  accept(stepId: number, page: Page<Row>): readonly Demand[] {
    const { step, series } = this.#dispatch.take(stepId);
    this.#log.page(step.way, page);
    if (series) this.#acceptSeries(series, step, page);
    else this.#acceptSweep(step, page);
    return this.#table.takeSettled();
  }

  fail(stepId: number, error: unknown, remedy: Remedy = 'other-way'): readonly Demand[] {
    const { step, series } = this.#dispatch.take(stepId);
    this.#dispatch.repairing = true;
    this.#log.callsByWay[step.way]++;
    if (series) this.#failSeries(series, error, remedy);
    else {
      this.#sweepFailure ??= { error, remedy };
      this.#sweepOutstanding--;
      this.#decide();
    }
    return this.#table.takeSettled();
  }

  answer(demand: Demand): Answer<Row> | undefined {
    return this.#table.find(demand).answer(demand);
  }

  get observation(): Observation {
    const totals = this.#table.all.map((keyState) => keyState.total).filter((total) => total !== undefined);
    const rows = totals.reduce((sum, total) => sum + total, 0);
    const { sweepRows } = this.#log;
    return { keys: totals.length, rows, ...(sweepRows === undefined ? {} : { sweepTotal: sweepRows }) };
  }

  explain(): PlanExplanation {
    const { all, known } = this.#table;
    const used = new Set<Row>();
    for (const keyState of all) keyState.collectUsed(used);
    return explain(this.#request.ways, this.#log, {
      keys: all.length,
      keysKnown: known,
      directCalls: this.#directAtFirst,
      rowsUsed: used.size,
    });
  }

  // What to do for the keys still open, asked whenever no page of the sweep is outstanding.
  #decide(): void {
    if (this.#sweepOutstanding > 0) return;
    const open = this.#table.waiting();
    if (open.length === 0) return;
    if (this.#sweepFailure) this.#afterFailure(open, this.#sweepFailure.error, this.#sweepFailure.remedy);
    else if (this.#readingsLeft === 0) this.#startDirect(open);
    else if (!this.#sweep) this.#begin(open);
    else if (this.#sweep.broken) this.#reconcile(open, this.#sweep.broken, this.#sweep.total ?? 0);
    else if (this.#sweep.complete)
      for (const keyState of open) this.#table.closeSwept(keyState, keyState.seen);
    else this.#proceed(open, this.#sweep);
  }

  #begin(open: readonly KeyState<Row>[]): void {
    const { statistics, ways } = this.#request;
    const first = { offset: 0, limit: ways.pageSize };
    const direct = this.#directAtFirst;
    // Two direct calls lose at most one against any sweep, so they need no probe.
    const few = direct <= 2;
    if (statistics?.sweepTotal === undefined) {
      if (few && !statistics?.cachedPage?.(first)) this.#startDirect(open);
      else this.#startSweep([first]);
      return;
    }
    const pages = layPages(0, Math.max(1, statistics.sweepTotal), ways.pageSize);
    const choice = evaluate(this.#request, this.#position(open, pages, statistics.sweepTotal));
    const cost = costOf(this.#request, pages);
    // Keys of unknown length may take far more calls than one each: then statistics alone do not decide.
    const certain = !open.some((keyState) => keyState.need.severalPages);
    if (choice.next === 'direct' && (few || (certain && cost >= TRUST * direct))) {
      this.#log.notes.push(`${pages.length} pages remembered`);
      this.#startDirect(open);
      return;
    }
    // Where the statistics may be wrong enough to change the choice, one page tells the truth.
    const trusted = cost * TRUST <= direct ? Math.ceil(pages.length / TRUST) : 1;
    this.#startSweep(affordable(this.#request, pages, Math.max(1, Math.min(choice.pages, trusted))));
  }

  #proceed(open: readonly KeyState<Row>[], sweep: Sweep<Row>): void {
    const ahead = sweep.ahead();
    if (sweep.total === undefined) {
      // The end is not in sight: the sweep gets as many calls as the direct way would take.
      if (this.#sweepSpent < this.#directCost(open)) this.#issue(ahead);
      else this.#startDirect(open);
      return;
    }
    const position = this.#position(open, ahead, sweep.total);
    const choice = evaluate(this.#request, position);
    this.#log.evaluations.push(recordOf(this.#request, position, choice));
    if (choice.next === 'direct') this.#discover(open);
    else this.#issue(choice.next === 'finish' ? ahead : affordable(this.#request, ahead, choice.pages));
  }

  #position(open: readonly KeyState<Row>[], ahead: readonly PageRange[], total: number): Position<Row> {
    return {
      all: this.#table.all,
      open,
      ahead,
      pagesRead: this.#sweep?.pages ?? 0,
      spent: this.#sweepSpent,
      total,
      directAtFirst: this.#directAtFirst,
    };
  }

  #reconcile(open: readonly KeyState<Row>[], why: string, rows: number): void {
    const pages = layPages(0, Math.max(1, rows), this.#request.ways.pageSize);
    const direct = this.#directCost(open);
    this.#dispatch.repairing = true;
    this.#readingsLeft--;
    if (this.#readingsLeft > 0 && pages.length < direct) {
      this.#log.notes.push(`${why}: read again`);
      for (const keyState of this.#table.all) keyState.resetSweep();
      this.#startSweep(pages);
    } else if (Number.isFinite(direct)) {
      this.#log.notes.push(`${why}: ${open.length} keys fetched directly`);
      this.#startDirect(open);
    } else {
      this.#log.notes.push(`${why}: rows may be missing`);
      for (const keyState of open) this.#table.closeSwept(keyState, keyState.seen);
    }
  }

  #afterFailure(open: readonly KeyState<Row>[], error: unknown, remedy: Remedy): void {
    if (remedy !== 'none' && Number.isFinite(this.#directCost(open))) {
      this.#log.notes.push(`a page failed: ${open.length} keys fetched directly`);
      this.#startDirect(open);
    } else for (const keyState of open) this.#table.fail(keyState, error);
  }

  // Keys that may need several points say so with their first page; only then is the choice final.
  #discover(open: readonly KeyState<Row>[]): void {
    const several = directSeries(
      this.#request,
      open.filter((keyState) => keyState.need.severalPages),
    ).filter((series) => series.way === 'point');
    if (several.length === 0) {
      this.#startDirect(open);
      return;
    }
    this.#discovering = new Set(several);
    for (const series of several) this.#start(series);
  }

  #endDiscovery(): void {
    this.#discovering = undefined;
    const held = this.#held.splice(0);
    const open = this.#table.waiting();
    const direct = held.reduce((sum, { pages }) => sum + pages.length, 0) + this.#directCost(open);
    const ahead = this.#sweep?.ahead() ?? [];
    if (held.length > 0 && costOf(this.#request, ahead) < direct) {
      this.#log.notes.push(`${direct} more points for long listings against ${ahead.length} pages`);
      for (const { series } of held) for (const keyState of series.keyStates) keyState.inSeries = false;
      this.#issue(ahead);
      return;
    }
    for (const { series, pages } of held) this.#dispatch.addSeries(series, pages);
    this.#startDirect(open);
  }

  #acceptSweep(step: Step, page: Page<Row>): void {
    this.#sweepOutstanding--;
    this.#sweep?.accept(step, page);
    // Once the rows of an ordered listing have drifted, rows read later may have others missing before them.
    this.#table.closeFilled(!(this.#sweep?.broken && this.#request.ways.sweep?.ordered));
    this.#decide();
  }

  #acceptSeries(series: Series<Row>, step: Step, page: Page<Row>): void {
    const more = series.accept(step, page);
    this.#dispatch.repairing ||= series.restarted;
    if (this.#discovering?.delete(series)) {
      if (more.length > 0) this.#held.push({ series, pages: more });
    } else this.#dispatch.addSeries(series, more);
    if (series.complete) {
      series.close();
      for (const keyState of series.keyStates) this.#table.settle(keyState);
    }
    if (this.#discovering?.size === 0) this.#endDiscovery();
  }

  #failSeries(series: Series<Row>, error: unknown, remedy: Remedy): void {
    const open = series.keyStates.filter((keyState) => keyState.state === 'open');
    const inBulk = series.way === 'bulk';
    // A second page of a series that has failed already changes nothing.
    if (series.abandoned) return;
    series.abandon();
    if (inBulk && remedy === 'split' && open.length > 1) {
      const halves = bulkSeries(this.#request, open, Math.ceil(open.length / 2));
      for (const half of halves) this.#start(half);
    } else if (inBulk && remedy === 'other-way' && this.#request.ways.point) {
      for (const point of pointSeries(this.#request, open)) this.#start(point);
    } else for (const keyState of open) this.#table.fail(keyState, error);
    this.#discovering?.delete(series);
    if (this.#discovering?.size === 0) this.#endDiscovery();
  }

  #startCachedPoints(): void {
    const { statistics, ways } = this.#request;
    if (!statistics?.cachedPoint || !ways.point) return;
    for (const series of pointSeries(this.#request, this.#table.waiting())) {
      for (const { key, filterKey } of series.keyStates) {
        if (statistics.cachedPoint(key, filterKey, series.first)) this.#start(series);
      }
    }
  }

  /** Each kept bulk answer is read once more, for those of its keys that are wanted. */
  #startKeptBulk(): void {
    const { cachedBulk: keptBulk } = this.#request.statistics ?? {};
    if (!keptBulk) return;
    const byGroup = new Map<readonly string[], KeyState<Row>[]>();
    for (const keyState of this.#table.waiting()) {
      const group = keptBulk(keyState.key, keyState.filterKey);
      if (!group) continue;
      const keyStates = byGroup.get(group);
      if (keyStates) keyStates.push(keyState);
      else byGroup.set(group, [keyState]);
    }
    for (const [group, keyStates] of byGroup) {
      for (const series of bulkSeries(this.#request, keyStates, keyStates.length, group)) this.#start(series);
    }
  }

  #startDirect(open: readonly KeyState<Row>[]): void {
    this.#readingsLeft = 0;
    for (const series of directSeries(this.#request, open)) this.#start(series);
  }

  #start(series: Series<Row>): void {
    for (const keyState of series.keyStates) keyState.inSeries = true;
    this.#dispatch.addSeries(series, [series.first]);
  }

  #startSweep(pages: readonly PageRange[]): void {
    const { ways, idOf } = this.#request;
    const onRow = (row: Row) => this.#table.take(row);
    const ordered = ways.sweep?.ordered === true;
    this.#sweep = new Sweep({ pageSize: ways.pageSize, ordered, idOf, onRow });
    this.#issue(pages);
  }

  #issue(pages: readonly PageRange[]): void {
    this.#sweep?.issue(pages);
    this.#sweepSpent += costOf(this.#request, pages);
    this.#sweepOutstanding += pages.length;
    this.#dispatch.addSweep(pages);
  }

  #directCost(keyStates: readonly KeyState<Row>[]): number {
    return directCostOf(this.#request.ways, keyStates);
  }
}
