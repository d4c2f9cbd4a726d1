// What a plan knows beforehand, from sizes and the cache, and what it leaves for later plans and estimates.
import type { Edge, KeyedRow } from '../operations/edge.ts';
import type { EdgePlan, Statistics } from '../planner/planner.ts';
import type { Batch } from './batch.ts';
import { filterKey } from './filter-key.ts';
import type { Planning } from './plan-driver.ts';
import { pageScope, type Sizes } from './sizes.ts';

/** `filterOf` finds the filter of a batch by its key. */
export function statisticsOf<Filter, Row>(
  edge: Edge<Filter, Row>,
  filter: Filter,
  filterOf: (filterKey: string) => Filter,
  planning: Planning,
): Statistics {
  const { sizes, has } = planning;
  const { point, sweep } = edge;
  const cachedBulk = cachedBulkOf(edge, filterOf, planning);
  return {
    ...(cachedBulk ? { cachedBulk } : {}),
    ...sizes.of(edge, filterKey(filter)),
    ...(point ? { cachedPoint: (key, name, range) => has(point(key, filterOf(name), range)) } : {}),
    ...(sweep ? { cachedPage: (range) => has(sweep.request(filter, range)) } : {}),
  };
}

/** Finds the keys that a key was asked for with, where that answer is still in the cache. */
function cachedBulkOf<Filter, Row>(
  { name: edge, bulk }: Edge<Filter, Row>,
  filterOf: (filterKey: string) => Filter,
  { has, keySets }: Planning,
): Statistics['cachedBulk'] {
  if (!bulk || !keySets) return undefined;
  const cached = new Map<readonly string[], boolean>();
  return (key, name) => {
    const keys = keySets.of(edge, name, key);
    if (!keys) return undefined;
    if (!cached.has(keys)) cached.set(keys, has(bulk.request(keys, filterOf(name))));
    return cached.get(keys) ? keys : undefined;
  };
}

/** How many rows pages of this length brought on average, for the estimate of what stands below them. */
export function observeYield<Row>(
  { filterKey: name, demands }: Batch<unknown, Row>,
  plan: EdgePlan<KeyedRow<Row>>,
  edge: Parameters<Sizes['observe']>[0],
  sizes: Sizes,
): void {
  const [first] = demands;
  if (!first || first.rows < 2 || !Number.isFinite(first.rows)) return;
  const length = first.rows;
  let keys = 0;
  let rows = 0;
  for (const demand of demands) {
    const answer = demand.rows === length && demand.offset === 0 ? plan.answer(demand) : undefined;
    if (!answer?.ok) continue;
    keys++;
    rows += answer.rows.length;
  }
  sizes.observe(edge, pageScope(name, length), { keys, rows });
}
