// Points and bulk calls: what they would cost for some keys, and the series that fetch them.

import type { KeyState } from './key-state.ts';
import { Series } from './series.ts';
import type { EdgeRequest, EdgeWays } from './types.ts';

/** Least number of calls for so many keys under one filter; a key may turn out to need more pages. */
export function directCost(ways: EdgeWays, keys: number): number {
  if (keys <= 0) return 0;
  const point = ways.point ? keys : Number.POSITIVE_INFINITY;
  const bulk = ways.bulk ? Math.ceil(keys / ways.bulk.maxKeys) : Number.POSITIVE_INFINITY;
  return Math.min(point, bulk);
}

export function directCostOf<Row>(ways: EdgeWays, keyStates: readonly KeyState<Row>[]): number {
  let cost = 0;
  for (const group of byFilter(keyStates)) cost += directCost(ways, group.length);
  return cost;
}

/** Bulk calls where they are fewer, else points. */
export function directSeries<Row>(
  request: EdgeRequest<Row>,
  keyStates: readonly KeyState<Row>[],
): Series<Row>[] {
  const { bulk, point } = request.ways;
  return byFilter(keyStates).flatMap((group) => {
    const inBulk = bulk !== undefined && (!point || directCost(request.ways, group.length) < group.length);
    return inBulk ? bulkSeries(request, group, bulk.maxKeys) : pointSeries(request, group);
  });
}

/** `keys` are those to ask for, where they are more than those of the keyStates. */
export function bulkSeries<Row>(
  request: EdgeRequest<Row>,
  keyStates: readonly KeyState<Row>[],
  maxKeys: number,
  keys?: readonly string[],
): Series<Row>[] {
  const { keyOf, idOf, ways } = request;
  const options = { way: 'bulk', pageSize: ways.pageSize, keyOf, idOf, ...(keys ? { keys } : {}) } as const;
  const series: Series<Row>[] = [];
  for (let at = 0; at < keyStates.length; at += maxKeys) {
    series.push(new Series(keyStates.slice(at, at + maxKeys), options));
  }
  return series;
}

export function pointSeries<Row>(
  request: EdgeRequest<Row>,
  keyStates: readonly KeyState<Row>[],
): Series<Row>[] {
  const { keyOf, idOf, ways } = request;
  const options = { way: 'point', pageSize: ways.pageSize, keyOf, idOf } as const;
  return keyStates.map((keyState) => new Series([keyState], options));
}

function byFilter<Row>(keyStates: readonly KeyState<Row>[]): (readonly KeyState<Row>[])[] {
  const filterKey = keyStates[0]?.filterKey;
  if (keyStates.every((keyState) => keyState.filterKey === filterKey))
    return keyStates.length > 0 ? [keyStates] : [];
  return [...Map.groupBy(keyStates, (keyState) => keyState.filterKey).values()];
}
