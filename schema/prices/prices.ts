import type { GatewayContext } from '../../src/context/context.ts';
import { maySee } from '../../src/context/viewer.ts';
import type { Edge } from '../../src/operations/edge.ts';
import {
  type OnDemandPriceFilter,
  onDemandPrices,
  type PeriodPriceFilter,
  periodPrices,
} from '../../src/operations/prices/edges.ts';
import type { PeriodRates } from '../../src/operations/prices/prices.ts';
import { builder } from '../core/builder.ts';
import { type Kind, ofKind } from '../core/kind.ts';
import { within } from '../core/money.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { amounts, texts } from '../core/row-fields.ts';
import { CustomerRef } from '../customers/customers.ts';
import { mergeOnDemand, mergePeriod } from './merge-prices.ts';
import { OnDemandPricesRef } from './on-demand-prices.ts';
import {
  batchesOf,
  OnDemandUsageInput,
  SubscriptionInput,
  subscriptionInfo,
  usageInfo,
} from './price-inputs.ts';
import {
  discountedAmounts,
  InstallmentRef,
  installmentOf,
  KEY,
  PRODUCT_ID,
  type Priced,
  PriceOptionRef,
} from './price-parts.ts';

type Official = NonNullable<PeriodRates['official_website_rating_result']>;
type OfficialRow = Official['product_rating_results'][number];
type OptionRow = PeriodRates['optional_discount_rating_results'][number];
type OptionProductRow = OptionRow['product_rating_results'][number];

const SubscriptionListPriceRef = builder.objectRef<Priced<OfficialRow>>('SubscriptionListPrice').implement({
  description: 'List price of one subscription.',
  fields: (t) => ({
    ...texts(t, { key: [KEY, (row) => row.id], productId: [PRODUCT_ID, (row) => row.product_id] }),
    ...amounts(t, {
      officialAmount: ['List price of the subscription.', (row) => row.official_website_amount],
    }),
    installment: t.field({
      type: InstallmentRef,
      description: 'Installment that is due each time at list price, for prices paid in installments.',
      resolve: (row) => installmentOf(row),
    }),
  }),
});

const SubscriptionPriceRef = builder.objectRef<Priced<OptionProductRow>>('SubscriptionPrice').implement({
  description: 'Price of a subscription under a discount.',
  fields: (t) => ({
    ...texts(t, { key: [KEY, (row) => row.id], productId: [PRODUCT_ID, (row) => row.product_id] }),
    ...discountedAmounts(t, {
      amount: 'Price after the discount.',
      officialAmount: 'List price of the subscription.',
      discountAmount: 'Amount that the discount takes off.',
    }),
    installment: t.field({
      type: InstallmentRef,
      description: 'Installment that is due each time, for prices paid in installments.',
      resolve: (row) => installmentOf(row),
    }),
  }),
});

const SubscriptionOptionRef = builder
  .objectRef<Priced<OptionRow> & Kind<'subscriptionOption'>>('SubscriptionPriceOption')
  .implement({
    description: 'Price of subscriptions under one of the discounts that can be chosen.',
    interfaces: [PriceOptionRef],
    fields: (t) => ({
      products: t.field({
        type: [SubscriptionPriceRef],
        nullable: { list: true, items: false },
        description: 'Prices of the products under the discount, in the order of the request.',
        resolve: (option) => option.product_rating_results.map((row) => within(row, option)),
      }),
    }),
  });

const toSubscriptionOption = ofKind('subscriptionOption');

const SubscriptionPricesRef = builder.objectRef<PeriodRates>('SubscriptionPrices').implement({
  description: 'List prices of subscriptions, and prices under each discount that can be chosen.',
  fields: (t) => ({
    ...amounts(
      t,
      {
        officialAmount: [
          'Total list price of all subscriptions.',
          ({ official_website_rating_result: official }) => official?.official_website_amount,
        ],
      },
      (rates) => within(rates.official_website_rating_result ?? {}, rates),
    ),
    installment: t.field({
      type: InstallmentRef,
      description: 'Installment that is due each time at list price, for prices paid in installments.',
      resolve: ({ official_website_rating_result: official, currency }) =>
        official ? installmentOf(within(official, { currency })) : null,
    }),
    products: t.field({
      type: [SubscriptionListPriceRef],
      nullable: { list: true, items: false },
      description: 'List prices in the order of the request; products that the upstream omits are missing.',
      resolve: ({ official_website_rating_result: official, currency }) => {
        const unit = within(official ?? {}, { currency });
        return (official?.product_rating_results ?? []).map((row) => within(row, unit));
      },
    }),
    options: t.field({
      type: [SubscriptionOptionRef],
      nullable: { list: true, items: false },
      description:
        'Prices under each discount. For more than 100 products, a discount that applies to only some batches of 100 covers only those batches.',
      resolve: ({ optional_discount_rating_results: rows, currency }) =>
        rows.map((row) => toSubscriptionOption(within(row, { currency }))),
    }),
  }),
});

