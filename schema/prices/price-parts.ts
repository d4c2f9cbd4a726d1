import type { GatewayContext } from '../../src/context/context.ts';
import type { PeriodRates } from '../../src/operations/prices/prices.ts';
import type { RenewalRate } from '../../src/operations/renewals/renewals.ts';
import { builder } from '../core/builder.ts';
import type { Kind } from '../core/kind.ts';
import { type Money, MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { codes, interfaceCodes } from '../core/row-fields.ts';

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

export interface Priced<Row> {
  readonly row: Row;
  readonly currency: string | undefined;
}

export const InstallmentRef = builder.objectRef<Priced<InstallmentRow>>('Installment').implement({
  description: 'Amount due per installment of a price that is paid in installments.',
  fields: (t) => ({
    officialAmount: t.field({
      type: MoneyRef,
      description: 'List price of the installment.',
      resolve: ({ row, currency }, _args, context) =>
        money(row.installment_official_website_amount, currency, context),
    }),
    discountAmount: t.field({
      type: MoneyRef,
      description: 'Discount amount of the installment.',
      resolve: ({ row, currency }, _args, context) =>
        money(row.installment_official_discount_amount, currency, context),
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'Price of the installment after the discount.',
      resolve: ({ row, currency }, _args, context) => money(row.installment_amount, currency, context),
    }),
    ...codes(t, {
      period: [
        InstallmentPeriod,
        'Interval at which the installment is due.',
        ({ row }) => row.installment_period_type,
      ],
    }),
    periodCode: t.string({
      description: 'Raw upstream code of the installment period.',
      resolve: ({ row }) => row.installment_period_type,
    }),
  }),
});

/** The installments of a row, where it has any. */
export const installmentOf = <Row extends InstallmentRow>({ row, currency }: Priced<Row>) =>
  row.installment_official_website_amount === undefined && row.installment_amount === undefined
    ? null
    : { row, currency };

interface DiscountedRow {
  readonly amount?: string | undefined;
  readonly official_website_amount?: string | undefined;
  readonly discount_amount?: string | undefined;
  readonly measure_id?: number | undefined;
}

/** Readers of the three amounts that every discounted result has. */
export const amountReaders = <Row extends DiscountedRow>() => {
  const read =
    (name: 'amount' | 'official_website_amount' | 'discount_amount') =>
    ({ row, currency }: Priced<Row>, _args: object, context: GatewayContext): Money | null =>
      money(row[name], currency, context, row.measure_id);
  return {
    amount: read('amount'),
    officialAmount: read('official_website_amount'),
    discountAmount: read('discount_amount'),
  };
};

type OptionRow =
  | RenewalRate['optional_discount_rating_results'][number]
  | PeriodRates['optional_discount_rating_results'][number];

type PricedOption = Priced<OptionRow> & Kind<'subscriptionOption' | 'renewalOption'>;

/** Shared fields of all price options. */
export const PriceOptionRef = builder.interfaceRef<PricedOption>('PriceOption').implement({
  description: 'Total price under one of the discounts that can be chosen.',
  resolveType: ({ kind }) =>
    kind === 'subscriptionOption' ? 'SubscriptionPriceOption' : 'RenewalPriceOption',
  fields: (t) => {
    const amounts = amountReaders<OptionRow>();
    return {
      discountId: t.string({
        description: 'Upstream id of the price discount.',
        resolve: ({ row }) => row.discount_id,
      }),
      discountName: t.string({
        description: 'Name of the price discount.',
        resolve: ({ row }) => row.discount_name,
      }),
      ...interfaceCodes(t, {
        discountType: [
          PriceDiscountType,
          'Source of the discount, e.g. a commercial contract.',
          ({ row }) => row.discount_type,
        ],
      }),
      discountTypeCode: t.string({
        description: 'Raw upstream code of the discount type.',
        resolve: ({ row }) => row.discount_type,
      }),
      isBestOffer: t.boolean({
        nullable: false,
        description:
          'True when the option is the best of commercial and partner discounts; promotions are not compared.',
        resolve: ({ row }) => row.best_offer === '1',
      }),
      amount: t.field({
        type: MoneyRef,
        description: 'Price after the discount.',
        resolve: amounts.amount,
      }),
      officialAmount: t.field({
        type: MoneyRef,
        description: 'List price before the discount.',
        resolve: amounts.officialAmount,
      }),
      discountAmount: t.field({
        type: MoneyRef,
        description: 'Amount that the discount takes off.',
        resolve: amounts.discountAmount,
      }),
      installment: t.field({
        type: InstallmentRef,
        description: 'Installment that is due each time, for prices paid in installments.',
        resolve: (priced) => installmentOf(priced),
      }),
    };
  },
});
