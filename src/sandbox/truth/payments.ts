// What orders can be paid with, and what they paid back: each row with the `order_id` that it is about.
import { orderId } from '../world/orders/orders.ts';
import { orderCoupons, orderDiscounts, refundRows } from '../world/orders/payments.ts';
import type { Order } from '../world/types.ts';
import type { TruthScope } from './scope.ts';

export function payments(scope: TruthScope) {
  const perOrder = (rows: (order: Order) => readonly object[]) =>
    scope.perCustomer(({ orders }) =>
      orders.flatMap((order) => rows(order).map((row) => ({ order_id: orderId(order), ...row }))),
    );
  return {
    orderCoupons: perOrder((order) => [orderCoupons(order)]),
    orderDiscounts: perOrder(orderDiscounts),
    refunds: perOrder((order) => refundRows(order) ?? []),
  };
}
