import DataLoader from 'dataloader';
import { type Edge, type KeyedRow, type ReadRequest, waysOf } from '../operations/edge.ts';
import { type EdgePlan, type PlanExplanation, planEdge, type Step } from '../planner/planner.ts';
import { type Batch, type Outcome, oneByOneOf, togetherOf } from './batch.ts';
import { PlanDamage, strayRows } from './damage-report.ts';
import { type FilterGroup, groupBatches } from './filter-groups.ts';
import { filterKey } from './filter-key.ts';
import { absentKeys } from './key-pruning.ts';
import type { Level } from './level.ts';
import { drive, type Planning } from './plan-driver.ts';
import { observeYield, statisticsOf } from './plan-statistics.ts';
import type { Asked } from './row-ownership.ts';
import { type Slice, shownRows, type Window } from './window.ts';

/** What a loader loads: some rows of one key. */
export interface KeyWindow extends Window {
  readonly key: string;
}

/** The rows of one edge under one filter, for one request. */
export type RowLoader<Row> = DataLoader<KeyWindow, Slice<Row>, string>;

/** A loader and what it has loaded or is loading. */
export interface LoaderEntry<Row> {
  readonly loader: RowLoader<Row>;
  readonly loaded: ReadonlyMap<string, Promise<Slice<Row>>>;
}

export const cacheKeyOf = ({ key, offset, rows, needsTotal, needsNext }: KeyWindow): string =>
  `${offset} ${rows} ${needsTotal} ${needsNext} ${key}`;

/**
 * One edge within one request: a DataLoader for each filter. Batches that are dispatched with one level of the
 * query are planned together; the plan's calls are what loads them.
 */
export class EdgeLoads<Filter, Row> {
  readonly #edge: Edge<Filter, Row>;
  readonly #level: Level;
  readonly #planning: Planning;
  readonly #loaders = new Map<string, LoaderEntry<Row>>();
  #dispatched: Batch<Filter, Row>[] = [];

  constructor(edge: Edge<Filter, Row>, level: Level, planning: Planning) {
    this.#edge = planning.boundTo === undefined ? edge : withoutListings(edge);
    this.#level = level;
    this.#planning = planning;
  }

  of(filter: Filter): LoaderEntry<Row> {
    const name = filterKey(filter);
    const known = this.#loaders.get(name);
    if (known) return known;
    const loaded = new Map<string, Promise<Slice<Row>>>();
    const loader = new DataLoader<KeyWindow, Slice<Row>, string>(
      (keys) => this.#dispatch(name, filter, keys),
      {
        name: `${this.#edge.name} ${name}`,
        batchScheduleFn: this.#level.schedule,
        cacheKeyFn: cacheKeyOf,
        cacheMap: loaded,
      },
    );
    const entry = { loader, loaded };
    this.#loaders.set(name, entry);
    return entry;
  }

