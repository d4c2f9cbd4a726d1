import { type Edge, waysOf } from '../operations/edge.ts';
import { groupDemands } from '../planner/planner.ts';
import type { Batch } from './batch.ts';
import type { Sizes } from './sizes.ts';

/** Batches that one plan serves: its sweep carries `filter`, which each of them contains. */
export interface FilterGroup<Filter, Row> {
  readonly filter: Filter;
  readonly batches: readonly Batch<Filter, Row>[];
}

/** Puts batches together where a sweep under the widest of their filters brings the rows of all. */
export function groupBatches<Filter, Row>(
  edge: Edge<Filter, Row>,
  batches: readonly Batch<Filter, Row>[],
  sizes: Sizes,
): readonly FilterGroup<Filter, Row>[] {
  const { local } = edge;
  const alone = (batch: Batch<Filter, Row>) => ({ filter: batch.filter, batches: [batch] });
  if (!local || batches.length === 1) return batches.map(alone);
  const sized = batches.flatMap((batch) => {
    const conditions = local.conditions(batch.filter);
    const { sweepTotal } = sizes.of(edge, batch.filterKey);
    const keys = new Set(batch.demands.map(({ key }) => key)).size;
    return conditions
      ? [{ batch, filter: conditions, keys, ...(sweepTotal === undefined ? {} : { sweepTotal }) }]
      : [];
  });
  const grouped = new Set(sized.map(({ batch }) => batch));
  return [
    ...groupDemands(waysOf(edge), sized).flatMap(({ members }) => {
      const [widest] = members;
      return widest ? [{ filter: widest.batch.filter, batches: members.map(({ batch }) => batch) }] : [];
    }),
    ...batches.filter((batch) => !grouped.has(batch)).map(alone),
  ];
}
