// The truth about what orders can be paid with, and what they paid back.

import { orderId } from '../world/orders/orders.ts';
import { orderCoupons, orderDiscounts, refundRows } from '../world/orders/payments.ts';
import type { Customer } from '../world/types.ts';

type PerCustomer = (rows: (customer: Customer) => readonly unknown[]) => () => readonly unknown[];

/** Each row carries the `order_id` that it is about. */
export const orderPaymentLists = (perCustomer: PerCustomer) => ({
  orderCoupons: perCustomer(({ orders }) =>
    orders.map((order) => ({ order_id: orderId(order), ...orderCoupons(order) })),
  ),
  orderDiscounts: perCustomer(({ orders }) =>
    orders.flatMap((order) => orderDiscounts(order).map((row) => ({ order_id: orderId(order), ...row }))),
  ),
  refunds: perCustomer(({ orders }) =>
    orders.flatMap((order) => (refundRows(order) ?? []).map((row) => ({ order_id: orderId(order), ...row }))),
  ),
});
