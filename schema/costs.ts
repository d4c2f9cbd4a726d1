import { badInput } from '../src/errors/errors.ts';
import type { AmortizedCostRow, CostRow } from '../src/operations/costs.ts';
import type { WithCurrency } from '../src/operations/edges/bills.ts';
import {
  type AmortizedCostFilter,
  amortizedCostsByCustomer,
  type CostFilter,
  costsByCustomer,
} from '../src/operations/edges/own-bills.ts';
import { ChargingMode } from './bills.ts';
import { builder } from './builder.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from './catalog.ts';
import { asConnection, connectionType, pageArguments, readPage, toConnection } from './connection.ts';
import { CustomerRef } from './customers.ts';
import { MoneyRef, money } from './money.ts';
import {
  codeIn,
  membersFilter,
  membersInput,
  OwnBillType,
  OwnPeriodType,
  withoutEmpty,
} from './own-bill-filters.ts';
import { keyed, reads } from './reads.ts';
import { amounts, instants, quantities, SubResourceRef, subResourceOf, texts } from './row-fields.ts';

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

type AmortizedCost = WithCurrency<AmortizedCostRow> & { readonly measure_id?: number };

const TagRef = builder.objectRef<AmortizedCostRow['effective_tag_pairs'][number]>('CostTag').implement({
  description: 'A cost tag.',
  fields: (t) =>
    texts(t, {
      key: ['Its key.', (row) => row.tag_key],
      value: ['Its value.', (row) => row.tag_value],
    }),
});

const CostUnitRef = builder.objectRef<AmortizedCostRow['cost_unit_pairs'][number]>('CostUnit').implement({
  description: 'A cost unit that a cost belongs to.',
  fields: (t) =>
    texts(t, {
      name: ['Its name.', (row) => row.cost_unit_name],
      rule: ['The rule by which the cost belongs to it.', (row) => row.cost_unit_rule_value],
    }),
});

const AmortizedCostRef = builder.objectRef<AmortizedCost>('AmortizedCost').implement({
  description: 'What a purchase costs in one month when it is spread over the months that it is for.',
  fields: (t) => ({
    type: t.field({
      type: OwnBillType.ref,
      nullable: false,
      description: 'What it is about.',
      resolve: (row) => OwnBillType.of(row.bill_type),
    }),
    chargingMode: t.field({
      type: ChargingMode.ref,
      nullable: false,
      description: 'How it is charged.',
      resolve: (row) => ChargingMode.of(row.charging_mode),
    }),
    periodType: t.field({
      type: OwnPeriodType.ref,
      description: 'Length of one period; null where nothing states it.',
      resolve: (row) => (row.period_type === undefined ? null : OwnPeriodType.of(row.period_type)),
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service.',
      resolve: (row) => typeReference(row.service_type_code, row.service_type_name),
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'The kind of resource.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    subResource: t.field({
      type: SubResourceRef,
      description: 'The part that it is about, where parts are told apart.',
      resolve: (row) => subResourceOf(row),
    }),
    tags: t.field({
      type: [TagRef],
      nullable: { list: false, items: false },
      description: 'Its cost tags.',
      resolve: (row) => [...row.effective_tag_pairs],
    }),
    costUnits: t.field({
      type: [CostUnitRef],
      nullable: { list: false, items: false },
      description: 'Cost units that it belongs to.',
      resolve: (row) => [...row.cost_unit_pairs],
    }),
    ...texts(t, {
      month: ['The month, `YYYY-MM`.', (row) => row.shared_month],
      cycle: ['The bill cycle.', (row) => row.bill_cycle],
      typeCode: ['Raw code of the type.', (row) => row.bill_type],
      chargingModeCode: ['Raw code of the charging mode.', (row) => row.charging_mode],
      periodTypeCode: ['Raw code of the length of a period.', (row) => row.period_type],
      customerId: ['Account that consumed: the customer, or a sub-account.', (row) => row.customer_id],
      regionCode: ['Region.', (row) => row.region_code],
      regionName: ['Name of the region.', (row) => row.region_name],
      resourceId: ['Id of the resource.', (row) => row.resource_id],
      resourceName: ['Name of the resource.', (row) => row.resource_name],
      resourceTag: ['Tags of the resource.', (row) => row.resource_tag],
      specification: ['Specification in words.', (row) => row.product_spec_desc],
      enterpriseProjectId: ['Id of the enterprise project.', (row) => row.enterprise_project_id],
      enterpriseProjectName: ['Name of the enterprise project.', (row) => row.enterprise_project_name],
      orderId: ['Id of the order.', (row) => row.order_id],
      usageTypeCode: ['Code of what was metered.', (row) => row.usage_type],
    }),
    ...instants(t, {
      effectiveAt: ['From when on it is used.', (row) => row.effective_time],
      expiresAt: ['Until when it is used.', (row) => row.expire_time],
    }),
    ...quantities(t, {
      usage: ['How much was used.', (row) => [row.usage, row.usage_measure_id]],
      packageUsage: [
        'How much of the use came out of resource packages.',
        (row) => [row.free_resource_usage, row.free_resource_measure_id],
      ],
      reservedInstanceUsage: [
        'How much of the use a reserved instance covered.',
        (row) => [row.ri_usage, row.ri_usage_measure_id],
      ],
    }),
    ...amounts(t, {
      amount: ['The whole amount payable.', (row) => row.consume_amount],
      pastAmount: ['The part of earlier months.', (row) => row.past_months_amortized_amount],
      currentAmount: ['The part of this month.', (row) => row.current_month_amortized_amount],
      futureAmount: ['The part of later months.', (row) => row.future_months_amortized_amount],
      cashAmount: ["This month's part, paid in cash.", (row) => row.amortized_cash_amount],
      creditAmount: ["This month's part, paid from credit.", (row) => row.amortized_credit_amount],
      couponAmount: ["This month's part, paid with cash coupons.", (row) => row.amortized_coupon_amount],
      flexiPurchaseCouponAmount: [
        "This month's part, paid with flexi-purchase coupons.",
        (row) => row.amortized_flexipurchase_coupon_amount,
      ],
      storedValueCardAmount: [
        "This month's part, paid with stored-value cards.",
        (row) => row.amortized_stored_value_card_amount,
      ],
      bonusAmount: ["This month's part, paid from bonus.", (row) => row.amortized_bonus_amount],
    }),
  }),
});

