// The part of an order that still has to be renewed when its period ends. The upstream does not report it:
// line items of the order and states of the resulting resources determine it. Pure and exact.
import {
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  subtractDecimals,
  sumDecimals,
} from '../../src/decode/decimal.ts';
import type { OrderLineItemRow } from '../../src/operations/orders/orders.ts';
import type { PeriodResourceRow } from '../../src/operations/resources/resources.ts';

/** Least amount paid, in yuan. */
export const LEAST_PAID = '5000';
/** The renewed share of the amount is below this one. */
const ENOUGH_RENEWED = '0.6';
const ONE_OFF = '5';
const PLACES = 8;
const SHARE_PLACES = 4;

export interface Month {
  readonly from: string;
  readonly until: string;
}

export interface Due {
  /** Amount paid for the line items whose period ends in the month. */
  readonly amount: string;
  readonly items: readonly OrderLineItemRow[];
}

export interface Renewal {
  readonly amountDue: string;
  readonly amountRenewed: string;
  readonly shareRenewed: string;
  /** The first end among the periods that are not renewed. */
  readonly endsAt: string;
  /** Resources that were not renewed. */
  readonly resources: readonly PeriodResourceRow[];
}

/** Paid with money: the price after discounts, less what coupons and stored-value cards bore. */
export function actuallyPaid(item: OrderLineItemRow): string {
  const { amount_info: info, amount_after_discount: amount = '0' } = item;
  const vouchers = [info?.coupon_amount, info?.flexipurchase_coupon_amount, info?.stored_card_amount];
  return subtractDecimals(amount, sumDecimals(vouchers.map((one) => one ?? '0')));
}

/** Line items of an order that end in the month; undefined where too little was paid for them. */
export function dueOf(items: readonly OrderLineItemRow[], { from, until }: Month): Due | undefined {
  const due = items.filter(
    ({ period_type, expire_time: end = '' }) => period_type !== ONE_OFF && end >= from && end <= until,
  );
  const amount = sumDecimals(due.map(actuallyPaid));
  return compareDecimals(amount, LEAST_PAID) < 0 ? undefined : { amount, items: due };
}

/**
 * The state of the renewal; undefined for an order that is sufficiently renewed. Line items name no resources:
 * resources of the order with the same product belong to the line item, and are renewed where they continue
 * after the month.
 */
export function renewalOf(
  due: Due,
  resources: readonly PeriodResourceRow[],
  { until }: Month,
): Renewal | undefined {
  const open: PeriodResourceRow[] = [];
  const ends: string[] = [];
  // Parts of amounts as fractions over one denominator, so that nothing is rounded before it is compared.
  let [renewed, denominator] = ['0', '1'];
  for (const [product, items] of Map.groupBy(due.items, (item) => item.product_id)) {
    const own = resources.filter((row) => row.product_id === product);
    const left = own.filter((row) => (row.expire_time ?? '') <= until);
    const amount = sumDecimals(items.map(actuallyPaid));
    const count = String(Math.max(1, own.length));
    const part = multiplyDecimals(amount, String(own.length - left.length));
    renewed = sumDecimals([multiplyDecimals(renewed, count), multiplyDecimals(part, denominator)]);
    denominator = multiplyDecimals(denominator, count);
    open.push(...left);
    if (left.length > 0 || own.length === 0) ends.push(...items.map((item) => item.expire_time ?? ''));
  }
  const all = multiplyDecimals(due.amount, denominator);
  const [endsAt] = ends.toSorted();
  if (endsAt === undefined || compareDecimals(renewed, multiplyDecimals(all, ENOUGH_RENEWED)) >= 0)
    return undefined;
  return {
    amountDue: due.amount,
    amountRenewed: divideDecimals(renewed, denominator, PLACES),
    shareRenewed: divideDecimals(renewed, all, SHARE_PLACES),
    endsAt,
    resources: open,
  };
}
