import type { OrderDiscountRow } from '../../src/operations/payments/payments.ts';
import { builder } from '../core/builder.ts';
import { MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { codes } from '../core/row-fields.ts';

const UsableDiscountType = openEnum('UsableDiscountType', 'What a discount on a pending order comes from.', {
  PROMOTION: { code: '0', description: 'A promotion.' },
  CONTRACT: { code: '1', description: 'A contract.' },
  COMMERCIAL: { code: '2', description: 'A commercial discount.' },
  PARTNER: { code: '3', description: 'A discount that the partner grants.' },
  PRICE_ADJUSTMENT: { code: '609', description: 'The price of the order was adjusted.' },
});

const UsableDiscountMode = openEnum('UsableDiscountMode', 'How a discount on a pending order works.', {
  RATE: { code: '0', description: 'A rate of the price.' },
  FIXED_PRICE: { code: '1', description: 'A fixed price.' },
  REDUCTION: { code: '2', description: 'A sum off the price.' },
});

type OrderOfDiscount = OrderDiscountRow['orders'][number];
type DiscountedItems = OrderOfDiscount['order_line_items'][number];

const DiscountedItemsRef = builder.objectRef<DiscountedItems>('DiscountedLineItems').implement({
  description: 'Line items of the same product and price, to which a discount applies alike.',
  fields: (t) => ({
    lineItemIds: t.stringList({
      description: 'Ids of the line items.',
      resolve: (row) => row.order_line_item_ids.filter((id) => id !== undefined),
    }),
    ...codes(t, {
      mode: [UsableDiscountMode, 'How the discount works.', (row) => row.discount_mode],
    }),
    modeCode: t.string({ description: 'Raw code of the mode.', resolve: (row) => row.discount_mode }),
    amount: t.field({
      type: MoneyRef,
      description: 'What it takes off.',
      resolve: (row, _args, context) => money(row.discount_amount, undefined, context),
    }),
    ratio: t.field({
      type: 'Decimal',
      description: 'Rate of the price that is left to pay.',
      resolve: (row) => row.discount_ratio,
    }),
  }),
});

const DiscountedOrderRef = builder.objectRef<OrderOfDiscount>('DiscountedOrder').implement({
  description: 'An order, or a part of a combined one, to which a discount applies.',
  fields: (t) => ({
    orderId: t.string({ description: 'Id of the order.', resolve: (row) => row.order_id }),
    lineItems: t.field({
      type: [DiscountedItemsRef],
      nullable: { list: true, items: false },
      description: 'Its line items, those of the same product and price together.',
      resolve: (row) => row.order_line_items,
    }),
  }),
});

export const UsableDiscountRef = builder.objectRef<OrderDiscountRow>('UsableDiscount').implement({
  description: 'A discount that a pending order could be paid with.',
  fields: (t) => ({
    discountId: t.string({
      nullable: false,
      description: 'Id of the discount, to be given when the order is paid.',
      resolve: (row) => row.discount_id,
    }),
    ...codes(t, {
      type: [UsableDiscountType, 'What it comes from.', (row) => row.discount_type],
    }),
    typeCode: t.string({ description: 'Raw code of the type.', resolve: (row) => row.discount_type }),
    value: t.field({
      type: 'Decimal',
      description: 'Its rate, or what it takes off; null where the price is fixed.',
      resolve: (row) => row.discount_value,
    }),
    orders: t.field({
      type: [DiscountedOrderRef],
      nullable: { list: true, items: false },
      description: 'The orders to which it applies.',
      resolve: (row) => row.orders,
    }),
  }),
});
