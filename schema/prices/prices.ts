import type { GatewayContext } from '../../src/context/context.ts';
import { maySee } from '../../src/context/viewer.ts';
import { badInput } from '../../src/errors/errors.ts';
import type { Edge } from '../../src/operations/edge.ts';
import {
  type OnDemandPriceFilter,
  onDemandPrices,
  type PeriodPriceFilter,
  periodPrices,
} from '../../src/operations/prices/edges.ts';
import type { OnDemandRates, PeriodRates } from '../../src/operations/prices/prices.ts';
import { builder } from '../core/builder.ts';
import { MoneyRef, money } from '../core/money.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { codes } from '../core/row-fields.ts';
import { CustomerRef } from '../customers/customers.ts';
import { mergeOnDemand, mergePeriod } from './merge-prices.ts';
import {
  batchesOf,
  OnDemandUsageInput,
  SubscriptionInput,
  subscriptionInfo,
  usageInfo,
} from './price-inputs.ts';
import {
  amountReaders,
  InstallmentRef,
  installmentOf,
  PriceDiscountType,
  type Priced,
  PriceOptionRef,
} from './price-parts.ts';

const ID = 'Your own name for it, from the request.';
const PRODUCT_ID = 'Id of the product.';

type UsageRow = OnDemandRates['product_rating_results'][number];
type DiscountRow = UsageRow['discount_rating_results'][number];

const OnDemandDiscountRef = builder.objectRef<Priced<DiscountRow>>('OnDemandDiscount').implement({
  description: 'A discount within the price of an on-demand product.',
  fields: (t) => ({
    discountId: t.string({ description: 'Id of the discount.', resolve: ({ row }) => row.discount_id }),
    name: t.string({ description: 'Its name.', resolve: ({ row }) => row.discount_name }),
    ...codes(t, {
      type: [PriceDiscountType, 'What it comes from.', ({ row }) => row.discount_type],
    }),
    typeCode: t.string({ description: 'Raw code of the type.', resolve: ({ row }) => row.discount_type }),
    amount: t.field({
      type: MoneyRef,
      description: 'Amount of the discount.',
      resolve: ({ row, currency }, _args, context) => money(row.amount, currency, context, row.measure_id),
    }),
  }),
});

const OnDemandPriceRef = builder.objectRef<Priced<UsageRow>>('OnDemandPrice').implement({
  description: 'What some use of an on-demand product costs.',
  fields: (t) => {
    const amounts = amountReaders<UsageRow>();
    return {
      id: t.string({ description: ID, resolve: ({ row }) => row.id }),
      productId: t.string({ description: PRODUCT_ID, resolve: ({ row }) => row.product_id }),
      amount: t.field({ type: MoneyRef, description: 'Price after discounts.', resolve: amounts.amount }),
      officialAmount: t.field({
        type: MoneyRef,
        description: 'List price.',
        resolve: amounts.officialAmount,
      }),
      discountAmount: t.field({
        type: MoneyRef,
        description: 'What discounts take off.',
        resolve: amounts.discountAmount,
      }),
      discounts: t.field({
        type: [OnDemandDiscountRef],
        nullable: { list: true, items: false },
        description: 'The discounts.',
        resolve: ({ row, currency }) => row.discount_rating_results.map((one) => ({ row: one, currency })),
      }),
    };
  },
});

const OnDemandPricesRef = builder.objectRef<OnDemandRates>('OnDemandPrices').implement({
  description: 'What some use of on-demand products costs, in all and each.',
  fields: (t) => {
    const amounts = amountReaders<OnDemandRates>();
    const all = (row: OnDemandRates) => ({ row, currency: row.currency });
    return {
      amount: t.field({
        type: MoneyRef,
        description: 'Price of everything after discounts.',
        resolve: (row, args, context) => amounts.amount(all(row), args, context),
      }),
      officialAmount: t.field({
        type: MoneyRef,
        description: 'List price of everything.',
        resolve: (row, args, context) => amounts.officialAmount(all(row), args, context),
      }),
      discountAmount: t.field({
        type: MoneyRef,
        description: 'What discounts take off in all.',
        resolve: (row, args, context) => amounts.discountAmount(all(row), args, context),
      }),
      products: t.field({
        type: [OnDemandPriceRef],
        nullable: { list: true, items: false },
        description:
          'The prices in the order of the request; products that the upstream leaves out are not there.',
        resolve: ({ product_rating_results: rows, currency }) => rows.map((row) => ({ row, currency })),
      }),
    };
  },
});

type Official = NonNullable<PeriodRates['official_website_rating_result']>;
type OfficialRow = Official['product_rating_results'][number];
type OptionRow = PeriodRates['optional_discount_rating_results'][number];
type OptionProductRow = OptionRow['product_rating_results'][number];

const SubscriptionListPriceRef = builder.objectRef<Priced<OfficialRow>>('SubscriptionListPrice').implement({
  description: 'List price of a subscription.',
  fields: (t) => ({
    id: t.string({ description: ID, resolve: ({ row }) => row.id }),
    productId: t.string({ description: PRODUCT_ID, resolve: ({ row }) => row.product_id }),
    officialAmount: t.field({
      type: MoneyRef,
      description: 'List price.',
      resolve: ({ row, currency }, _args, context) =>
        money(row.official_website_amount, currency, context, row.measure_id),
    }),
    installment: t.field({
      type: InstallmentRef,
      description: 'What is due each time at list price, where it is paid in parts.',
      resolve: (priced) => installmentOf(priced),
    }),
  }),
});