const PricePrecision = builder.enumType('PricePrecision', {
  description: 'Maximum number of decimals of a price.',
  values: {
    SIX_DECIMALS: { value: 0, description: 'Prices with at most six decimals.' },
    TEN_DECIMALS: { value: 1, description: 'Prices with at most ten decimals.' },
  } as const,
});

interface Prices {
  readonly customerId: string;
  readonly projectId: string;
}

interface OnDemandArguments {
  readonly usages: readonly (typeof OnDemandUsageInput.$inferInput)[];
  readonly precision?: 0 | 1 | null | undefined;
}

interface SubscriptionArguments {
  readonly subscriptions: readonly (typeof SubscriptionInput.$inferInput)[];
}

function onDemandFilters({ usages, precision }: OnDemandArguments, projectId: string): OnDemandPriceFilter[] {
  return batchesOf('usages', usages).map((batch) => ({
    project_id: projectId,
    product_infos: batch.map(usageInfo),
    ...(precision == null ? {} : { inquiry_precision: precision }),
  }));
}

function periodFilters({ subscriptions }: SubscriptionArguments, projectId: string): PeriodPriceFilter[] {
  return batchesOf('subscriptions', subscriptions).map((batch) => ({
    project_id: projectId,
    product_infos: batch.map(subscriptionInfo),
  }));
}

/** Answers for each batch, requested in the name of the customer. */
async function answersOf<Filter, Row>(
  edge: Edge<Filter, Row>,
  { customerId }: Prices,
  filters: readonly Filter[],
  context: GatewayContext,
): Promise<readonly Row[]> {
  const answers = await Promise.all(filters.map((filter) => context.loaders.one(edge, customerId, filter)));
  return answers.filter((answer) => answer !== null);
}

const ANY_PROJECT = '-';
const PROJECT = 'Id of a project of the customer in the region of the products.';

const PricesRef = builder.objectRef<Prices>('Prices').implement({
  description: "Prices for one customer in one project, with the customer's own discounts.",
  fields: (t) => ({
    onDemand: t.field({
      extensions: reads({
        reads: [
          keyedRead(onDemandPrices, {
            rows: 'one',
            filters: (args: OnDemandArguments) => onDemandFilters(args, ANY_PROJECT),
          }),
        ],
      }),
      type: OnDemandPricesRef,
      description: 'Prices for the usage of pay-per-use products. One upstream call per 100 products.',
      args: {
        usages: t.arg({
          type: [OnDemandUsageInput],
          required: true,
          description: 'Products with the usage of each product, 1 to 1,000.',
        }),
        precision: t.arg({
          type: PricePrecision,
          description: 'Maximum number of decimals of the prices; six when omitted.',
        }),
      },
      resolve: async (prices, args, context) => {
        const filters = onDemandFilters(args, prices.projectId);
        const answers = await answersOf(onDemandPrices, prices, filters, context);
        return mergeOnDemand(
          args.usages.map(({ key }) => key),
          answers,
        );
      },
    }),
    subscriptions: t.field({
      extensions: reads({
        reads: [
          keyedRead(periodPrices, {
            rows: 'one',
            filters: (args: SubscriptionArguments) => periodFilters(args, ANY_PROJECT),
          }),
        ],
      }),
      type: SubscriptionPricesRef,
      description: 'Prices of subscriptions. One upstream call per 100 products.',
      args: {
        subscriptions: t.arg({
          type: [SubscriptionInput],
          required: true,
          description: 'Subscriptions to be priced, 1 to 1,000.',
        }),
      },
      resolve: async (prices, args, context) => {
        const filters = periodFilters(args, prices.projectId);
        const answers = await answersOf(periodPrices, prices, filters, context);
        return mergePeriod(
          args.subscriptions.map(({ key }) => key),
          answers,
        );
      },
    }),
  }),
});

builder.objectField(CustomerRef, 'prices', (t) =>
  t.field({
    type: PricesRef,
    nullable: false,
    description:
      "Prices for the customer, requested in the customer's name because discounts are those of the requesting account.",
    args: { projectId: t.arg.string({ required: true, description: PROJECT }) },
    resolve: ({ customerId }, { projectId }) => ({ customerId, projectId }),
  }),
);

builder.queryField('prices', (t) =>
  t.field({
    type: PricesRef,
    description:
      "Prices for a customer, requested in the customer's name because discounts are those of the requesting account; null for customers that the viewer may not see.",
    args: {
      customerId: t.arg.string({ required: true, description: 'Account id of the customer.' }),
      projectId: t.arg.string({
        required: true,
        description: PROJECT,
      }),
    },
    resolve: (_root, { customerId, projectId }, context) =>
      maySee(context.viewer, customerId) ? { customerId, projectId } : null,
  }),
);
