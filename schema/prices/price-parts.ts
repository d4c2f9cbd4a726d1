import type { PeriodRates } from '../../src/operations/prices/prices.ts';
import type { RenewalRate } from '../../src/operations/renewals/renewals.ts';
import { builder } from '../core/builder.ts';
import type { Kind } from '../core/kind.ts';
import type { Denomination } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { amounts, codes, type FieldMap, type Fields, ofInterface, texts } from '../core/row-fields.ts';

/** Descriptions that prices of all kinds share. */
export const KEY = 'Key that the caller gave the product in the request.';
export const PRODUCT_ID = 'Upstream id of the product.';

export const PriceDiscountType = openEnum('PriceDiscountType', 'Source of a discount on a price.', {
  COMMERCIAL: { code: '605', description: 'Discount under a commercial contract.' },
  DISTRIBUTOR_CONTRACT: {
    code: '606',
    description: 'Discount under a commercial contract with a distributor.',
  },
  PARTNER: { code: '607', description: 'Discount rate set by the partner.' },
});

const InstallmentPeriod = openEnum('InstallmentPeriod', 'Interval at which an installment is due.', {
  MONTH: { code: '2', description: 'Installment due every month.' },
  YEAR: { code: '3', description: 'Installment due every year.' },
});

interface InstallmentRow {
  readonly installment_official_website_amount?: string | undefined;
  readonly installment_official_discount_amount?: string | undefined;
  readonly installment_amount?: string | undefined;
  readonly installment_period_type?: string | undefined;
}

/** A row of a price, in the currency of the answer around it. */
export type Priced<Row> = Row & Denomination;

export const InstallmentRef = builder.objectRef<Priced<InstallmentRow>>('Installment').implement({
  description: 'Amount due per installment of a price that is paid in installments.',
  fields: (t) => ({
    ...amounts(t, {
      officialAmount: ['List price of the installment.', (row) => row.installment_official_website_amount],
      discountAmount: [
        'Discount amount of the installment.',
        (row) => row.installment_official_discount_amount,
      ],
      amount: ['Price of the installment after the discount.', (row) => row.installment_amount],
    }),
    ...codes(t, {
      period: [
        InstallmentPeriod,
        'Interval at which the installment is due.',
        (row) => row.installment_period_type,
      ],
    }),
    ...texts(t, {
      periodCode: ['Raw upstream code of the installment period.', (row) => row.installment_period_type],
    }),
  }),
});

/** The installments of a row, where it has any. */
export const installmentOf = <Row extends InstallmentRow>(row: Priced<Row>) =>
  row.installment_official_website_amount === undefined && row.installment_amount === undefined ? null : row;

/** The three amounts that every discounted result has. */
interface DiscountedRow extends Denomination {
  readonly amount?: string | undefined;
  readonly official_website_amount?: string | undefined;
  readonly discount_amount?: string | undefined;
}

export const discountedAmounts = <Row extends DiscountedRow>(
  t: Fields<Row>,
  descriptions: Readonly<Record<'amount' | 'officialAmount' | 'discountAmount', string>>,
): FieldMap =>
  amounts(t, {
    amount: [descriptions.amount, (row) => row.amount],
    officialAmount: [descriptions.officialAmount, (row) => row.official_website_amount],
    discountAmount: [descriptions.discountAmount, (row) => row.discount_amount],
  });

type OptionRow =
  | RenewalRate['optional_discount_rating_results'][number]
  | PeriodRates['optional_discount_rating_results'][number];

type PricedOption = Priced<OptionRow> & Kind<'subscriptionOption' | 'renewalOption'>;

/** Shared fields of all price options. */
export const PriceOptionRef = builder.interfaceRef<PricedOption>('PriceOption').implement({
  description: 'Total price under one of the discounts that can be chosen.',
  resolveType: ({ kind }) =>
    kind === 'subscriptionOption' ? 'SubscriptionPriceOption' : 'RenewalPriceOption',
  fields: (t) => ({
    ...texts(ofInterface(t), {
      discountId: ['Upstream id of the price discount.', (row) => row.discount_id],
      discountName: ['Name of the price discount.', (row) => row.discount_name],
      discountTypeCode: ['Raw upstream code of the discount type.', (row) => row.discount_type],
    }),
    ...codes(ofInterface(t), {
      discountType: [
        PriceDiscountType,
        'Source of the discount, e.g. a commercial contract.',
        (row) => row.discount_type,
      ],
    }),
    isBestOffer: t.boolean({
      nullable: false,
      description:
        'True when the option is the best of commercial and partner discounts; promotions are not compared.',
      resolve: (row) => row.best_offer === '1',
    }),
    ...discountedAmounts(ofInterface(t), {
      amount: 'Price after the discount.',
      officialAmount: 'List price before the discount.',
      discountAmount: 'Amount that the discount takes off.',
    }),
    installment: t.field({
      type: InstallmentRef,
      description: 'Installment that is due each time, for prices paid in installments.',
      resolve: (row) => installmentOf(row),
    }),
  }),
});
