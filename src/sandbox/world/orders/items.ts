// Order line items. An order's amounts are the sums of its items, and never drawn apart from them.

import { fromCents, type Money } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { draw, HEAVY_INDEX } from '../frame.ts';
import type { Customer, Order } from '../types.ts';

export interface Sums {
  readonly official: Money;
  readonly paid: Money;
  /** The part of `paid` that coupons bear. */
  readonly coupon: Money;
}

export interface Item extends Sums {
  readonly at: number;
  readonly yearly: boolean;
  readonly periods: number;
  readonly quantity: number;
  readonly productId: string;
  readonly size: number;
  readonly region: number;
}

const COUNTS = [
  [1, 70],
  [2, 18],
  [3, 8],
  [5, 3],
  [12, 1],
] as const;
const MANY = 105;

/** One order has more items than the largest page. */
export const itemCount = (customer: Customer, ordinal: number, random: Random): number =>
  customer.index === HEAVY_INDEX && ordinal === 7 ? MANY : random.weighted(COUNTS);

/** Trials and changes to on-demand cost nothing. */
const FREE: ReadonlySet<number> = new Set([10, 13]);
const UNSUBSCRIBE = 4;

interface Cents {
  readonly random: Random;
  readonly official: number;
  readonly paid: number;
  readonly coupon: number;
}

function cents(order: Order, at: number): Cents {
  const { customer, ordinal, type } = order;
  const random = new Random(customer.frame.seed, draw.item, customer.index, ordinal, at);
  const price = FREE.has(type) ? 0 : random.int(1_00, random.chance(0.1) ? 90_000_00 : 2_500_00);
  if (type === UNSUBSCRIBE) return { random, official: -price, paid: -price, coupon: 0 };
  const paid = random.chance(0.6) ? Math.floor((price * random.int(70, 99)) / 100) : price;
  return { random, official: price, paid, coupon: random.chance(0.1) ? Math.floor(paid / 10) : 0 };
}

export function items(order: Order): Item[] {
  return Array.from({ length: order.items }, (_, at) => {
    const { random, official, paid, coupon } = cents(order, at);
    const yearly = random.chance(0.25);
    return {
      at,
      official: fromCents(official),
      paid: fromCents(paid),
      coupon: fromCents(coupon),
      yearly,
      periods: yearly
        ? 1
        : random.weighted([
            [1, 70],
            [3, 15],
            [6, 10],
            [9, 5],
          ] as const),
      quantity: random.chance(0.9) ? 1 : random.int(2, 5),
      productId: `SANDBOX-OFFI-${random.hex(8)}`,
      size: random.pick([1, 2, 4, 8, 40, 100, 500]),
      region: random.int(0, 4),
    };
  });
}
