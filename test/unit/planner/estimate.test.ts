import { expect, it } from 'vitest';
import { type EdgeWays, estimateEdge, estimateSemiJoin, expectedUpTo } from '../../../src/planner/planner.ts';

const ways: EdgeWays = {
  edge: 'e',
  operation: 'o',
  pageSize: 100,
  hasTotal: true,
  point: true,
  sweep: { ordered: true },
};
const { sweep: _, ...direct } = ways;
const keys = (count: number) => ({ upper: count, expected: count });

it('bounds a plan by its points and one probe', () => {
  const hundred = { keys: keys(100), rows: 5 };
  expect(estimateEdge(ways, hundred)).toMatchObject({ upper: 101, direct: 100, sweep: null });
  const known = { ...hundred, statistics: { sweepTotal: 6_000 } };
  expect(estimateEdge(ways, known)).toMatchObject({ upper: 101, expected: 60, sweep: 60 });
  expect(estimateEdge(ways, { keys: keys(1), rows: 5 })).toMatchObject({ upper: 1, expected: 1 });
  expect(estimateEdge(ways, { keys: keys(0), rows: 5 })).toMatchObject({ upper: 0, expected: 0 });
});

it('lets a listing that is remembered as short have grown', () => {
  const load = { keys: keys(100), rows: 5, statistics: { sweepTotal: 1_650 } };
  expect(estimateEdge(ways, load)).toMatchObject({ upper: 117, expected: 17 });
});

it('leaves a listing alone that is remembered as twice as long as the points', () => {
  const load = { keys: keys(20), rows: 5, statistics: { sweepTotal: 16_000 } };
  expect(estimateEdge(ways, load).expected).toBe(20);
});

it('expects less of a sweep whose first pages are likely to close the keys', () => {
  const load = { keys: keys(30), rows: 1, statistics: { sweepTotal: 2_500, population: 50 } };
  expect(estimateEdge(ways, load).expected).toBeLessThan(15);
});

it('counts bulk calls, and the pages of keys that may fill several', () => {
  const bulk: EdgeWays = { ...direct, point: false, bulk: { maxKeys: 100 } };
  expect(estimateEdge(bulk, { keys: keys(250), rows: 1 })).toMatchObject({ upper: 3, expected: 3 });
  expect(estimateEdge(bulk, { keys: keys(250), rows: 1, dispatches: 2 }).upper).toBe(4);
  expect(estimateEdge(bulk, { keys: keys(9), rows: 1, perKeyFilter: true }).upper).toBe(9);
  const long = { keys: keys(10), rows: 400, statistics: { rowsPerKey: 100 } };
  expect(estimateEdge(direct, long)).toMatchObject({ upper: 40, expected: 10 });
});

it('bounds all rows of a key by the listing, once that is known', () => {
  const all = { keys: keys(10), rows: Number.POSITIVE_INFINITY };
  expect(estimateEdge(direct, all).upper).toBe(Number.POSITIVE_INFINITY);
  expect(estimateEdge(direct, { ...all, statistics: { sweepTotal: 300 } }).upper).toBe(16);
});

it('prunes keys by a listing that pays', () => {
  const pays = estimateSemiJoin(keys(100), { pageSize: 100, total: 100, population: 1_000 });
  expect(pays).toEqual({ calls: { upper: 51, expected: 1 }, keys: { upper: 100, expected: 10 } });
  const vain = estimateSemiJoin(keys(10), { pageSize: 100, total: 990, population: 1_000 });
  expect(vain.keys.expected).toBe(10);
  expect(estimateSemiJoin(keys(2), { pageSize: 100 }).calls.upper).toBe(0);
});

it('takes every order of magnitude for as likely where nothing is known', () => {
  expect(expectedUpTo(1)).toBe(1);
  expect(expectedUpTo(100)).toBeCloseTo(47.7, 1);
});
