import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AnswerPath, ResellerPlaces } from '../../../src/context/reseller-places.ts';

const pathOf = (keys: readonly (string | number)[]): AnswerPath => {
  let path: AnswerPath | undefined;
  for (const key of keys) path = { prev: path, key };
  if (!path) throw new Error('expected a key at least');
  return path;
};

const key = fc.oneof(fc.constantFrom('a', 'b', 'nodes'), fc.nat(2));
const keys = fc.array(key, { minLength: 1, maxLength: 5 });

it('is empty until a place is opened', () => {
  const places = new ResellerPlaces();
  expect(places.isEmpty).toBe(true);
  expect(places.at(pathOf(['a', 0]))).toBeUndefined();
  places.open(pathOf(['a']), 'r');
  expect(places.isEmpty).toBe(false);
});

it('tells list indexes and names that look alike apart', () => {
  const places = new ResellerPlaces();
  places.open(pathOf(['a', 1]), 'first');
  expect(places.at(pathOf(['a', '1', 'b']))).toBeUndefined();
  expect(places.at(pathOf(['a', 1, 'b']))).toBe('first');
});

it('finds the reseller of the nearest place above, and none beside it', () => {
  const opened = fc.array(fc.tuple(keys, fc.constantFrom('r1', 'r2', 'r3')), { maxLength: 6 });
  fc.assert(
    fc.property(opened, keys, (all, asked) => {
      const places = new ResellerPlaces();
      const known = new Map<string, string>();
      for (const [path, reseller] of all) {
        places.open(pathOf(path), reseller);
        known.set(JSON.stringify(path), reseller);
      }
      const above = asked.map((_, at) => JSON.stringify(asked.slice(0, at + 1))).reverse();
      expect(places.at(pathOf(asked))).toBe(known.get(above.find((one) => known.has(one)) ?? ''));
    }),
  );
});