  #dispatch(
    name: string,
    filter: Filter,
    keys: readonly KeyWindow[],
  ): PromiseLike<ArrayLike<Slice<Row> | Error>> {
    const demands = keys.map((one) => ({ ...one, filterKey: name }));
    const results = this.#planning.early() ? oneByOneOf<Row>(demands) : togetherOf<Row>(demands);
    this.#planning.dispatched();
    if (this.#dispatched.push({ filterKey: name, filter, demands, results }) === 1) {
      this.#level.afterDispatch(() => this.#plan(this.#dispatched.splice(0)));
    }
    // A value may be a promise of one: DataLoader resolves each load with its own, and so waits for no other.
    return results.values as PromiseLike<ArrayLike<Slice<Row> | Error>>;
  }

  /** Plans the batches and makes the calls; settles every load. Never rejects. */
  #plan(batches: readonly Batch<Filter, Row>[]): void {
    const planning = this.#planning;
    for (const group of groupBatches(this.#edge, batches, planning.sizes)) {
      const observed = planning.observe?.(this.#edge.name);
      if (!observed) {
        void this.#run(group, planning);
        continue;
      }
      let explain: (() => PlanExplanation) | undefined;
      const planned: Planning['planned'] = (one) => {
        explain = one;
        planning.planned(one);
      };
      const { read } = observed;
      void this.#run(group, { ...planning, read, planned }).then(() => observed.ended(explain?.()));
    }
  }

  async #run(group: FilterGroup<Filter, Row>, planning: Planning): Promise<void> {
    try {
      await this.#load(group, planning);
    } catch (error) {
      for (const { results } of group.batches) results.settleAll(() => toError(error));
    }
  }

  async #load({ filter, batches }: FilterGroup<Filter, Row>, planning: Planning): Promise<void> {
    const edge = this.#edge;
    const [first] = batches;
    const empty = first && batches.length === 1 ? await absentKeys(edge, first, planning) : undefined;
    const byName = new Map(batches.map((batch) => [batch.filterKey, batch]));
    const filterOf = (name: string): Filter => byName.get(name)?.filter ?? filter;
    const plan = planEdge<KeyedRow<Row>>({
      ways: waysOf(edge),
      demands: batches.flatMap(({ demands }) => demands),
      statistics: { ...statisticsOf(edge, filter, filterOf, planning), ...(empty ? { empty } : {}) },
      keyOf: (row) => row.key,
      idOf: (row) => row.id,
      filterGroups: this.#predicates(batches, filterKey(filter)),
    });
    planning.planned(() => plan.explain());
    const damaged = new PlanDamage(planning.damage);
    const outcomeOf = (demand: Parameters<typeof plan.answer>[0]) =>
      toOutcome(plan.answer(demand), edge.name, damaged.of(demand.key));
    const settle = (demands: ReturnType<typeof plan.accept>): void => {
      for (const demand of demands) {
        byName.get(demand.filterKey ?? '')?.results.settle(demand, () => outcomeOf(demand));
      }
    };
    await drive<Step, Row>(
      {
        next: () => plan.next(),
        request: (step) => this.#requestOf(step, filter, filterOf),
        asked,
        accept: (step, { rows, total, damage }, cached) => {
          if (damage) damaged.add(step.way === 'point' ? step.key : undefined, damage);
          const strays = step.way === 'point' ? undefined : strayRows(edge.operation.name, rows);
          if (strays) damaged.add(undefined, strays);
          if (step.way === 'bulk' && !cached)
            planning.keySets?.remember(edge.name, step.filterKey, step.keys);
          settle(plan.accept(step.id, { rows, cached, ...(total === undefined ? {} : { total }) }));
        },
        fail: ({ id }, error, remedy) => settle(plan.fail(id, error, remedy)),
      },
      planning,
    );
    for (const { results } of batches) results.settleAll(outcomeOf);
    planning.sizes.observe(edge, filterKey(filter), plan.observation);
    for (const batch of batches) observeYield(batch, plan, edge, planning.sizes);
  }

  /** A sweep carries the widest filter, so that the others are applied to its rows here. */
  #predicates(batches: readonly Batch<Filter, Row>[], widest: string) {
    const { local } = this.#edge;
    return new Map(
      batches.map(({ filterKey: name, filter }) => [
        name,
        (keyed: KeyedRow<Row>) =>
          name === widest || 'isLost' in keyed || (local?.accepts(filter, keyed.row) ?? true),
      ]),
    );
  }

  #requestOf(step: Step, filter: Filter, filterOf: (filterKey: string) => Filter): ReadRequest<Row> {
    const { name, point, bulk, sweep } = this.#edge;
    const range = { offset: step.offset, limit: step.limit };
    if (step.way === 'sweep' && sweep) return sweep.request(filter, range);
    if (step.way === 'point' && point) return point(step.key, filterOf(step.filterKey), range);
    if (step.way === 'bulk' && bulk) return bulk.request(step.keys, filterOf(step.filterKey));
    throw new Error(`expected a way that ${name} has, got ${step.way}`);
  }
}

function asked(step: Step): Asked {
  if (step.way === 'sweep') return {};
  return step.way === 'point' ? { key: step.key } : { keys: step.keys };
}

/** The edge with the ways that ask for its keys alone, where it has any. */
function withoutListings<Filter, Row>(edge: Edge<Filter, Row>): Edge<Filter, Row> {
  if (!edge.point && !edge.bulk) return edge;
  const { sweep: _sweep, present: _present, ...others } = edge;
  return others;
}

function toOutcome<Row>(
  answer: ReturnType<EdgePlan<KeyedRow<Row>>['answer']>,
  edge: string,
  damage: Pick<Slice<Row>, 'damage'>,
): Outcome<Row> {
  if (!answer) return new Error(`expected an answer for every key of ${edge}, got none for one`);
  if (!answer.ok) return toError(answer.error);
  const { rows, total, hasNext } = answer;
  return { ...shownRows(rows), ...damage, total, hasNext };
}

function toError(reason: unknown): Error {
  return reason instanceof Error
    ? reason
    : new Error('expected an Error as the reason of a failed load', { cause: reason });
}
