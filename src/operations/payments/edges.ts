import { type Edge, request, requestAs, toPage } from '../edge.ts';
import {
  ListOrderCouponsByOrderId,
  ListOrderDiscounts,
  type OrderCoupons,
  type OrderDiscountRow,
  type RefundRow,
  ShowRefundOrderDetails,
} from './payments.ts';

const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** Keyed by order; the filter is the customer in whose name it is asked. */
export const couponsByOrder: Edge<string, OrderCoupons> = {
  name: 'Order.usableCoupons',
  operation: ListOrderCouponsByOrderId,
  pageSize: EVERYTHING,
  point: (key, customerId) =>
    requestAs(customerId, ListOrderCouponsByOrderId, { order_id: key }, (answer) =>
      toPage(
        [answer],
        undefined,
        () => key,
        () => key,
      ),
    ),
};

/** Keyed by order; the filter is the customer in whose name it is asked. */
export const discountsByOrder: Edge<string, OrderDiscountRow> = {
  name: 'Order.usableDiscounts',
  operation: ListOrderDiscounts,
  pageSize: EVERYTHING,
  point: (key, customerId) =>
    requestAs(customerId, ListOrderDiscounts, { order_id: key }, (answer) =>
      toPage(
        answer.discounts,
        undefined,
        () => key,
        (row) => row.discount_id,
      ),
    ),
};

/** Keyed by order; a partner has to name the customer, who is the filter. */
export const refundsByOrder: Edge<string, RefundRow> = {
  name: 'Order.refundItems',
  operation: ShowRefundOrderDetails,
  pageSize: EVERYTHING,
  point: (key, customerId) =>
    request(ShowRefundOrderDetails, { order_id: key, customer_id: customerId }, (answer) =>
      toPage(
        answer.refund_infos,
        undefined,
        () => key,
        (row) => row.id,
      ),
    ),
};
