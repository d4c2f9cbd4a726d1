import type { AmountInfo } from '../../src/operations/orders/orders.ts';
import { builder } from '../core/builder.ts';
import { MoneyRef, money } from '../core/money.ts';
import { codes } from '../core/row-fields.ts';
import { OrderDiscountType } from './order-enums.ts';

/** Parts of an amount, with the currency that the wire gives beside them. */
export interface OrderAmounts {
  readonly info: AmountInfo;
  readonly currency: string | undefined;
  readonly measureId: number | undefined;
}

interface DiscountPart extends Omit<OrderAmounts, 'info'> {
  readonly discount: AmountInfo['discounts'][number];
}

const DiscountPartRef = builder.objectRef<DiscountPart>('OrderDiscountPart').implement({
  description: 'Part of the discount on an order or a line item.',
  fields: (t) => ({
    ...codes(t, {
      type: [
        OrderDiscountType,
        'Type of the discount part, by origin.',
        ({ discount }) => discount.discount_type,
      ],
    }),
    typeCode: t.string({
      description: 'Raw upstream code of the discount type.',
      resolve: ({ discount }) => discount.discount_type,
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'Amount by which the discount part lowers the price.',
      resolve: ({ discount, currency, measureId }, _args, context) =>
        money(discount.discount_amount, currency, context, measureId),
    }),
  }),
});

const PARTS = {
  flexiPurchaseCoupons: [
    'flexipurchase_coupon_amount',
    'Amount that was paid with flexi-purchase coupons, which count as cash.',
  ],
  cashCoupons: ['coupon_amount', 'Amount that was paid with cash coupons.'],
  storedValueCards: ['stored_card_amount', 'Amount that was paid with stored-value cards.'],
  commission: ['commission_amount', 'Amount of the handling charge; only for unsubscriptions.'],
  consumed: ['consumed_amount', 'Amount already consumed; only for unsubscriptions.'],
} as const;

export const OrderAmountsRef = builder.objectRef<OrderAmounts>('OrderAmounts').implement({
  description: 'Breakdown of the amount of an order or a line item.',
  fields: (t) => {
    const part = (name: keyof typeof PARTS) => {
      const [field, description] = PARTS[name];
      return t.field({
        type: MoneyRef,
        description,
        resolve: ({ info, currency, measureId }, _args, context) =>
          money(info[field], currency, context, measureId),
      });
    };
    return {
      discounts: t.field({
        type: [DiscountPartRef],
        nullable: { list: true, items: false },
        description: 'Discounts between the list price and the amount after discount.',
        resolve: ({ info, ...rest }) => info.discounts.map((discount) => ({ ...rest, discount })),
      }),
      flexiPurchaseCoupons: part('flexiPurchaseCoupons'),
      cashCoupons: part('cashCoupons'),
      storedValueCards: part('storedValueCards'),
      commission: part('commission'),
      consumed: part('consumed'),
    };
  },
});

export function orderAmounts(row: {
  readonly amount_info?: AmountInfo | undefined;
  readonly currency?: string | undefined;
  readonly measure_id?: number | undefined;
}): OrderAmounts | null {
  return row.amount_info
    ? { info: row.amount_info, currency: row.currency, measureId: row.measure_id }
    : null;
}
