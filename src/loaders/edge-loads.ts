import type { Edge, KeyedRow, ReadRequest } from '../operations/edge.ts';
import {
  type Demand,
  type EdgePlan,
  type EdgeWays,
  groupDemands,
  type PlanExplanation,
  planEdge,
  planSemiJoin,
  type SemiJoinStep,
  type Statistics,
  type Step,
} from '../planner/planner.ts';
import { filterKey } from './filter-key.ts';
import { type Access, drive } from './plan-driver.ts';
import { pageScope, type Sizes } from './sizes.ts';
import type { Slice, Window } from './window.ts';

interface Waiter<Row> {
  readonly demand: Demand;
  readonly resolve: (slice: Slice<Row>) => void;
  readonly reject: (reason: unknown) => void;
}

/** Loads under one filter. */
interface FilterGroup<Filter, Row> {
  readonly name: string;
  readonly filter: Filter;
  readonly waiters: Waiter<Row>[];
}

/** What plans are made with, beside the loads themselves. */
export interface Planning extends Access {
  readonly sizes: Sizes;
  /** Told of each call that makes up for another that failed, or for a listing that shifted. */
  readonly repaired: () => void;
  /** Told of each plan when it begins; the explanation is made when somebody wants it. */
  readonly planned: (explain: () => PlanExplanation) => void;
  /** Told of listings that were read to prune keys. */
  readonly noted: (text: string) => void;
  /**
   * Whether each load is settled as soon as its rows are there. Otherwise all loads of a plan are settled
   * together, so that what they lead to is one level again and joins one plan.
   */
  readonly early: () => boolean;
}

/** All loads of one edge within a level of the query, by filter. */
export class EdgeLoads<Filter, Row> {
  readonly #edge: Edge<Filter, Row>;
  readonly #groups = new Map<string, FilterGroup<Filter, Row>>();

  constructor(edge: Edge<Filter, Row>) {
    this.#edge = edge;
  }

  /** What `read` makes of the key's rows: read here, because a promise more for each key would be felt. */
  load<T>(key: string, filter: Filter, window: Window, read: (slice: Slice<Row>) => T): Promise<T> {
    const name = filterKey(filter);
    let group = this.#groups.get(name);
    if (!group) {
      group = { name, filter, waiters: [] };
      this.#groups.set(name, group);
    }
    const { waiters } = group;
    const { offset, rows, needsTotal, needsNext } = window;
    const demand = { key, group: name, offset, rows, needsTotal, needsNext };
    return new Promise((resolve, reject) => {
      waiters.push({ demand, resolve: (slice) => resolve(read(slice)), reject });
    });
  }

  /** Plans the loads and makes the calls; settles every load. Never rejects. */
  run(planning: Planning): void {
    for (const { filter, groups } of this.#clusters(planning)) {
      const observed = planning.observe?.(this.#edge.name);
      if (!observed) {
        void this.#runCluster(filter, groups, planning);
        continue;
      }
      let explain: (() => PlanExplanation) | undefined;
      const planned: Planning['planned'] = (one) => {
        explain = one;
        planning.planned(one);
      };
      const { read } = observed;
      void this.#runCluster(filter, groups, { ...planning, read, planned }).then(() =>
        observed.ended(explain?.()),
      );
    }
  }

  /** Lanes that one plan should serve, because the sweep under the widest of their filters brings all. */
  #clusters({ sizes }: Planning): { filter: Filter; groups: FilterGroup<Filter, Row>[] }[] {
    const groups = [...this.#groups.values()];
    const { local } = this.#edge;
    const alone = (group: FilterGroup<Filter, Row>) => ({ filter: group.filter, groups: [group] });
    if (!local || groups.length === 1) return groups.map(alone);
    const sized = groups.flatMap((group) => {
      const conditions = local.conditions(group.filter);
      const { sweepTotal } = sizes.of(this.#edge, group.name);
      const keys = new Set(group.waiters.map((waiter) => waiter.demand.key)).size;
      return conditions
        ? [{ group, filter: conditions, keys, ...(sweepTotal === undefined ? {} : { sweepTotal }) }]
        : [];
    });
    const clustered = new Set(sized.map(({ group }) => group));
    return [
      ...groupDemands(this.#ways(), sized).flatMap(({ members }) => {
        const [widest] = members;
        return widest ? [{ filter: widest.group.filter, groups: members.map(({ group }) => group) }] : [];
      }),
      ...groups.filter((group) => !clustered.has(group)).map(alone),
    ];
  }

