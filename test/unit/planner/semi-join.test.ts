import { expect, it } from 'vitest';
import { planSemiJoin, type SemiJoin } from '../../../src/planner/planner.ts';
import { keyName } from '../../support/planner/world.ts';

const keys = (count: number, from = 0) => Array.from({ length: count }, (_, index) => keyName(from + index));

/** Answers from a listing; returns the number of calls. */
function drive(join: SemiJoin, listed: readonly string[], shift = 0): number {
  let calls = 0;
  for (let steps = join.next(); steps.length > 0; steps = join.next()) {
    for (const { id, offset, limit } of steps) {
      const at = calls++ > 0 ? offset + shift : offset;
      join.accept(id, { rows: listed.slice(at, at + limit), total: listed.length });
    }
  }
  return calls;
}

it('prunes the keys that a short listing does not show', () => {
  const join = planSemiJoin({ keys: keys(50), pageSize: 100 });
  expect(drive(join, keys(60, 30))).toBe(1);
  expect([...join.empty]).toEqual(keys(30));
  expect(join.explain()).toBe('semi-join of 50 keys: pages listed: 1, 30 pruned');
});

it('reads on when the population says that most keys are not listed', () => {
  const join = planSemiJoin({ keys: keys(100), pageSize: 100, population: 2_000 });
  expect(drive(join, keys(600, 70))).toBe(6);
  expect(join.empty.size).toBe(70);
});

it('stops after the probe when the listing is long against what it could save', () => {
  const join = planSemiJoin({ keys: keys(20), pageSize: 100, population: 2_000 });
  expect(drive(join, keys(1_500))).toBe(1);
  expect(join.empty.size).toBe(0);
  expect(join.explain()).toContain('nothing pruned: 14 pages to save about');
});

it('makes no call for one or two keys', () => {
  expect(drive(planSemiJoin({ keys: keys(2), pageSize: 100 }), [])).toBe(0);
});

it('costs nothing from the cache, so even one key is worth it', () => {
  const join = planSemiJoin({ keys: keys(1), pageSize: 100, cachedPage: () => true });
  expect(drive(join, keys(10, 5))).toBe(1);
  expect(join.empty.size).toBe(1);
});

it('prunes nothing when the listing shifted or a page failed', () => {
  const shifted = planSemiJoin({ keys: keys(90), pageSize: 10, population: 1_000 });
  drive(shifted, keys(45, 80), 1);
  expect(shifted.empty.size).toBe(0);
  const failed = planSemiJoin({ keys: keys(50), pageSize: 100 });
  for (const { id } of failed.next()) failed.fail(id);
  expect(failed.done).toBe(true);
  expect(failed.empty.size).toBe(0);
});
