// What renewing yearly/monthly resources costs: the price that their line item was bought for, month by month.

import { decimalText, fromCents, type Money } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { currencyOf, draw } from '../frame.ts';
import type { Customer } from '../types.ts';
import type { PeriodResource } from './resources.ts';

export interface RenewalTerms {
  readonly periodType: number;
  readonly periods: number;
  readonly attached: boolean;
}

const YEAR = 3;
const CLOSED = 3;
const CENT = fromCents(1);
const toCents = (amount: Money): Money => (amount / CENT) * CENT;

/** List price, and what it is after the better of the customer's two discounts. */
function priceOf(resource: PeriodResource, { periodType, periods }: RenewalTerms): Money {
  const { item, order } = resource;
  const months = BigInt(periodType === YEAR ? 12 * periods : periods);
  const bought = BigInt(item.yearly ? 12 * item.periods : item.periods);
  const monthly = toCents((item.official < 0n ? -item.official : item.official) / bought);
  if (resource.main) return monthly * months;
  const random = new Random(order.customer.frame.seed, draw.price, order.customer.index, order.ordinal, 7);
  return fromCents(random.int(1_00, 20_00)) * months;
}

/** Per cent off under the commercial contract and as granted by the partner. */
export function discountsOf({ frame, index }: Customer): readonly [contract: number, partner: number] {
  const random = new Random(frame.seed, draw.price, index);
  return [random.int(2, 9), random.int(10, 15)];
}

const off = (amount: Money, percent: number): Money => toCents((amount * BigInt(percent)) / 100n);

/** The answer about some main resources. `all` are the customer's, for what is attached to them. */
export function renewalRates(
  customer: Customer,
  all: readonly PeriodResource[],
  ids: readonly string[],
  terms: RenewalTerms,
): Record<string, unknown> {
  const discounts = discountsOf(customer);
  const lines = ids.map((id) => {
    const main = all.find((resource) => resource.id === id && resource.main && resource.status !== CLOSED);
    if (!main) return { id, official: undefined };
    const parts = terms.attached ? all.filter(({ parentId }) => parentId === id) : [];
    return { id, official: [main, ...parts].reduce((sum, part) => sum + priceOf(part, terms), 0n) };
  });
  const known = lines.flatMap(({ id, official }) => (official === undefined ? [] : [{ id, official }]));
  const total = known.reduce((sum, { official }) => sum + official, 0n);
  const [, best] = discounts;
  return {
    currency: currencyOf(customer.frame),
    renew_inquiry_results: known.map(({ id, official }) => ({
      resource_id: id,
      amount: decimalText(official - off(official, best)),
    })),
    official_website_rating_result: { official_website_amount: decimalText(total) },
    optional_discount_rating_results: discounts.map((percent, at) => {
      const discount = known.reduce((sum, { official }) => sum + off(official, percent), 0n);
      return {
        discount_id: `SANDBOX-RATE-${customer.index}-${at}`,
        amount: decimalText(total - discount),
        official_website_amount: decimalText(total),
        discount_amount: decimalText(discount),
        discount_type: at === 0 ? 605 : 607,
        discount_name: `Sandbox discount of ${percent} %`,
        best_offer: at,
      };
    }),
    fail_resource_infos: lines
      .filter(({ official }) => official === undefined)
      .map(({ id }) => ({
        error_code: 'CBC.99006006',
        error_msg: 'Not a main resource that can be renewed.',
        resource_id: id,
      })),
  };
}