  async #runCluster(
    filter: Filter,
    groups: readonly FilterGroup<Filter, Row>[],
    planning: Planning,
  ): Promise<void> {
    const edge = this.#edge;
    const waiters = groups.flatMap((group) => group.waiters);
    try {
      const [first] = groups;
      const empty = first && groups.length === 1 ? await this.#absent(first, planning) : new Set<string>();
      const filters = new Map(groups.map((group) => [group.name, group.filter]));
      const sweepKey = filterKey(filter);
      const plan = planEdge<KeyedRow<Row>>({
        ways: this.#ways(),
        demands: waiters.map((waiter) => waiter.demand),
        statistics: { ...this.#statistics(filter, filters, planning), empty },
        keyOf: (row) => row.key,
        idOf: (row) => row.id,
        filterGroups: new Map(
          groups.map((group) => [group.name, (row) => this.#accepts(group, sweepKey, row.row)]),
        ),
      });
      planning.planned(() => plan.explain());
      let byDemand: Map<Demand, Waiter<Row>> | undefined;
      const settled = (demands: readonly Demand[]): void => {
        if (!planning.early()) return;
        byDemand ??= new Map(waiters.map((waiter) => [waiter.demand, waiter]));
        for (const demand of demands) {
          const waiter = byDemand.get(demand);
          if (waiter) settle(waiter, plan, edge.name);
        }
      };
      await drive<Step, Row>(
        {
          next: () => plan.next(),
          request: (step) => this.#request(step, filter, filters),
          accept: (step, { rows, total }, cached) => {
            if (step.way === 'bulk' && !cached)
              planning.keySets?.remember(edge.name, step.filterKey, step.keys);
            settled(plan.accept(step.id, { rows, cached, ...(total === undefined ? {} : { total }) }));
          },
          fail: ({ id }, error, remedy) => settled(plan.fail(id, error, remedy)),
        },
        planning,
      );
      for (const waiter of waiters) settle(waiter, plan, edge.name);
      planning.sizes.observe(edge, sweepKey, plan.observation);
      for (const group of groups) observeYield(group, plan, edge, planning.sizes);
    } catch (error) {
      for (const waiter of waiters) waiter.reject(error);
    }
  }

  #ways(): EdgeWays {
    const { name, operation, pageSize, point, bulk, sweep } = this.#edge;
    return {
      edge: name,
      operation: operation.name,
      pageSize,
      hasTotal: operation.paging !== undefined && operation.paging.total !== null,
      point: point !== undefined,
      ...(bulk ? { bulk: { maxKeys: bulk.maxKeys } } : {}),
      ...(sweep ? { sweep: { ordered: sweep.ordered } } : {}),
    };
  }

  #accepts(group: FilterGroup<Filter, Row>, sweepKey: string, row: Row): boolean {
    return group.name === sweepKey || (this.#edge.local?.accepts(group.filter, row) ?? true);
  }

  #request(step: Step, filter: Filter, filters: ReadonlyMap<string, Filter>): ReadRequest<Row> {
    const { name, point, bulk, sweep } = this.#edge;
    const range = { offset: step.offset, limit: step.limit };
    if (step.way === 'sweep' && sweep) return sweep.request(filter, range);
    const own = step.way === 'sweep' ? filter : (filters.get(step.filterKey) ?? filter);
    if (step.way === 'point' && point) return point(step.key, own, range);
    if (step.way === 'bulk' && bulk) return bulk.request(step.keys, own);
    throw new Error(`expected a way that ${name} has, got ${step.way}`);
  }

  #statistics(filter: Filter, filters: ReadonlyMap<string, Filter>, planning: Planning): Statistics {
    const { sizes, has } = planning;
    const { point, sweep } = this.#edge;
    const keptBulk = this.#cachedBulk(filter, filters, planning);
    return {
      ...(keptBulk ? { cachedBulk: keptBulk } : {}),
      ...sizes.of(this.#edge, filterKey(filter)),
      ...(point
        ? { cachedPoint: (key, group, range) => has(point(key, filters.get(group) ?? filter, range)) }
        : {}),
      ...(sweep ? { cachedPage: (range) => has(sweep.request(filter, range)) } : {}),
    };
  }

  /** Finds the keys that a key was asked for with, where that answer is still kept. */
  #cachedBulk(
    filter: Filter,
    filters: ReadonlyMap<string, Filter>,
    { has, keySets }: Planning,
  ): Statistics['cachedBulk'] {
    const { name: edgeName, bulk } = this.#edge;
    if (!bulk || !keySets) return undefined;
    const cached = new Map<readonly string[], boolean>();
    return (key, name) => {
      const keys = keySets.of(edgeName, name, key);
      if (!keys) return undefined;
      if (!cached.has(keys)) cached.set(keys, has(bulk.request(keys, filters.get(name) ?? filter)));
      return cached.get(keys) ? keys : undefined;
    };
  }

  /** Keys that a listing of those with any rows does not show, where reading it saves more than it costs. */
  async #absent(
    { filter, name, waiters }: FilterGroup<Filter, Row>,
    planning: Planning,
  ): Promise<ReadonlySet<string>> {
    const { present, name: edgeName } = this.#edge;
    if (!present) return new Set();
    const { sizes, has, noted } = planning;
    const keys = [...new Set(waiters.map((waiter) => waiter.demand.key))];
    const { population } = sizes.of(this.#edge, name);
    const join = planSemiJoin({
      keys,
      pageSize: present.pageSize,
      ...(population === undefined ? {} : { population }),
      cachedPage: (range) => has(present.request(filter, range)),
    });
    await drive<SemiJoinStep, unknown>(
      {
        next: () => join.next(),
        request: ({ offset, limit }) => present.request(filter, { offset, limit }),
        accept: ({ id }, { rows, total }, cached) =>
          join.accept(id, {
            rows: rows.map((row) => row.key),
            cached,
            ...(total === undefined ? {} : { total }),
          }),
        fail: ({ id }) => join.fail(id),
      },
      planning,
    );
    if (join.total !== undefined) {
      sizes.observe(present, filterKey(filter), { sweepTotal: join.total, keys: 0, rows: 0 });
    }
    noted(`${edgeName}: ${join.explain()}`);
    return join.empty;
  }
}

