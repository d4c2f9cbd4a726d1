import { describe, expect, it } from 'vitest';
import { backoffMs, createRetryBudget } from '../../../src/call/retry.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const spendAll = (budget: ReturnType<typeof createRetryBudget>): number => {
  let spent = 0;
  while (spent < 10_000 && budget.spend()) spent += 1;
  return spent;
};

describe('the wait before a retry', () => {
  it('grows up to two seconds, with full jitter', () => {
    const longest = () => 1;
    expect([1, 2, 3, 4, 5, 9].map((attempt) => backoffMs(attempt, longest))).toEqual([
      200, 400, 800, 1600, 2000, 2000,
    ]);
    expect(backoffMs(3, () => 0)).toBe(0);
    expect(backoffMs(3, () => 0.5)).toBe(400);
  });
});

describe('the retry budget', () => {
  it('lets a quiet gateway retry ten times', () => {
    expect(spendAll(createRetryBudget(new FakeClock()))).toBe(10);
  });

  it('grants a fifth of the calls on top', () => {
    const budget = createRetryBudget(new FakeClock());
    for (let call = 0; call < 100; call++) budget.earn();
    expect(spendAll(budget)).toBe(30);
    for (let call = 0; call < 50; call++) budget.earn();
    expect(spendAll(budget)).toBe(10);
  });

  it('remembers the last ten to twenty seconds', async () => {
    const clock = new FakeClock();
    const budget = createRetryBudget(clock);
    expect(spendAll(budget)).toBe(10);
    await clock.advance(10_000);
    expect(spendAll(budget)).toBe(0);
    await clock.advance(10_000);
    expect(spendAll(budget)).toBe(10);
  });

  it('starts anew after a long silence', async () => {
    const clock = new FakeClock();
    const budget = createRetryBudget(clock);
    for (let call = 0; call < 1000; call++) budget.earn();
    await clock.advance(60_000);
    expect(spendAll(budget)).toBe(10);
  });
});
