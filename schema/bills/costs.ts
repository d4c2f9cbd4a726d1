import { badInput } from '../../src/errors/errors.ts';
import type { CostRow } from '../../src/operations/bills/costs.ts';
import type { WithCurrency } from '../../src/operations/bills/edges.ts';
import { type CostFilter, costsByCustomer } from '../../src/operations/bills/own-bill-edges.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { MoneyRef, money } from '../core/money.ts';
import { amounts, texts } from '../core/row-fields.ts';
import { CustomerRef } from '../customers/customers.ts';

const DIMENSIONS = {
  SERVICE_TYPE: ['CLOUD_SERVICE_TYPE', 'The cloud service.'],
  RESOURCE_TYPE: ['RESOURCE_TYPE', 'The kind of resource.'],
  ACCOUNT: ['ASSOCIATED_ACCOUNT', 'The account that consumed.'],
  REGION: ['REGION_CODE', 'The region.'],
  AVAILABILITY_ZONE: ['AZ_CODE', 'The availability zone.'],
  ENTERPRISE_PROJECT: ['ENTERPRISE_PROJECT_ID', 'The enterprise project.'],
  SPECIFICATION: ['RES_SPEC_CODE', 'The specification.'],
  CHARGING_MODE: ['CHARGING_MODE', 'How it is charged.'],
  USAGE_TYPE: ['USAGE_TYPE', 'What is metered.'],
  BILL_TYPE: ['BILL_TYPE', 'What it is about.'],
  RESOURCE: ['RESOURCE_ID', 'The resource.'],
  OPERATING_ENTITY: ['BE_ID', 'The operating entity of the vendor.'],
  PAYER: ['PAYER_ACCOUNT_ID', 'The account that pays.'],
} as const;

const CostDimension = builder.enumType('CostDimension', {
  description: 'What costs can be grouped and filtered by.',
  values: Object.fromEntries(
    Object.entries(DIMENSIONS).map(([name, [value, description]]) => [name, { value, description }]),
  ) as Record<keyof typeof DIMENSIONS, { value: string; description: string }>,
});

const CostStep = builder.enumType('CostStep', {
  description: 'Length of one step in time.',
  values: {
    DAY: { value: 1, description: 'A day.' },
    MONTH: { value: 2, description: 'A month.' },
  } as const,
});

const CostBasis = builder.enumType('CostBasis', {
  description: 'When a cost counts.',
  values: {
    ORIGINAL: { value: 'ORIGINAL_COST', description: 'When it is charged.' },
    AMORTIZED: { value: 'AMORTIZED_COST', description: 'Spread over the time that it is for.' },
  } as const,
});

const CostAmount = builder.enumType('CostAmount', {
  description: 'Which amount counts.',
  values: {
    PAYABLE: { value: 'PAYMENT_AMOUNT', description: 'What is to be paid.' },
    NET: { value: 'NET_AMOUNT', description: 'What is paid in the end, without coupons and the like.' },
  } as const,
});

const CostGroupInput = builder.inputType('CostGroupInput', {
  description: 'What costs are grouped by: a dimension, a tag or a cost unit.',
  isOneOf: true,
  fields: (t) => ({
    dimension: t.field({ type: CostDimension, description: 'A dimension.' }),
    tag: t.string({ description: 'Key of a cost tag.' }),
    costUnit: t.string({ description: 'Key of a cost unit.' }),
  }),
});

const CostFilterInput = builder.inputType('CostFilterInput', {
  description: 'Which values of a dimension, a tag or a cost unit count.',
  fields: (t) => ({
    dimension: t.field({ type: CostDimension, required: true, description: 'The dimension.' }),
    values: t.stringList({ required: true, description: 'Its values, in the codes of the upstream.' }),
    exclude: t.boolean({ description: 'All but these. Not when left out.' }),
  }),
});

interface CostArguments {
  readonly from: string;
  readonly until: string;
  readonly step: number;
  readonly groupBy: readonly (typeof CostGroupInput.$inferInput)[];
  readonly basis: string;
  readonly amount: string;
  readonly filters?: readonly (typeof CostFilterInput.$inferInput)[] | null | undefined;
}

const MOST_GROUPS = 2;

