import { expect, it } from 'vitest';
import { type EdgeWays, estimateEdge } from '../../../src/planner/planner.ts';

const ways: EdgeWays = {
  edge: 'e',
  operation: 'o',
  pageSize: 100,
  hasTotal: true,
  point: true,
  sweep: { ordered: true },
};

it('bounds a plan by its points and one probe', () => {
  expect(estimateEdge(ways, 100)).toEqual({ upper: 101, expected: 100 });
  expect(estimateEdge(ways, 100, { sweepTotal: 1_650 })).toEqual({ upper: 101, expected: 17 });
  expect(estimateEdge(ways, 2)).toEqual({ upper: 2, expected: 2 });
  expect(estimateEdge(ways, 0)).toEqual({ upper: 0, expected: 0 });
});

it('counts bulk calls, and the pages of keys that may fill several', () => {
  const { sweep: _, ...direct } = ways;
  expect(estimateEdge({ ...direct, point: false, bulk: { maxKeys: 100 } }, 250)).toEqual({
    upper: 3,
    expected: 3,
  });
  expect(estimateEdge(direct, 10, {}, 4)).toEqual({ upper: 40, expected: 10 });
});