const AmortizedCostFilterInput = builder.inputType('AmortizedCostFilter', {
  description: 'Narrows costs of a month; fields that are left out do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only this service.' }),
    resourceTypeCode: t.string({ description: 'Only this kind of resource.' }),
    regionCode: t.string({ description: 'Only this region.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only what is charged this way.' }),
    type: t.field({ type: OwnBillType.ref, description: 'Only what is about this.' }),
    resourceId: t.string({ description: 'Only this resource.' }),
    resourceName: t.string({ description: 'Only resources of this name.' }),
    enterpriseProjectId: t.string({ description: 'Only of this enterprise project.' }),
    members: t.field(membersInput),
    subAccountId: t.string({ description: 'Only this sub-account.' }),
  }),
});

interface AmortizedArguments {
  readonly month: string;
  readonly filter?: typeof AmortizedCostFilterInput.$inferInput | null | undefined;
}

function toAmortizedFilter({ month, filter }: AmortizedArguments): AmortizedCostFilter {
  const mode = codeIn('chargingMode', filter?.chargingMode, ChargingMode.codeOf);
  const type = codeIn('type', filter?.type, OwnBillType.codeOf);
  return withoutEmpty({
    shared_month: month,
    service_type_code: filter?.serviceTypeCode,
    resource_type_code: filter?.resourceTypeCode,
    region_code: filter?.regionCode,
    charging_mode: mode === undefined ? undefined : Number(mode),
    bill_type: type === undefined ? undefined : Number(type),
    resource_id: filter?.resourceId,
    resource_name: filter?.resourceName,
    enterprise_project_id: filter?.enterpriseProjectId,
    ...membersFilter(filter ?? {}),
  });
}

const CostConnection = connectionType('Cost', CostRef, 'costs');
const AmortizedCostConnection = connectionType('AmortizedCost', AmortizedCostRef, 'costs');

builder.objectFields(CustomerRef, (t) => ({
  costs: t.field({
    extensions: reads({
      reads: [
        keyed(costsByCustomer, { rows: 'page', filters: (args: CostArguments) => [toCostFilter(args)] }),
      ],
    }),
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
    resolve: ({ customerId }, args, context, info) =>
      asConnection(info, () => {
        const page = readPage(args, info);
        const load = context.loaders.rows(costsByCustomer, customerId, toCostFilter(args), page);
        return toConnection(page, load, (row) => row);
      }),
  }),
  amortizedCosts: t.field({
    extensions: reads({
      reads: [
        keyed(amortizedCostsByCustomer, {
          rows: 'page',
          filters: (args: AmortizedArguments) => [toAmortizedFilter(args)],
        }),
      ],
    }),
    type: AmortizedCostConnection,
    nullable: false,
    description:
      "Its costs of one month, spread over the months that they are for; 18 months are kept. Asked with the customer's own credential.",
    args: {
      month: t.arg({ type: 'BillingCycle', required: true, description: 'The month.' }),
      filter: t.arg({ type: AmortizedCostFilterInput, description: 'Which costs.' }),
      ...pageArguments(t.arg),
    },
    resolve: ({ customerId }, args, context, info) =>
      asConnection(info, () => {
        const page = readPage(args, info);
        const load = context.loaders.rows(
          amortizedCostsByCustomer,
          customerId,
          toAmortizedFilter(args),
          page,
        );
        return toConnection(page, load, (row): AmortizedCost => row);
      }),
  }),
}));