function toCostFilter(args: CostArguments): CostFilter {
  const { from, until, step, groupBy, filters } = args;
  if (from > until) throw badInput(`from and until: expected two days in order, got ${from} and ${until}`);
  if (groupBy.length === 0 || groupBy.length > MOST_GROUPS) {
    throw badInput(`groupBy: expected 1 to ${MOST_GROUPS} groups, got ${groupBy.length}`);
  }
  const time = (day: string) => (step === 2 ? day.slice(0, 7) : day);
  return {
    time_condition: { time_measure_id: step, begin_time: time(from), end_time: time(until) },
    groupby: groupBy.map(({ dimension, tag, costUnit }) =>
      dimension
        ? { type: 'dimension', key: dimension }
        : tag
          ? { type: 'tag', key: tag }
          : { type: 'cost_unit', key: costUnit ?? '' },
    ),
    cost_type: args.basis,
    amount_type: args.amount,
    ...(filters && filters.length > 0
      ? {
          filters: filters.map(({ dimension, values, exclude }) => ({
            operator: exclude ? 1 : 0,
            filter_factor: { key: dimension, value: values },
          })),
        }
      : {}),
  };
}

type Cost = WithCurrency<CostRow>;

const CostGroupRef = builder.objectRef<CostRow['dimensions'][number]>('CostGroup').implement({
  description: 'What a row of costs is about, in one of the dimensions that were asked for.',
  fields: (t) =>
    texts(t, {
      key: ['The dimension, in the words of the upstream.', (row) => row.key],
      value: ['Its value, in the codes of the upstream.', (row) => row.value],
    }),
});

interface CostStepRow {
  readonly currency: string | undefined;
  readonly cost: CostRow['costs'][number];
}

const CostStepRef = builder.objectRef<CostStepRow>('CostInStep').implement({
  description: 'What was spent in one step.',
  fields: (t) => ({
    period: t.string({
      description: 'The day (`YYYY-MM-DD`) or the month (`YYYY-MM`).',
      resolve: ({ cost }) => cost.time_dimension_value,
    }),
    periodKindCode: t.string({
      description: 'Raw code of the length of the step.',
      resolve: ({ cost }) => cost.time_measure_id,
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'The cost.',
      resolve: ({ cost, currency }, _args, context) => money(cost.amount, currency, context),
    }),
    officialAmount: t.field({
      type: MoneyRef,
      description: 'List price of the same.',
      resolve: ({ cost, currency }, _args, context) => money(cost.official_amount, currency, context),
    }),
  }),
});

const CostRef = builder.objectRef<Cost & { readonly measure_id?: number }>('Cost').implement({
  description: 'Costs of one group over time.',
  fields: (t) => ({
    groups: t.field({
      type: [CostGroupRef],
      nullable: { list: false, items: false },
      description: 'What it is about.',
      resolve: (row) => [...row.dimensions],
    }),
    steps: t.field({
      type: [CostStepRef],
      nullable: { list: false, items: false },
      description: 'What was spent in each step.',
      resolve: (row) => row.costs.map((cost) => ({ cost, currency: row.currency })),
    }),
    ...amounts(t, {
      amount: ['The cost over all steps.', (row) => row.amount_by_costs],
      officialAmount: ['List price over all steps.', (row) => row.official_amount_by_costs],
    }),
  }),
});

const CostConnection = connectionType('Cost', CostRef, 'costs');

builder.objectField(CustomerRef, 'costs', (t) =>
  t.field({
    type: CostConnection,
    nullable: false,
    description:
      "Its costs over time as its Cost Center analyses them; asked with the customer's own credential.",
    args: {
      from: t.arg({ type: 'Date', required: true, description: 'First day; by month, its month.' }),
      until: t.arg({ type: 'Date', required: true, description: 'Last day; by month, its month.' }),
      step: t.arg({
        type: CostStep,
        required: true,
        defaultValue: 2,
        description: 'Length of one step.',
      }),
      groupBy: t.arg({
        type: [CostGroupInput],
        required: true,
        description: 'What it is grouped by: one or two groups.',
      }),
      basis: t.arg({
        type: CostBasis,
        required: true,
        defaultValue: 'ORIGINAL_COST',
        description: 'When a cost counts.',
      }),
      amount: t.arg({
        type: CostAmount,
        required: true,
        defaultValue: 'PAYMENT_AMOUNT',
        description: 'Which amount counts.',
      }),
      filters: t.arg({ type: [CostFilterInput], description: 'Which costs; all of them must hold.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(costsByCustomer, toCostFilter, (row) => row),
  }),
);
