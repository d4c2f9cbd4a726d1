// What a pending order could be paid with, and what a refund consists of. Both follow from the order's items.

import { fromCents, type Money, wireMoney } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { couponRow } from '../accounts/coupons.ts';
import { regions } from '../catalog/regions.ts';
import { serviceAt } from '../catalog/services.ts';
import { draw } from '../frame.ts';
import type { Coupon, Order } from '../types.ts';
import type { Item } from './items.ts';
import { isUnsubscribe, itemsOf, orderId, PENDING_PAYMENT } from './orders.ts';

const UNUSED = 2;

/** Coupons in use by another order cannot pay this one. */
function usableCoupons(order: Order): Coupon[] {
  if (order.status !== PENDING_PAYMENT) return [];
  const { today } = order.customer.frame;
  return order.customer.coupons.filter(
    ({ status, effectiveAt, expiresAt, lockedBy }) =>
      status === UNUSED && effectiveAt <= today && expiresAt >= today && (!lockedBy || lockedBy === order),
  );
}

/** The answer about an order's coupons. */
export function orderCoupons(order: Order): Record<string, unknown> {
  const coupons = usableCoupons(order);
  return {
    count: coupons.length,
    user_coupons: coupons.map(orderCoupon),
    coupon_max_use_quantity:
      order.status === PENDING_PAYMENT
        ? [
            { coupon_type: 1, coupon_group: 0, use_quantity_value: 1 },
            { coupon_type: 4, coupon_group: 0, use_quantity_value: 5 },
          ]
        : null,
  };
}

/** A coupon as this operation words it. */
function orderCoupon(coupon: Coupon): Record<string, unknown> {
  const row = couponRow(coupon);
  const shared = [
    'coupon_id',
    'status',
    'coupon_type',
    'measure_id',
    'face_value',
    'effective_time',
    'expire_time',
    'use_limits',
    'active_time',
    'last_used_time',
    'create_time',
    'balance',
  ];
  return {
    ...Object.fromEntries(shared.flatMap((name) => (name in row ? [[name, row[name]]] : []))),
    coupon_code: `SANDBOX-${coupon.id.slice(-8)}`,
    plan_name: row['promotion_plan_name'],
    plan_desc: row['promotion_plan_desc'],
    coupon_version: 2,
    used_by_order_id: row['lock_order_id'],
    coupon_usage: coupon.ordinal % 2 ? null : 'sandbox',
    coupon_group: coupon.ordinal % 7 === 6 ? 9 : 0,
  };
}

const RATE = 0;
const REDUCTION = 2;

/** Discounts of a pending order: one by rate over everything, and one that takes off a sum. */
export function orderDiscounts(order: Order): Record<string, unknown>[] {
  if (order.status !== PENDING_PAYMENT) return [];
  const random = new Random(order.customer.frame.seed, draw.price, order.customer.index, order.ordinal);
  const percent = random.int(70, 95);
  const items = itemsOf(order);
  const byOrder = (line: (item: Item) => Record<string, unknown>) => {
    const groups = order.combined ? ([1, 2] as const) : [undefined];
    return groups.map((part) => ({
      order_id: orderId(order, part),
      order_line_items: itemsOf(order, part).map((item) => ({
        order_line_item_ids: [lineItemId(order, item)],
        ...line(item),
      })),
    }));
  };
  const rate = {
    discount_id: `SANDBOX-DISCOUNT-${random.hex(8)}`,
    discount_value: `0.${percent}`,
    discount_type: random.pick([0, 1, 3, 7]),
    orders: byOrder((item) => ({
      discount_mode: RATE,
      discount_amount: wireMoney((item.paid * BigInt(100 - percent)) / 100n, 2),
      discount_ratio: wireMoney(fromCents(percent), 2),
    })),
  };
  if (items.length < 2) return [rate];
  const reduction = {
    discount_id: `SANDBOX-DISCOUNT-${random.hex(8)}`,
    discount_value: '10',
    discount_type: 609,
    orders: byOrder(() => ({
      discount_mode: REDUCTION,
      discount_amount: wireMoney(fromCents(1_00), 2),
      discount_ratio: null,
    })),
  };
  return [rate, reduction];
}

export const lineItemId = (order: Order, item: Item): string =>
  `${orderId(order)}-${String(item.at + 1).padStart(6, '0')}`;

/** The rows of a refund; undefined for orders that pay nothing back. Their sum is the order's amount. */
export function refundRows(order: Order, part?: 1 | 2): Record<string, unknown>[] | undefined {
  if (!isUnsubscribe(order.type)) return undefined;
  const base = order.customer.orders.find((each) => each.paidAt > 0 && each.createdAt < order.createdAt);
  const service = serviceAt(order.service);
  const [type] = service.resourceTypes;
  return itemsOf(order, part).flatMap((item) => {
    const random = new Random(
      order.customer.frame.seed,
      draw.refund,
      order.customer.index,
      order.ordinal,
      item.at,
    );
    const fee = random.chance(0.4) ? fromCents(random.int(1, 5_00)) : 0n;
    const named = random.chance(0.9);
    const row = (amount: Money, at: number) => ({
      id: `${lineItemId(order, item)}-${at}`,
      amount: wireMoney(amount, 2),
      measure_id: '1',
      customer_id: order.customer.id,
      resource_type_code: type.code,
      service_type_code: service.code,
      ...(named ? { resource_type_name: type.zh, service_type_name: service.zh } : {}),
      region_code: regions[item.region]?.code ?? '',
      base_order_id: base ? orderId(base) : null,
    });
    return fee === 0n ? [row(item.paid, 1)] : [row(item.paid - fee, 1), row(fee, 2)];
  });
}