const SubscriptionPriceRef = builder.objectRef<Priced<OptionProductRow>>('SubscriptionPrice').implement({
  description: 'What a subscription costs under a discount.',
  fields: (t) => {
    const amounts = amountReaders<OptionProductRow>();
    return {
      id: t.string({ description: ID, resolve: ({ row }) => row.id }),
      productId: t.string({ description: PRODUCT_ID, resolve: ({ row }) => row.product_id }),
      amount: t.field({ type: MoneyRef, description: 'Price after the discount.', resolve: amounts.amount }),
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

const SubscriptionOptionRef = builder.objectRef<Priced<OptionRow>>('SubscriptionPriceOption').implement({
  description: 'What subscriptions would cost under one of the discounts that can be chosen.',
  interfaces: [PriceOptionRef],
  fields: (t) => ({
    products: t.field({
      type: [SubscriptionPriceRef],
      nullable: { list: true, items: false },
      description: 'Each product under the discount, in the order of the request.',
      resolve: ({ row, currency }) => row.product_rating_results.map((one) => ({ row: one, currency })),
    }),
  }),
});

const SubscriptionPricesRef = builder.objectRef<PeriodRates>('SubscriptionPrices').implement({
  description: 'What subscriptions cost: list prices, and prices under each discount that can be chosen.',
  fields: (t) => ({
    officialAmount: t.field({
      type: MoneyRef,
      description: 'List price of everything.',
      resolve: ({ official_website_rating_result: row, currency }, _args, context) =>
        money(row?.official_website_amount, currency, context, row?.measure_id),
    }),
    installment: t.field({
      type: InstallmentRef,
      description: 'What is due each time at list price, where it is paid in parts.',
      resolve: ({ official_website_rating_result: row, currency }) =>
        row ? installmentOf({ row, currency }) : null,
    }),
    products: t.field({
      type: [SubscriptionListPriceRef],
      nullable: { list: true, items: false },
      description:
        'List prices in the order of the request; products that the upstream leaves out are not there.',
      resolve: ({ official_website_rating_result: official, currency }) =>
        (official?.product_rating_results ?? []).map((row) => ({ row, currency })),
    }),
    options: t.field({
      type: [SubscriptionOptionRef],
      nullable: { list: true, items: false },
      description:
        'Prices under each discount. Of more than 100 products, one that applies to some hundreds only covers those.',
      resolve: ({ optional_discount_rating_results: rows, currency }) =>
        rows.map((row) => ({ row, currency })),
    }),
  }),
});

const PricePrecision = builder.enumType('PricePrecision', {
  description: 'How many decimals a price has at most.',
  values: {
    SIX_DECIMALS: { value: 0, description: 'Six.' },
    TEN_DECIMALS: { value: 1, description: 'Ten.' },
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

/** The answers for each batch, asked for in the name of the customer. */
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
const PROJECT = "A project of the customer's in the region of the products.";

function pricesFor(customerId: string, projectId: string): Prices {
  if (projectId === '') throw badInput('projectId: expected an id, got an empty text');
  return { customerId, projectId };
}

const PricesRef = builder.objectRef<Prices>('Prices').implement({
  description: 'Prices for one customer in one project, with its own discounts.',
  fields: (t) => ({
    onDemand: t.field({
      extensions: reads({
        reads: [
          keyed(onDemandPrices, {
            rows: 'one',
            filters: (args: OnDemandArguments) => onDemandFilters(args, ANY_PROJECT),
          }),
        ],
      }),
      type: OnDemandPricesRef,
      description: 'What some use of on-demand products costs. One upstream call per 100 products.',
      args: {
        usages: t.arg({
          type: [OnDemandUsageInput],
          required: true,
          description: 'The products and how much of them is used, 1 to 1,000.',
        }),
        precision: t.arg({
          type: PricePrecision,
          description: 'How many decimals prices have at most; six when left out.',
        }),
      },
      resolve: async (prices, args, context) => {
        const filters = onDemandFilters(args, prices.projectId);
        const answers = await answersOf(onDemandPrices, prices, filters, context);
        return mergeOnDemand(
          args.usages.map(({ id }) => id),
          answers,
        );
      },
    }),
    subscriptions: t.field({
      extensions: reads({
        reads: [
          keyed(periodPrices, {
            rows: 'one',
            filters: (args: SubscriptionArguments) => periodFilters(args, ANY_PROJECT),
          }),
        ],
      }),
      type: SubscriptionPricesRef,
      description: 'What subscriptions cost. One upstream call per 100 products.',
      args: {
        subscriptions: t.arg({
          type: [SubscriptionInput],
          required: true,
          description: 'The subscriptions, 1 to 1,000.',
        }),
      },
      resolve: async (prices, args, context) => {
        const filters = periodFilters(args, prices.projectId);
        const answers = await answersOf(periodPrices, prices, filters, context);
        return mergePeriod(
          args.subscriptions.map(({ id }) => id),
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
      'Prices for it, asked for in its name, because discounts are those of the account that asks.',
    args: { projectId: t.arg.string({ required: true, description: PROJECT }) },
    resolve: ({ customerId }, { projectId }) => pricesFor(customerId, projectId),
  }),
);

builder.queryField('prices', (t) =>
  t.field({
    type: PricesRef,
    description:
      'Prices for a customer, asked for in its name, because discounts are those of the account that asks; null for customers that the viewer may not see.',
    args: {
      customerId: t.arg.string({ required: true, description: 'Account id of the customer.' }),
      projectId: t.arg.string({
        required: true,
        description: PROJECT,
      }),
    },
    resolve: (_root, { customerId, projectId }, context) => {
      if (customerId === '') throw badInput('customerId: expected an id, got an empty text');
      return maySee(context.viewer, customerId) ? pricesFor(customerId, projectId) : null;
    },
  }),
);
