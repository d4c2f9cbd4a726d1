// Answers of several calls about one list of products, put together as if it had been one call.
import { sumDecimals } from '../../src/decode/decimal.ts';
import type { OnDemandRates, PeriodRates } from '../../src/operations/prices/prices.ts';

/** The exact sum of amounts; undefined where an amount is undefined. */
function total(amounts: readonly (string | undefined)[]): string | undefined {
  const known = amounts.filter((amount) => amount !== undefined);
  return known.length === amounts.length && known.length > 0 ? sumDecimals(known) : undefined;
}

type AmountName = 'amount' | 'discount_amount' | 'official_website_amount';

const totalOf =
  <Row extends { readonly [Name in AmountName]?: string | undefined }>(rows: readonly Row[]) =>
  (name: AmountName) =>
    total(rows.map((row) => row[name]));

/** Results by the keys of the request, in its order; keys without a result are left out. */
export function byKey<Row extends { readonly id?: string | undefined }>(
  keys: readonly string[],
  rows: readonly Row[],
): readonly Row[] {
  const known = new Map(rows.map((row) => [row.id, row]));
  return keys.flatMap((key) => known.get(key) ?? []);
}

export function mergeOnDemand(keys: readonly string[], answers: readonly OnDemandRates[]): OnDemandRates {
  const sum = totalOf(answers);
  const [first] = answers;
  return {
    amount: sum('amount'),
    discount_amount: sum('discount_amount'),
    official_website_amount: sum('official_website_amount'),
    measure_id: first?.measure_id,
    currency: first?.currency,
    product_rating_results: [
      ...byKey(
        keys,
        answers.flatMap((answer) => answer.product_rating_results),
      ),
    ],
  };
}

type Option = PeriodRates['optional_discount_rating_results'][number];

const INSTALLMENTS = [
  'installment_official_website_amount',
  'installment_official_discount_amount',
  'installment_amount',
] as const;

export function mergePeriod(keys: readonly string[], answers: readonly PeriodRates[]): PeriodRates {
  const [first] = answers;
  const official = answers.flatMap((answer) => answer.official_website_rating_result ?? []);
  const [one] = official;
  const options = Map.groupBy(
    answers.flatMap((answer) => answer.optional_discount_rating_results),
    (option) => option.discount_id,
  );
  return {
    currency: first?.currency,
    official_website_rating_result: one && {
      ...one,
      official_website_amount: total(official.map((row) => row.official_website_amount)),
      installment_official_website_amount: total(
        official.map((row) => row.installment_official_website_amount),
      ),
      product_rating_results: [
        ...byKey(
          keys,
          official.flatMap((row) => row.product_rating_results),
        ),
      ],
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
  const parts = INSTALLMENTS.map((name) => [name, total(group.map((option) => option[name]))] as const);
  const isBest = group.length === calls && group.every((option) => option.best_offer === '1');
  return [
    {
      ...first,
      amount: sum('amount'),
      discount_amount: sum('discount_amount'),
      official_website_amount: sum('official_website_amount'),
      ...(Object.fromEntries(parts) as Pick<Option, (typeof INSTALLMENTS)[number]>),
      best_offer: isBest ? '1' : '0',
      product_rating_results: [
        ...byKey(
          keys,
          group.flatMap((option) => option.product_rating_results),
        ),
      ],
    },
  ];
}
