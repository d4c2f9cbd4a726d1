// Points and bulk calls: what they would cost for some keys, and the series that fetch them.

import type { Slot } from './key-state.ts';
import { Series } from './series.ts';
import type { EdgeRequest, EdgeWays } from './types.ts';

/** Least number of calls for so many keys of one lane; a key may turn out to need more pages. */
export function directCost(ways: EdgeWays, keys: number): number {
  if (keys <= 0) return 0;
  const point = ways.point ? keys : Number.POSITIVE_INFINITY;
  const bulk = ways.bulk ? Math.ceil(keys / ways.bulk.maxKeys) : Number.POSITIVE_INFINITY;
  return Math.min(point, bulk);
}

export function directCostOf<Row>(ways: EdgeWays, slots: readonly Slot<Row>[]): number {
  let cost = 0;
  for (const lane of byLane(slots)) cost += directCost(ways, lane.length);
  return cost;
}

/** Bulk calls where they are fewer, else points. */
export function directSeries<Row>(request: EdgeRequest<Row>, slots: readonly Slot<Row>[]): Series<Row>[] {
  const { bulk, point } = request.ways;
  return byLane(slots).flatMap((lane) => {
    const inBulk = bulk !== undefined && (!point || directCost(request.ways, lane.length) < lane.length);
    return inBulk ? bulkSeries(request, lane, bulk.maxKeys) : pointSeries(request, lane);
  });
}

/** `keys` are those to ask for, where they are more than those of the slots. */
export function bulkSeries<Row>(
  request: EdgeRequest<Row>,
  slots: readonly Slot<Row>[],
  maxKeys: number,
  keys?: readonly string[],
): Series<Row>[] {
  const { keyOf, idOf, ways } = request;
  const options = { way: 'bulk', pageSize: ways.pageSize, keyOf, idOf, ...(keys ? { keys } : {}) } as const;
  const series: Series<Row>[] = [];
  for (let at = 0; at < slots.length; at += maxKeys) {
    series.push(new Series(slots.slice(at, at + maxKeys), options));
  }
  return series;
}

export function pointSeries<Row>(request: EdgeRequest<Row>, slots: readonly Slot<Row>[]): Series<Row>[] {
  const { keyOf, idOf, ways } = request;
  const options = { way: 'point', pageSize: ways.pageSize, keyOf, idOf } as const;
  return slots.map((slot) => new Series([slot], options));
}

function byLane<Row>(slots: readonly Slot<Row>[]): (readonly Slot<Row>[])[] {
  const lane = slots[0]?.lane;
  if (slots.every((slot) => slot.lane === lane)) return slots.length > 0 ? [slots] : [];
  return [...Map.groupBy(slots, (slot) => slot.lane).values()];
}