/** How many rows pages of this length brought on average, for the estimate of what stands below them. */
function observeYield<Row>(
  { name, waiters }: FilterGroup<unknown, Row>,
  plan: EdgePlan<KeyedRow<Row>>,
  edge: Parameters<Sizes['observe']>[0],
  sizes: Sizes,
): void {
  const [first] = waiters;
  if (!first || first.demand.rows < 2 || !Number.isFinite(first.demand.rows)) return;
  const length = first.demand.rows;
  let keys = 0;
  let rows = 0;
  for (const { demand } of waiters) {
    const answer = demand.rows === length && demand.offset === 0 ? plan.answer(demand) : undefined;
    if (!answer?.ok) continue;
    keys++;
    rows += answer.rows.length;
  }
  sizes.observe(edge, pageScope(name, length), { keys, rows });
}

function settle<Row>(
  { demand, resolve, reject }: Waiter<Row>,
  plan: EdgePlan<KeyedRow<Row>>,
  edge: string,
): void {
  const answer = plan.answer(demand);
  if (!answer) reject(new Error(`expected an answer for every key of ${edge}, got none for one`));
  else if (!answer.ok) reject(answer.error);
  else {
    resolve({
      rows: answer.rows.map((keyed) => keyed.row),
      total: answer.total,
      hasNext: answer.hasNext,
    });
  }
}
