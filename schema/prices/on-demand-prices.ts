import type { OnDemandRates } from '../../src/operations/prices/prices.ts';
import { builder } from '../core/builder.ts';
import { MoneyRef, money } from '../core/money.ts';
import { codes } from '../core/row-fields.ts';
import { amountReaders, KEY, PRODUCT_ID, PriceDiscountType, type Priced } from './price-parts.ts';

type UsageRow = OnDemandRates['product_rating_results'][number];
type DiscountRow = UsageRow['discount_rating_results'][number];

const OnDemandDiscountRef = builder.objectRef<Priced<DiscountRow>>('OnDemandDiscount').implement({
  description: 'Discount included in the price of a pay-per-use product.',
  fields: (t) => ({
    discountId: t.string({
      description: 'Upstream id of the discount.',
      resolve: ({ row }) => row.discount_id,
    }),
    name: t.string({
      description: 'Name of the discount on the price.',
      resolve: ({ row }) => row.discount_name,
    }),
    ...codes(t, {
      type: [PriceDiscountType, 'Type of the discount, by origin.', ({ row }) => row.discount_type],
    }),
    typeCode: t.string({
      description: 'Raw upstream code of the discount type.',
      resolve: ({ row }) => row.discount_type,
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'Amount of the discount on the price.',
      resolve: ({ row, currency }, _args, context) => money(row.amount, currency, context, row.measure_id),
    }),
  }),
});

const OnDemandPriceRef = builder.objectRef<Priced<UsageRow>>('OnDemandPrice').implement({
  description: 'Price of some usage of a pay-per-use product.',
  fields: (t) => {
    const amounts = amountReaders<UsageRow>();
    return {
      key: t.string({ description: KEY, resolve: ({ row }) => row.id }),
      productId: t.string({ description: PRODUCT_ID, resolve: ({ row }) => row.product_id }),
      amount: t.field({
        type: MoneyRef,
        description: 'Price of the product after discounts.',
        resolve: amounts.amount,
      }),
      officialAmount: t.field({
        type: MoneyRef,
        description: 'List price of the product.',
        resolve: amounts.officialAmount,
      }),
      discountAmount: t.field({
        type: MoneyRef,
        description: 'Discount amount of the product.',
        resolve: amounts.discountAmount,
      }),
      discounts: t.field({
        type: [OnDemandDiscountRef],
        nullable: { list: true, items: false },
        description: 'Discounts included in the price.',
        resolve: ({ row, currency }) => row.discount_rating_results.map((one) => ({ row: one, currency })),
      }),
    };
  },
});

export const OnDemandPricesRef = builder.objectRef<OnDemandRates>('OnDemandPrices').implement({
  description: 'Prices of some usage of pay-per-use products, in total and per product.',
  fields: (t) => {
    const amounts = amountReaders<OnDemandRates>();
    const all = (row: OnDemandRates) => ({ row, currency: row.currency });
    return {
      amount: t.field({
        type: MoneyRef,
        description: 'Total price of all products after discounts.',
        resolve: (row, args, context) => amounts.amount(all(row), args, context),
      }),
      officialAmount: t.field({
        type: MoneyRef,
        description: 'Total list price of all products.',
        resolve: (row, args, context) => amounts.officialAmount(all(row), args, context),
      }),
      discountAmount: t.field({
        type: MoneyRef,
        description: 'Total discount amount of all products.',
        resolve: (row, args, context) => amounts.discountAmount(all(row), args, context),
      }),
      products: t.field({
        type: [OnDemandPriceRef],
        nullable: { list: true, items: false },
        description:
          'Prices of the products in the order of the request; products omitted by the upstream are missing.',
        resolve: ({ product_rating_results: rows, currency }) => rows.map((row) => ({ row, currency })),
      }),
    };
  },
});
