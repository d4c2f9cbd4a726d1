import fc from 'fast-check';
import { expect, it } from 'vitest';
import { yearsOf } from '../../schema/orders/order-filter.ts';

const SECOND = 1_000;
const YEAR = 366 * 86_400_000;
const instant = (seconds: number) => `${new Date(seconds * SECOND).toISOString().slice(0, 19)}Z`;

it('splits a span into years that leave out no second and share none', () => {
  const start = Date.UTC(2016, 0, 1) / SECOND;
  const seconds = fc.integer({ min: start, max: start + 10 * 365 * 86_400 });
  fc.assert(
    fc.property(seconds, seconds, (one, other) => {
      const [from, until] = [Math.min(one, other), Math.max(one, other)];
      const parts = yearsOf(instant(from), instant(until)).toReversed();
      let next = from;
      for (const { create_time_begin: begin = '', create_time_end: end = '' } of parts) {
        expect(begin).toBe(instant(next));
        const length = Date.parse(end) - Date.parse(begin);
        expect(length).toBeGreaterThanOrEqual(0);
        expect(length).toBeLessThan(YEAR);
        next = Date.parse(end) / SECOND + 1;
      }
      expect(next).toBe(until + 1);
      expect(parts.length).toBeLessThanOrEqual(Math.ceil((until - from + 1) / (365 * 86_400)) + 1);
    }),
  );
});

it('leaves spans alone that are open at an end', () => {
  expect(yearsOf(undefined, undefined)).toEqual([{}]);
  expect(yearsOf('2020-01-01T00:00:00Z', null)).toEqual([{ create_time_begin: '2020-01-01T00:00:00Z' }]);
  expect(yearsOf(null, '2020-01-01T00:00:00Z')).toEqual([{ create_time_end: '2020-01-01T00:00:00Z' }]);
});
