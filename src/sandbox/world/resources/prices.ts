// Prices of products that nobody has bought yet. A product has a price of its own in each region, in 1e-10
// yuan, which follows from its codes; a customer's discounts are those of its renewals.

import { rawNumber } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { currencyOf, draw } from '../frame.ts';
import type { Customer } from '../types.ts';
import { discountsOf } from './renewals.ts';

/** 1e-10 yuan. */
type Fine = bigint;

const PLACES = 10;

/** Decimal text of an amount, cut off behind so many decimals. */
function text(amount: Fine, places: number): string {
  const cut = amount / 10n ** BigInt(PLACES - places);
  const digits = cut.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${digits.slice(0, -places)}${fraction ? `.${fraction}` : ''}`;
}

export interface Product {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** What one unit of a product costs, 0.01 to 20 yuan with ten decimals. */
function unitPrice({ frame }: Customer, product: Product): Fine {
  const names = ['cloud_service_type', 'resource_type', 'resource_spec', 'region'];
  const codes = names.map((name) => String(product[name])).join('/');
  let hash = 0;
  for (const letter of codes) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  const random = new Random(frame.seed, draw.price, hash);
  return BigInt(random.int(100_000_000, 2_000_000_000)) * 100n + BigInt(random.int(0, 99));
}

const productId = (product: Product): string => `SANDBOX-PRICE-${String(product['resource_spec'])}`;

/** A number of the request as digits and decimals. */
function exact(value: unknown): { readonly units: bigint; readonly scale: bigint } {
  const [whole = '0', fraction = ''] = String(value).split('.');
  return { units: BigInt(whole + fraction), scale: 10n ** BigInt(fraction.length) };
}

const count = (value: unknown): bigint => BigInt(typeof value === 'number' ? value : 1);

/** The answer about some use of products; `places` decimals at most. */
export function onDemandRates(customer: Customer, products: readonly Product[], places: number) {
  const money = (amount: Fine) => rawNumber(text(amount, places));
  const grain = 10n ** BigInt(PLACES - places);
  const whole = (amount: Fine) => (amount / grain) * grain;
  const [, percent] = discountsOf(customer);
  const lines = products.map((product) => {
    const { units, scale } = exact(product['usage_value']);
    const times = units * count(product['resource_size']) * count(product['subscription_num']);
    const official = whole((unitPrice(customer, product) * times) / scale);
    return { product, official, discount: whole((official * BigInt(percent)) / 100n) };
  });
  const official = lines.reduce((sum, line) => sum + line.official, 0n);
  const discount = lines.reduce((sum, line) => sum + line.discount, 0n);
  return {
    amount: money(official - discount),
    discount_amount: money(discount),
    official_website_amount: money(official),
    measure_id: 1,
    currency: currencyOf(customer.frame),
    // The order is not that of the request.
    product_rating_results: lines.toReversed().map((line) => ({
      id: line.product.id,
      product_id: productId(line.product),
      amount: money(line.official - line.discount),
      discount_amount: money(line.discount),
      official_website_amount: money(line.official),
      measure_id: 1,
      discount_rating_results: [
        {
          discount_id: `SANDBOX-RATE-${customer.index}-1`,
          discount_type: 607,
          amount: money(line.discount),
          measure_id: 1,
          discount_name: `Sandbox discount of ${percent} %`,
        },
      ],
    })),
  };
}

const CENT: Fine = 10n ** 8n;
const toCents = (amount: Fine): Fine => (amount / CENT) * CENT;
/** Months of a period, by its type. Days and hours cost as much as a month would in the sandbox. */
const MONTHS: Readonly<Record<number, bigint>> = { 2: 1n, 3: 10n };

/** The answer about subscriptions: list prices, and a group of results for each discount. */
export function periodRates(customer: Customer, products: readonly Product[]) {
  const money = (amount: Fine) => rawNumber(text(amount, 2));
  const lines = products.map((product) => {
    const months = MONTHS[Number(product['period_type'])] ?? 1n;
    const times =
      months *
      count(product['period_num']) *
      count(product['subscription_num']) *
      count(product['resource_size']);
    return { product, official: toCents(unitPrice(customer, product) * 100n) * times };
  });
  const isHalf = (product: Product) => product['fee_installment_mode'] === 'HALF_PAY';
  const half = (product: Product, official: Fine, discount?: Fine) =>
    isHalf(product)
      ? {
          installment_official_website_amount: text(toCents(official / 2n), 2),
          installment_period_type: 2,
          ...(discount === undefined
            ? {}
            : {
                installment_official_discount_amount: text(toCents(discount / 2n), 2),
                installment_amount: text(toCents(official / 2n) - toCents(discount / 2n), 2),
              }),
        }
      : {};
  const total = lines.reduce((sum, line) => sum + line.official, 0n);
  return {
    official_website_rating_result: {
      official_website_amount: money(total),
      measure_id: 1,
      product_rating_results: lines.toReversed().map(({ product, official }) => ({
        id: product.id,
        product_id: productId(product),
        official_website_amount: money(official),
        measure_id: 1,
        ...half(product, official),
      })),
    },
    optional_discount_rating_results: discountsOf(customer).map((percent, at) => {
      const results = lines.map((line) => ({
        ...line,
        discount: toCents((line.official * BigInt(percent)) / 100n),
      }));
      const discount = results.reduce((sum, line) => sum + line.discount, 0n);
      return {
        discount_id: `SANDBOX-RATE-${customer.index}-${at}`,
        amount: money(total - discount),
        official_website_amount: money(total),
        discount_amount: money(discount),
        measure_id: 1,
        discount_type: at === 0 ? 605 : 607,
        discount_name: `Sandbox discount of ${percent} %`,
        best_offer: at,
        product_rating_results: results.map(({ product, official, discount: own }) => ({
          id: product.id,
          product_id: productId(product),
          amount: money(official - own),
          official_website_amount: money(official),
          discount_amount: money(own),
          measure_id: 1,
          ...half(product, official, own),
        })),
      };
    }),
    currency: currencyOf(customer.frame),
  };
}
