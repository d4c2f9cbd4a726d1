import type { AmountInfo } from '../../src/operations/orders/orders.ts';
import { builder } from '../core/builder.ts';
import { type Denomination, within } from '../core/money.ts';
import { amounts, codes, texts } from '../core/row-fields.ts';
import { OrderDiscountType } from './order-enums.ts';

/** Parts of an amount, in the currency and unit of the row that has them. */
type OrderAmounts = AmountInfo & Denomination;

type DiscountPart = AmountInfo['discounts'][number] & Denomination;

const DiscountPartRef = builder.objectRef<DiscountPart>('OrderDiscountPart').implement({
  description: 'Part of the discount on an order or a line item.',
  fields: (t) => ({
    ...codes(t, {
      type: [OrderDiscountType, 'Type of the discount part, by origin.', (part) => part.discount_type],
    }),
    ...texts(t, { typeCode: ['Raw upstream code of the discount type.', (part) => part.discount_type] }),
    ...amounts(t, {
      amount: ['Amount by which the discount part lowers the price.', (part) => part.discount_amount],
    }),
  }),
});

export const OrderAmountsRef = builder.objectRef<OrderAmounts>('OrderAmounts').implement({
  description: 'Breakdown of the amount of an order or a line item.',
  fields: (t) => ({
    discounts: t.field({
      type: [DiscountPartRef],
      nullable: { list: true, items: false },
      description: 'Discounts between the list price and the amount after discount.',
      resolve: (info) => info.discounts.map((part) => within(part, info)),
    }),
    ...amounts(t, {
      flexiPurchaseCoupons: [
        'Amount that was paid with flexi-purchase coupons, which count as cash.',
        (info) => info.flexipurchase_coupon_amount,
      ],
      cashCoupons: ['Amount that was paid with cash coupons.', (info) => info.coupon_amount],
      storedValueCards: ['Amount that was paid with stored-value cards.', (info) => info.stored_card_amount],
      commission: [
        'Amount of the handling charge; only for unsubscriptions.',
        (info) => info.commission_amount,
      ],
      consumed: ['Amount already consumed; only for unsubscriptions.', (info) => info.consumed_amount],
    }),
  }),
});

export const orderAmounts = (
  row: Denomination & { readonly amount_info?: AmountInfo | undefined },
): OrderAmounts | null => (row.amount_info ? within(row.amount_info, row) : null);
