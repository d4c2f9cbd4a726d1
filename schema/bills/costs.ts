import { badInput } from '../../src/errors/errors.ts';
import type { CostRow } from '../../src/operations/bills/costs.ts';
import { type CostFilter, costsByCustomer } from '../../src/operations/bills/customer-bill-edges.ts';
import type { WithCurrency } from '../../src/operations/bills/edges.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { type Denomination, within } from '../core/money.ts';
import { amounts, texts } from '../core/row-fields.ts';
import { CustomerRef } from '../customers/customers.ts';

const DIMENSIONS = {
  SERVICE_TYPE: ['CLOUD_SERVICE_TYPE', 'Cloud service of the charged resource.'],
  RESOURCE_TYPE: ['RESOURCE_TYPE', 'Type of the charged resource.'],
  ACCOUNT: ['ASSOCIATED_ACCOUNT', 'Account that consumed the resource.'],
  REGION: ['REGION_CODE', 'Region of the charged resource.'],
  AVAILABILITY_ZONE: ['AZ_CODE', 'Availability zone of the resource.'],
  ENTERPRISE_PROJECT: ['ENTERPRISE_PROJECT_ID', 'Enterprise project of the resource.'],
  SPECIFICATION: ['RES_SPEC_CODE', 'Specification of the charged resource.'],
  CHARGING_MODE: ['CHARGING_MODE', 'Charging mode of the resource.'],
  USAGE_TYPE: ['USAGE_TYPE', 'Usage type that is metered.'],
  BILL_TYPE: ['BILL_TYPE', 'Bill type of the charge.'],
  RESOURCE: ['RESOURCE_ID', 'Resource that was charged.'],
  OPERATING_ENTITY: ['BE_ID', 'Operating entity of the vendor.'],
  RESOURCE_TAG: ['RESOURCE_TAG', 'Tag of the resource; for filters only, groups name a `tag`.'],
  COST_UNIT: ['COST_UNIT', 'Cost unit of the charge; for filters only, groups name a `costUnit`.'],
  PAYER: ['PAYER_ACCOUNT_ID', 'Payer: the account that pays for the resource.'],
} as const;

const CostDimension = builder.enumType('CostDimension', {
  description: 'Dimension by which costs can be grouped and filtered.',
  values: Object.fromEntries(
    Object.entries(DIMENSIONS).map(([name, [value, description]]) => [name, { value, description }]),
  ) as Record<keyof typeof DIMENSIONS, { value: string; description: string }>,
});

const CostStep = builder.enumType('CostStep', {
  description: 'Length of one time step of costs.',
  values: {
    DAY: { value: 1, description: 'Time step of one calendar day.' },
    MONTH: { value: 2, description: 'Time step of one calendar month.' },
  } as const,
});

const CostBasis = builder.enumType('CostBasis', {
  description: 'Basis on which costs are assigned to time steps.',
  values: {
    ORIGINAL: { value: 'ORIGINAL_COST', description: 'Cost that counts at the time of the charge.' },
    AMORTIZED: { value: 'AMORTIZED_COST', description: 'Cost that is spread over the time that it covers.' },
  } as const,
});

const CostAmount = builder.enumType('CostAmount', {
  description: 'Amount that is counted as the cost.',
  values: {
    PAYABLE: { value: 'PAYMENT_AMOUNT', description: 'Amount that is payable for the consumption.' },
    NET: {
      value: 'NET_AMOUNT',
      description: 'Net amount that is finally paid, without coupons and similar deductions.',
    },
  } as const,
});

const CostGroupInput = builder.inputType('CostGroupInput', {
  description: 'Grouping of costs by a dimension, a tag or a cost unit.',
  isOneOf: true,
  fields: (t) => ({
    dimension: t.field({ type: CostDimension, description: 'Dimension by which costs are grouped.' }),
    tag: t.string({ description: 'Key of the cost tag by which costs are grouped.' }),
    costUnit: t.string({ description: 'Key of the cost unit by which costs are grouped.' }),
  }),
});

