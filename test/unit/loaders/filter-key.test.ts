import { expect, it } from 'vitest';
import { filterKey } from '../../../src/loaders/filter-key.ts';

it('is the same for filters that ask the same, whatever the order of their fields', () => {
  expect(filterKey({ a: 1, b: '2' })).toBe(filterKey({ b: '2', a: 1 }));
  expect(filterKey({ a: 1 })).not.toBe(filterKey({ a: '1' }));
  expect(filterKey(null)).not.toBe(filterKey({}));
});

it('stays short for a filter of any length, and tells long ones apart', () => {
  const long = (end: string) => filterKey({ name: `${'x'.repeat(900_000)}${end}` });
  expect(long('a').length).toBeLessThan(100);
  expect(long('a')).toBe(long('a'));
  expect(long('a')).not.toBe(long('b'));
});
