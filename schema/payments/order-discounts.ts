import type { OrderDiscountRow } from '../../src/operations/payments/payments.ts';
import { builder } from '../core/builder.ts';
import { siteCurrency } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { amounts, codes, texts } from '../core/row-fields.ts';

const UsableDiscountType = openEnum('UsableDiscountType', 'Source of a discount on a pending order.', {
  PROMOTION: { code: '0', description: 'Discount of a promotion.' },
  CONTRACT: { code: '1', description: 'Discount under a contract.' },
  COMMERCIAL: { code: '2', description: 'Commercial discount on the order.' },
  PARTNER: { code: '3', description: 'Discount granted by the partner.' },
  PRICE_ADJUSTMENT: { code: '609', description: 'Adjustment of the order price.' },
});

const UsableDiscountMode = openEnum('UsableDiscountMode', 'Mode of a discount on a pending order.', {
  RATE: { code: '0', description: 'Discount by a rate of the price.' },
  FIXED_PRICE: { code: '1', description: 'Discount to a fixed price.' },
  REDUCTION: { code: '2', description: 'Discount by an amount off the price.' },
});

type OrderOfDiscount = OrderDiscountRow['orders'][number];
type DiscountedItems = OrderOfDiscount['order_line_items'][number];

const DiscountedItemsRef = builder.objectRef<DiscountedItems>('DiscountedLineItems').implement({
  description: 'Line items of the same product and price to which a discount applies equally.',
  fields: (t) => ({
    lineItemIds: t.stringList({
      description: 'Upstream ids of the line items.',
      resolve: (row) => row.order_line_item_ids.filter((id) => id !== undefined),
    }),
    ...codes(t, {
      mode: [UsableDiscountMode, 'Calculation mode of the discount.', (row) => row.discount_mode],
    }),
    ...texts(t, { modeCode: ['Raw upstream code of the discount mode.', (row) => row.discount_mode] }),
    ...amounts(
      t,
      { amount: ['Amount by which the discount reduces the price.', (row) => row.discount_amount] },
      siteCurrency,
    ),
    ratio: t.field({
      type: 'Decimal',
      description: 'Rate of the price that remains to be paid.',
      resolve: (row) => row.discount_ratio,
    }),
  }),
});

const DiscountedOrderRef = builder.objectRef<OrderOfDiscount>('DiscountedOrder').implement({
  description: 'Order, or part of a combined order, to which a discount applies.',
  fields: (t) => ({
    ...texts(t, { orderId: ['Upstream id of the order.', (row) => row.order_id] }),
    lineItems: t.field({
      type: [DiscountedItemsRef],
      nullable: { list: true, items: false },
      description: 'Line items of the order, grouped by the same product and price.',
      resolve: (row) => row.order_line_items,
    }),
  }),
});

export const UsableDiscountRef = builder.objectRef<OrderDiscountRow>('UsableDiscount').implement({
  description: 'Discount that can be used to pay a pending order.',
  fields: (t) => ({
    discountId: t.string({
      nullable: false,
      description: 'Upstream id of the discount, to be given when the order is paid.',
      resolve: (row) => row.discount_id,
    }),
    ...codes(t, {
      type: [UsableDiscountType, 'Source of the discount, e.g. a promotion.', (row) => row.discount_type],
    }),
    ...texts(t, { typeCode: ['Raw upstream code of the discount type.', (row) => row.discount_type] }),
    value: t.field({
      type: 'Decimal',
      description: 'Discount rate or amount taken off; null for a fixed price.',
      resolve: (row) => row.discount_value,
    }),
    orders: t.field({
      type: [DiscountedOrderRef],
      nullable: { list: true, items: false },
      description: 'Orders to which the discount applies.',
      resolve: (row) => row.orders,
    }),
  }),
});
