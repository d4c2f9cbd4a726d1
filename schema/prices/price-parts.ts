import type { GatewayContext } from '../../src/context/context.ts';
import type { PeriodRates } from '../../src/operations/prices/prices.ts';
import type { RenewalRate } from '../../src/operations/renewals/renewals.ts';
import { builder } from '../core/builder.ts';
import { type Money, MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { codes, interfaceCodes } from '../core/row-fields.ts';

export const PriceDiscountType = openEnum('PriceDiscountType', 'What a discount on a price comes from.', {
  COMMERCIAL: { code: '605', description: 'A commercial contract.' },
  DISTRIBUTOR_CONTRACT: { code: '606', description: 'A commercial contract with a distributor.' },
  PARTNER: { code: '607', description: 'A rate that the partner set.' },
});

const InstallmentPeriod = openEnum('InstallmentPeriod', 'How often a part of a price is due.', {
  MONTH: { code: '2', description: 'Every month.' },
  YEAR: { code: '3', description: 'Every year.' },
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
  description: 'What is due each time where a price is paid in parts.',
  fields: (t) => ({
    officialAmount: t.field({
      type: MoneyRef,
      description: 'List price.',
      resolve: ({ row, currency }, _args, context) =>
        money(row.installment_official_website_amount, currency, context),
    }),
    discountAmount: t.field({
      type: MoneyRef,
      description: 'What the discount takes off.',
      resolve: ({ row, currency }, _args, context) =>
        money(row.installment_official_discount_amount, currency, context),
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'Price after the discount.',
      resolve: ({ row, currency }, _args, context) => money(row.installment_amount, currency, context),
    }),
    ...codes(t, {
      period: [InstallmentPeriod, 'How often it is due.', ({ row }) => row.installment_period_type],
    }),
    periodCode: t.string({
      description: 'Raw code of the period.',
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

/** What all price options share. */
export const PriceOptionRef = builder.interfaceRef<Priced<OptionRow>>('PriceOption').implement({
  description: 'What everything would cost under one of the discounts that can be chosen.',
  resolveType: ({ row }) =>
    'product_rating_results' in row ? 'SubscriptionPriceOption' : 'RenewalPriceOption',
  fields: (t) => {
    const amounts = amountReaders<OptionRow>();
    return {
      discountId: t.string({ description: 'Id of the discount.', resolve: ({ row }) => row.discount_id }),
      discountName: t.string({ description: 'Its name.', resolve: ({ row }) => row.discount_name }),
      ...interfaceCodes(t, {
        discountType: [PriceDiscountType, 'What the discount comes from.', ({ row }) => row.discount_type],
      }),
      discountTypeCode: t.string({
        description: 'Raw code of the type.',
        resolve: ({ row }) => row.discount_type,
      }),
      isBestOffer: t.boolean({
        nullable: false,
        description:
          'Whether it is the best of commercial and partner discounts; promotions are not compared.',
        resolve: ({ row }) => row.best_offer === '1',
      }),
      amount: t.field({
        type: MoneyRef,
        description: 'Price after the discount.',
        resolve: amounts.amount,
      }),
      officialAmount: t.field({
        type: MoneyRef,
        description: 'List price.',
        resolve: amounts.officialAmount,
      }),
      discountAmount: t.field({
        type: MoneyRef,
        description: 'What the discount takes off.',
        resolve: amounts.discountAmount,
      }),
      installment: t.field({
        type: InstallmentRef,
        description: 'What is due each time, where it is paid in parts.',
        resolve: (priced) => installmentOf(priced),
      }),
    };
  },
});
