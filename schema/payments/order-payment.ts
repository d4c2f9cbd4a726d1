import { isGatewayError } from '../../src/errors/errors.ts';
import { ALL_ROWS } from '../../src/loaders/window.ts';
import { couponsByOrder, discountsByOrder, refundsByOrder } from '../../src/operations/payments/edges.ts';
import { builder } from '../core/builder.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { OrderStatus, OrderType } from '../orders/order-enums.ts';
import { type OrderNode, OrderRef } from '../orders/orders.ts';
import { OrderCouponsRef } from './order-coupons.ts';
import { UsableDiscountRef } from './order-discounts.ts';
import { RefundItemRef } from './order-refunds.ts';

const isPending = ({ orderRow }: Pick<OrderNode, 'orderRow'>): boolean =>
  OrderStatus.of(orderRow?.status) === 'PENDING_PAYMENT';

// These operations do not page: one call brings all rows of an order.
const SHARE_PENDING = 0.1;
const SHARE_REFUNDS = 0.1;
/** "Neither a downgrade nor an unsubscription": there is no refund. */
const NO_REFUND = 'CBC.99005026';

builder.objectFields(OrderRef, (t) => ({
  usableCoupons: t.field({
    extensions: reads({
      reads: [keyedRead(couponsByOrder, { rows: 'one', batching: { perKeyFilter: true } })],
      cardinality: { selectivity: SHARE_PENDING },
    }),
    type: OrderCouponsRef,
    description:
      "Coupons usable to pay for the order; null unless the order awaits payment. One upstream call per order awaiting payment, in the name of the order's customer.",
    resolve: ({ orderId, orderRow }, _args, context) =>
      orderRow?.customer_id && isPending({ orderRow })
        ? context.loaders.one(couponsByOrder, orderId, orderRow.customer_id)
        : null,
  }),
  usableDiscounts: t.field({
    extensions: reads({
      reads: [keyedRead(discountsByOrder, { rows: 'one', batching: { perKeyFilter: true } })],
      cardinality: { selectivity: SHARE_PENDING },
    }),
    type: [UsableDiscountRef],
    nullable: { list: true, items: false },
    description:
      "Discounts usable to pay for the order; empty unless the order awaits payment. One upstream call per order awaiting payment, in the name of the order's customer.",
    resolve: async ({ orderId, orderRow }, _args, context) => {
      if (!orderRow?.customer_id || !isPending({ orderRow })) return [];
      return (await context.loaders.rows(discountsByOrder, orderId, orderRow.customer_id, ALL_ROWS)).rows;
    },
  }),
  refundItems: t.field({
    extensions: reads({
      reads: [keyedRead(refundsByOrder, { rows: 'one', batching: { perKeyFilter: true } })],
      cardinality: { selectivity: SHARE_REFUNDS },
    }),
    type: [RefundItemRef],
    nullable: { list: true, items: false },
    description:
      'Amounts refunded, charged and kept by the order, per original order; empty unless the order unsubscribes or downgrades. One upstream call per order that may have refunds.',
    resolve: async ({ orderId, orderRow }, _args, context) => {
      const type = OrderType.of(orderRow?.order_type);
      if (!orderRow?.customer_id || (type !== 'UNSUBSCRIPTION' && type !== 'CHANGE')) return [];
      try {
        return (await context.loaders.rows(refundsByOrder, orderId, orderRow.customer_id, ALL_ROWS)).rows;
      } catch (error) {
        if (isGatewayError(error) && error.upstream?.errorCode === NO_REFUND) return [];
        throw error;
      }
    },
  }),
}));
