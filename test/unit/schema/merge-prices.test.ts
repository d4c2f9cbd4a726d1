import { expect, it } from 'vitest';
import { mergePeriod } from '../../../schema/prices/merge-prices.ts';
import { ListRateOnPeriodDetail, type PeriodRates } from '../../../src/operations/prices/prices.ts';

const answer = (id: string, options: readonly object[]): PeriodRates =>
  ListRateOnPeriodDetail.response.parse({
    currency: 'CNY',
    official_website_rating_result: {
      official_website_amount: '0.1',
      product_rating_results: [{ id, official_website_amount: '0.1' }],
    },
    optional_discount_rating_results: options,
  }) as PeriodRates;

const option = (discount_id: string, best_offer: number, amount = '0.1') => ({
  discount_id,
  best_offer,
  amount,
});

it('does not call a discount the best that some of the products do not have', () => {
  const merged = mergePeriod(
    ['b', 'a'],
    [answer('a', [option('x', 1), option('y', 0)]), answer('b', [option('x', 1, '0.2'), option('z', 1)])],
  );
  expect(
    merged.optional_discount_rating_results.map((one) => [one.discount_id, one.best_offer, one.amount]),
  ).toEqual([
    ['x', '1', '0.3'],
    ['y', '0', '0.1'],
    ['z', '0', '0.1'],
  ]);
  expect(merged.official_website_rating_result?.official_website_amount).toBe('0.2');
  expect(merged.official_website_rating_result?.product_rating_results.map(({ id }) => id)).toEqual([
    'b',
    'a',
  ]);
});

it('has no total where an answer left one out, and none of nothing', () => {
  const merged = mergePeriod(
    ['a', 'b'],
    [answer('a', [option('x', 0)]), answer('b', [{ discount_id: 'x' }])],
  );
  expect(merged.optional_discount_rating_results[0]?.amount).toBeUndefined();
  expect(mergePeriod([], []).official_website_rating_result).toBeUndefined();
});
