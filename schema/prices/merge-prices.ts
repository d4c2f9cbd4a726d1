// Answers of several calls about one list of products, put together as if it had been one call.
import { sumDecimals } from '../../src/decode/decimal.ts';
import type { OnDemandRates, PeriodRates } from '../../src/operations/prices/prices.ts';
import { type Denomination, inWholeUnits } from '../core/money.ts';

/** The exact sum of an amount over rows, in whole units; undefined where a row lacks the amount. */
const totalOf =
  <Row extends Denomination>(rows: readonly Row[]) =>
  (pick: (row: Row) => string | undefined): string | undefined => {
    const known = rows.flatMap((row) => {
      const amount = pick(row);
      return amount === undefined ? [] : [inWholeUnits(amount, row)];
    });
    return known.length === rows.length && known.length > 0 ? sumDecimals(known) : undefined;
  };

/** Results by the keys of the request, in its order; keys without a result are left out. */
export function byKey<Row extends { readonly id?: string | undefined }>(
  keys: readonly string[],
  rows: readonly Row[],
): readonly Row[] {
  const known = new Map(rows.map((row) => [row.id, row]));
  return keys.flatMap((key) => known.get(key) ?? []);
}

/** Products by themselves: each in the unit of the result that it came in, where it gives none. */
const productsOf = <Product extends Denomination>(
  result: Denomination & { readonly product_rating_results: readonly Product[] },
): Product[] =>
  result.product_rating_results.map((row) => ({ ...row, measure_id: row.measure_id ?? result.measure_id }));

export function mergeOnDemand(keys: readonly string[], answers: readonly OnDemandRates[]): OnDemandRates {
  const sum = totalOf(answers);
  const [first] = answers;
  return {
    amount: sum((row) => row.amount),
    discount_amount: sum((row) => row.discount_amount),
    official_website_amount: sum((row) => row.official_website_amount),
    measure_id: undefined,
    currency: first?.currency,
    product_rating_results: [...byKey(keys, answers.flatMap(productsOf))],
  };
}

type Option = PeriodRates['optional_discount_rating_results'][number];

export function mergePeriod(keys: readonly string[], answers: readonly PeriodRates[]): PeriodRates {
  const [first] = answers;
  const official = answers.flatMap((answer) => answer.official_website_rating_result ?? []);
  const [one] = official;
  const sum = totalOf(official);
  const options = Map.groupBy(
    answers.flatMap((answer) => answer.optional_discount_rating_results),
    (option) => option.discount_id,
  );
  return {
    currency: first?.currency,
    official_website_rating_result: one && {
      ...one,
      measure_id: undefined,
      official_website_amount: sum((row) => row.official_website_amount),
      installment_official_website_amount: sum((row) => row.installment_official_website_amount),
      product_rating_results: [...byKey(keys, official.flatMap(productsOf))],
    },
    optional_discount_rating_results: [...options.values()].flatMap((group) =>
      mergeOption(keys, group, answers.length),
    ),
  };
}

/** A discount that some calls lack covers only the products of the others, and is not the best offer. */
function mergeOption(keys: readonly string[], group: readonly Option[], calls: number): readonly Option[] {
  const [first] = group;
  if (!first) return [];
  const sum = totalOf(group);
  const isBest = group.length === calls && group.every((option) => option.best_offer === '1');
  return [
    {
      ...first,
      measure_id: undefined,
      amount: sum((row) => row.amount),
      discount_amount: sum((row) => row.discount_amount),
      official_website_amount: sum((row) => row.official_website_amount),
      installment_official_website_amount: sum((row) => row.installment_official_website_amount),
      installment_official_discount_amount: sum((row) => row.installment_official_discount_amount),
      installment_amount: sum((row) => row.installment_amount),
      best_offer: isBest ? '1' : '0',
      product_rating_results: [...byKey(keys, group.flatMap(productsOf))],
    },
  ];
}
