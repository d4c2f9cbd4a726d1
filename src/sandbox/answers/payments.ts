import type * as operations from '../../operations/payments/index.ts';
import { accessDenied, notARefund, orderNotFound, parameterError } from '../wire/refusal.ts';
import { orderCoupons, orderDiscounts, refundRows } from '../world/orders/payments.ts';
import type { OrderPlace } from '../world/world.ts';
import { type AnswersOf, type ApiRequest, text } from './answer.ts';

/** The order that a request is about, which has to be of the customer that asks or that the partner names. */
function placeOf({ caller, world, values }: ApiRequest): OrderPlace {
  const place = world.order(text(values, 'order_id') ?? '');
  const customerId = caller.customer?.id ?? text(values, 'customer_id');
  if (!place || (customerId !== undefined && place.order.customer.id !== customerId)) throw orderNotFound();
  return place;
}

export const payments = {
  ListOrderCouponsByOrderId: (request) => JSON.stringify(orderCoupons(placeOf(request).order)),

  ListOrderDiscounts: (request) => JSON.stringify({ discounts: orderDiscounts(placeOf(request).order) }),

  ShowRefundOrderDetails: (request) => {
    const { caller, values } = request;
    const named = text(values, 'customer_id');
    if (!caller.customer && named === undefined) {
      throw parameterError('customer_id: expected a value with a partner credential, got none');
    }
    if (caller.customer && named !== undefined && named !== caller.customer.id) {
      throw accessDenied('Access denied: expected the customer itself.');
    }
    const { order, part } = placeOf(request);
    const rows = refundRows(order, part);
    if (!rows) throw notARefund();
    return JSON.stringify({ total_count: rows.length, refund_infos: rows });
  },
} satisfies AnswersOf<typeof operations>;
