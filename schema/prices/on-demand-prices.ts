import type { OnDemandRates } from '../../src/operations/prices/prices.ts';
import { builder } from '../core/builder.ts';
import { within } from '../core/money.ts';
import { amounts, codes, texts } from '../core/row-fields.ts';
import { discountedAmounts, KEY, PRODUCT_ID, PriceDiscountType, type Priced } from './price-parts.ts';

type UsageRow = OnDemandRates['product_rating_results'][number];
type DiscountRow = UsageRow['discount_rating_results'][number];

const OnDemandDiscountRef = builder.objectRef<Priced<DiscountRow>>('OnDemandDiscount').implement({
  description: 'Discount included in the price of a pay-per-use product.',
  fields: (t) => ({
    ...texts(t, {
      discountId: ['Upstream id of the discount.', (row) => row.discount_id],
      name: ['Name of the discount on the price.', (row) => row.discount_name],
      typeCode: ['Raw upstream code of the discount type.', (row) => row.discount_type],
    }),
    ...codes(t, {
      type: [PriceDiscountType, 'Type of the discount, by origin.', (row) => row.discount_type],
    }),
    ...amounts(t, { amount: ['Amount of the discount on the price.', (row) => row.amount] }),
  }),
});

const OnDemandPriceRef = builder.objectRef<Priced<UsageRow>>('OnDemandPrice').implement({
  description: 'Price of some usage of a pay-per-use product.',
  fields: (t) => ({
    ...texts(t, { key: [KEY, (row) => row.id], productId: [PRODUCT_ID, (row) => row.product_id] }),
    ...discountedAmounts(t, {
      amount: 'Price of the product after discounts.',
      officialAmount: 'List price of the product.',
      discountAmount: 'Discount amount of the product.',
    }),
    discounts: t.field({
      type: [OnDemandDiscountRef],
      nullable: { list: true, items: false },
      description: 'Discounts included in the price.',
      resolve: (row) => row.discount_rating_results.map((one) => within(one, row)),
    }),
  }),
});

export const OnDemandPricesRef = builder.objectRef<OnDemandRates>('OnDemandPrices').implement({
  description: 'Prices of some usage of pay-per-use products, in total and per product.',
  fields: (t) => ({
    ...discountedAmounts(t, {
      amount: 'Total price of all products after discounts.',
      officialAmount: 'Total list price of all products.',
      discountAmount: 'Total discount amount of all products.',
    }),
    products: t.field({
      type: [OnDemandPriceRef],
      nullable: { list: true, items: false },
      description:
        'Prices of the products in the order of the request; products omitted by the upstream are missing.',
      resolve: (rates) => rates.product_rating_results.map((row) => within(row, rates)),
    }),
  }),
});