const CostFilterInput = builder.inputType('CostFilterInput', {
  description: 'Filter for costs by values of a dimension, a tag or a cost unit.',
  fields: (t) => ({
    dimension: t.field({
      type: CostDimension,
      required: true,
      description: 'Dimension whose values are filtered.',
    }),
    values: t.stringList({ required: true, description: 'Values of the dimension, as upstream codes.' }),
    exclude: t.boolean({
      description:
        'True when the values are excluded rather than included. Values are included when omitted.',
    }),
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
/** What groups name by a key of its own. */
const FILTERS_ONLY: ReadonlySet<string> = new Set(['RESOURCE_TAG', 'COST_UNIT']);

function toCostFilter(args: CostArguments): CostFilter {
  const { from, until, step, groupBy, filters } = args;
  if (from > until) throw badInput(`from and until: expected two days in order, got ${from} and ${until}`);
  if (groupBy.length > MOST_GROUPS) {
    throw badInput(`groupBy: expected 1 to ${MOST_GROUPS} groups, got ${groupBy.length}`);
  }
  const filterOnly = groupBy.find(({ dimension }) => dimension && FILTERS_ONLY.has(dimension))?.dimension;
  if (filterOnly) throw badInput(`groupBy: expected tag or costUnit in place of the dimension ${filterOnly}`);
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
    ...(filters
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
  description: 'Group of a row of costs in one of the requested dimensions.',
  fields: (t) =>
    texts(t, {
      key: ['Dimension of the group, as named by the upstream.', (row) => row.key],
      value: ['Value of the dimension, as an upstream code.', (row) => row.value],
    }),
});

type CostStepRow = CostRow['costs'][number] & Denomination;

const CostStepRef = builder.objectRef<CostStepRow>('CostInStep').implement({
  description: 'Costs of one group in one time step.',
  fields: (t) => ({
    ...texts(t, {
      period: [
        'Day (`YYYY-MM-DD`) or month (`YYYY-MM`) of the time step.',
        (step) => step.time_dimension_value,
      ],
      periodKindCode: ['Raw upstream code of the step length.', (step) => step.time_measure_id],
    }),
    ...amounts(t, {
      amount: ['Cost of the group in the time step.', (step) => step.amount],
      officialAmount: ['List price of the consumption in the time step.', (step) => step.official_amount],
    }),
  }),
});

const CostRef = builder.objectRef<Cost>('Cost').implement({
  description: 'Costs of one group over time.',
  fields: (t) => ({
    groups: t.field({
      type: [CostGroupRef],
      nullable: { list: false, items: false },
      description: 'Groups to which the costs belong.',
      resolve: (row) => [...row.dimensions],
    }),
    steps: t.field({
      type: [CostStepRef],
      nullable: { list: false, items: false },
      description: 'Costs of the group in each time step.',
      resolve: (row) => row.costs.map((step) => within(step, row)),
    }),
    ...amounts(t, {
      amount: ['Total cost over all time steps.', (row) => row.amount_by_costs],
      officialAmount: ['Total list price over all time steps.', (row) => row.official_amount_by_costs],
    }),
  }),
});

const CostConnection = connectionType('Cost', CostRef, 'costs');

builder.objectField(CustomerRef, 'costs', (t) =>
  t.field({
    type: CostConnection,
    description:
      "Costs of the customer over time, as analyzed by the customer's Cost Center. Uses the customer's own credential.",
    args: {
      from: t.arg({
        type: 'Date',
        required: true,
        description: 'First day of the costs; with monthly steps, the month of that day.',
      }),
      until: t.arg({
        type: 'Date',
        required: true,
        description: 'Last day of the costs; with monthly steps, the month of that day.',
      }),
      step: t.arg({
        type: CostStep,
        required: true,
        defaultValue: 2,
        description: 'Length of one time step of the costs.',
      }),
      groupBy: t.arg({
        type: [CostGroupInput],
        required: true,
        description: 'Groups by which the costs are grouped: one or two groups.',
      }),
      basis: t.arg({
        type: CostBasis,
        required: true,
        defaultValue: 'ORIGINAL_COST',
        description: 'Basis on which costs are assigned to time steps.',
      }),
      amount: t.arg({
        type: CostAmount,
        required: true,
        defaultValue: 'PAYMENT_AMOUNT',
        description: 'Amount that is counted as the cost.',
      }),
      filters: t.arg({
        type: [CostFilterInput],
        description: 'Filters for the returned costs; all of the filters must match.',
      }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(costsByCustomer, toCostFilter, (row) => row),
  }),
);
