import type { Edge } from '../operations/edge.ts';
import { planSemiJoin, type SemiJoinStep } from '../planner/planner.ts';
import type { Batch } from './batch.ts';
import { drive, type Planning } from './plan-driver.ts';

const NONE: ReadonlySet<string> = new Set();

/** Keys that a listing of those with any rows does not show, where reading it saves more than it costs. */
export async function absentKeys<Filter, Row>(
  { present, name }: Edge<Filter, Row>,
  { filter, filterKey, demands }: Batch<Filter, Row>,
  planning: Planning,
): Promise<ReadonlySet<string>> {
  if (!present) return NONE;
  const { sizes, has, noted } = planning;
  const population = sizes.of(present, filterKey).population;
  const join = planSemiJoin({
    keys: [...new Set(demands.map(({ key }) => key))],
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
  if (join.total !== undefined)
    sizes.observe(present, filterKey, { sweepTotal: join.total, keys: 0, rows: 0 });
  noted(`${name}: ${join.explain()}`);
  return join.empty;
}
