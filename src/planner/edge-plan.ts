// The machine that plans one edge: it hands out calls, takes their pages, and decides after each wave.
// It performs nothing. Whoever drives it makes the calls, in any order, and feeds every page back.
import { bulkSeries, directCostOf, directSeries, pointSeries } from './direct.ts';
import { Dispatch } from './dispatch.ts';
import { explain, Ledger, type PlanExplanation } from './explain.ts';
import type { Slot } from './key-state.ts';
import { SlotTable } from './key-table.ts';
import type { Series } from './series.ts';
import type { Learned } from './sizes.ts';
import { layPages, Sweep } from './sweep.ts';
import { costOf, look, type Position, recordOf, worth } from './sweep-position.ts';
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
  readonly learned: Learned;
  explain(): PlanExplanation;
}

export function planEdge<Row>(request: EdgeRequest<Row>): EdgePlan<Row> {
  return new Plan(request);
}

// Remembered sizes are trusted within this factor.
const TRUST = 2;
// A sweep that shifted while it was read is read once more at most.
const READINGS = 2;

class Plan<Row> implements EdgePlan<Row> {
  readonly settledAtOnce: readonly Demand[];
  readonly #request: EdgeRequest<Row>;
  readonly #table: SlotTable<Row>;
  readonly #ledger = new Ledger();
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
    this.#table = new SlotTable(request);
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
    this.#ledger.page(step.way, page);
    if (series) this.#acceptSeries(series, step, page);
    else this.#acceptSweep(step, page);
    return this.#table.takeSettled();
  }

  fail(stepId: number, error: unknown, remedy: Remedy = 'other-way'): readonly Demand[] {
    const { step, series } = this.#dispatch.take(stepId);
    this.#dispatch.repairing = true;
    this.#ledger.callsByWay[step.way]++;
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

  get learned(): Learned {
    const totals = this.#table.all.map((slot) => slot.total).filter((total) => total !== undefined);
    const rows = totals.reduce((sum, total) => sum + total, 0);
    const { sweepRows } = this.#ledger;
    return { keys: totals.length, rows, ...(sweepRows === undefined ? {} : { sweepTotal: sweepRows }) };
  }

  explain(): PlanExplanation {
    const { all, known } = this.#table;
    const used = new Set<Row>();
    for (const slot of all) slot.collectUsed(used);
    return explain(this.#request.ways, this.#ledger, {
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
    else if (this.#sweep.broken) this.#repair(open, this.#sweep.broken, this.#sweep.total ?? 0);
    else if (this.#sweep.complete) for (const slot of open) this.#table.closeSwept(slot, slot.seen);
    else this.#proceed(open, this.#sweep);
  }

  #begin(open: readonly Slot<Row>[]): void {
    const { knowledge, ways } = this.#request;
    const first = { offset: 0, limit: ways.pageSize };
    const direct = this.#directAtFirst;
    // Two direct calls lose at most one against any sweep, so they need no probe.
    const few = direct <= 2;
    if (knowledge?.sweepTotal === undefined) {
      if (few && !knowledge?.cachedPage?.(first)) this.#startDirect(open);
      else this.#startSweep([first]);
      return;
    }
    const pages = layPages(0, Math.max(1, knowledge.sweepTotal), ways.pageSize);
    const choice = look(this.#request, this.#position(open, pages, knowledge.sweepTotal));
    const cost = costOf(this.#request, pages);
    // Keys of unknown length may take far more calls than one each: then the memory alone does not decide.
    const certain = !open.some((slot) => slot.need.severalPages);
    if (choice.next === 'direct' && (few || (certain && cost >= TRUST * direct))) {
      this.#ledger.notes.push(`${pages.length} pages remembered`);
      this.#startDirect(open);
      return;
    }
    // Where the memory may be wrong enough to change the choice, one page tells the truth.
    const trusted = cost * TRUST <= direct ? Math.ceil(pages.length / TRUST) : 1;
    this.#startSweep(worth(this.#request, pages, Math.max(1, Math.min(choice.pages, trusted))));
  }

  #proceed(open: readonly Slot<Row>[], sweep: Sweep<Row>): void {
    const ahead = sweep.ahead();
    if (sweep.total === undefined) {
      // The end is not in sight: the sweep gets as many calls as the direct way would take.
      if (this.#sweepSpent < this.#directCost(open)) this.#issue(ahead);
      else this.#startDirect(open);
      return;
    }
    const position = this.#position(open, ahead, sweep.total);
    const choice = look(this.#request, position);
    this.#ledger.looks.push(recordOf(this.#request, position, choice));
    if (choice.next === 'direct') this.#discover(open);
    else this.#issue(choice.next === 'finish' ? ahead : worth(this.#request, ahead, choice.pages));
  }

  #position(open: readonly Slot<Row>[], ahead: readonly PageRange[], total: number): Position<Row> {
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

  #repair(open: readonly Slot<Row>[], why: string, rows: number): void {
    const pages = layPages(0, Math.max(1, rows), this.#request.ways.pageSize);
    const direct = this.#directCost(open);
    this.#dispatch.repairing = true;
    this.#readingsLeft--;
    if (this.#readingsLeft > 0 && pages.length < direct) {
      this.#ledger.notes.push(`${why}: read again`);
      for (const slot of this.#table.all) slot.resetSweep();
      this.#startSweep(pages);
    } else if (Number.isFinite(direct)) {
      this.#ledger.notes.push(`${why}: ${open.length} keys fetched directly`);
      this.#startDirect(open);
    } else {
      this.#ledger.notes.push(`${why}: rows may be missing`);
      for (const slot of open) this.#table.closeSwept(slot, slot.seen);
    }
  }

  #afterFailure(open: readonly Slot<Row>[], error: unknown, remedy: Remedy): void {
    if (remedy !== 'none' && Number.isFinite(this.#directCost(open))) {
      this.#ledger.notes.push(`a page failed: ${open.length} keys fetched directly`);
      this.#startDirect(open);
    } else for (const slot of open) this.#table.fail(slot, error);
  }

  // Keys that may need several points say so with their first page; only then is the choice final.
  #discover(open: readonly Slot<Row>[]): void {
    const several = directSeries(
      this.#request,
      open.filter((slot) => slot.need.severalPages),
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
      this.#ledger.notes.push(`${direct} more points for long listings against ${ahead.length} pages`);
      for (const { series } of held) for (const slot of series.slots) slot.inSeries = false;
      this.#issue(ahead);
      return;
    }
    for (const { series, pages } of held) this.#dispatch.addSeries(series, pages);
    this.#startDirect(open);
  }

  #acceptSweep(step: Step, page: Page<Row>): void {
    this.#sweepOutstanding--;
    this.#sweep?.accept(step, page);
    // Once an ordered listing has shifted, rows read later may have others missing before them.
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
      for (const slot of series.slots) this.#table.settle(slot);
    }
    if (this.#discovering?.size === 0) this.#endDiscovery();
  }

  #failSeries(series: Series<Row>, error: unknown, remedy: Remedy): void {
    const open = series.slots.filter((slot) => slot.state === 'open');
    const inBulk = series.way === 'bulk';
    // A second page of a series that has failed already changes nothing.
    if (series.abandoned) return;
    series.abandon();
    if (inBulk && remedy === 'split' && open.length > 1) {
      const halves = bulkSeries(this.#request, open, Math.ceil(open.length / 2));
      for (const half of halves) this.#start(half);
    } else if (inBulk && remedy === 'other-way' && this.#request.ways.point) {
      for (const point of pointSeries(this.#request, open)) this.#start(point);
    } else for (const slot of open) this.#table.fail(slot, error);
    this.#discovering?.delete(series);
    if (this.#discovering?.size === 0) this.#endDiscovery();
  }

  #startCachedPoints(): void {
    const { knowledge, ways } = this.#request;
    if (!knowledge?.cachedPoint || !ways.point) return;
    for (const series of pointSeries(this.#request, this.#table.waiting())) {
      for (const { key, lane } of series.slots) {
        if (knowledge.cachedPoint(key, lane, series.first)) this.#start(series);
      }
    }
  }

  /** Each kept bulk answer is read once more, for those of its keys that are wanted. */
  #startKeptBulk(): void {
    const { keptBulk } = this.#request.knowledge ?? {};
    if (!keptBulk) return;
    const byGroup = new Map<readonly string[], Slot<Row>[]>();
    for (const slot of this.#table.waiting()) {
      const group = keptBulk(slot.key, slot.lane);
      if (!group) continue;
      const slots = byGroup.get(group);
      if (slots) slots.push(slot);
      else byGroup.set(group, [slot]);
    }
    for (const [group, slots] of byGroup) {
      for (const series of bulkSeries(this.#request, slots, slots.length, group)) this.#start(series);
    }
  }

  #startDirect(open: readonly Slot<Row>[]): void {
    this.#readingsLeft = 0;
    for (const series of directSeries(this.#request, open)) this.#start(series);
  }

  #start(series: Series<Row>): void {
    for (const slot of series.slots) slot.inSeries = true;
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

  #directCost(slots: readonly Slot<Row>[]): number {
    return directCostOf(this.#request.ways, slots);
  }
}
