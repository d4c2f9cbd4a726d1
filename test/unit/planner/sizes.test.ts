import { expect, it } from 'vitest';
import { SizeMemory, type SizeScope } from '../../../src/planner/planner.ts';

const scope = (tenant: string, filter = '[]'): SizeScope => ({
  tenant,
  operation: 'ListCustomerOrders',
  filter,
});

it('remembers totals and rows per key of one scope only', () => {
  const sizes = new SizeMemory();
  sizes.observe(scope('a'), { sweepTotal: 1_650, keys: 10, rows: 80 }, 0);
  sizes.observe(scope('a'), { keys: 10, rows: 40 }, 1);
  expect(sizes.statistics(scope('a'), 2)).toEqual({ sweepTotal: 1_650, rowsPerKey: 6 });
  expect(sizes.statistics(scope('b'), 2)).toEqual({});
  expect(sizes.statistics(scope('a', '["status"]'), 2)).toEqual({});
});

it('forgets what is old, each figure by itself', () => {
  const sizes = new SizeMemory({ maxAgeMs: 1_000 });
  sizes.observe(scope('a'), { sweepTotal: 50, keys: 0, rows: 0 }, 0);
  sizes.observe(scope('a'), { keys: 4, rows: 8 }, 900);
  expect(sizes.statistics(scope('a'), 1_000)).toEqual({ sweepTotal: 50, rowsPerKey: 2 });
  expect(sizes.statistics(scope('a'), 1_001)).toEqual({ rowsPerKey: 2 });
  expect(sizes.statistics(scope('a'), 2_000)).toEqual({});
});

it('keeps no more scopes than allowed, the recently used ones', () => {
  const sizes = new SizeMemory({ maxScopes: 2 });
  for (const tenant of ['a', 'b']) sizes.observe(scope(tenant), { sweepTotal: 1, keys: 0, rows: 0 }, 0);
  sizes.statistics(scope('a'), 0);
  sizes.observe(scope('c'), { sweepTotal: 1, keys: 0, rows: 0 }, 0);
  expect(sizes.scopes).toBe(2);
  expect(sizes.statistics(scope('a'), 0)).toEqual({ sweepTotal: 1 });
  expect(sizes.statistics(scope('b'), 0)).toEqual({});
});

it('follows a tenant whose customers grow', () => {
  const sizes = new SizeMemory();
  sizes.observe(scope('a'), { keys: 100_000, rows: 100_000 }, 0);
  for (let turn = 1; turn <= 5; turn++) sizes.observe(scope('a'), { keys: 500, rows: 5_000 }, turn);
  expect(sizes.statistics(scope('a'), 5).rowsPerKey).toBeGreaterThan(9);
});
