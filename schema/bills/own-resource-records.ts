import { badInput } from '../../src/errors/errors.ts';
import type { WithCurrency } from '../../src/operations/bills/edges.ts';
import {
  type OwnDetailFilter,
  type OwnResourceFilter,
  ownResourceDetailsByCustomer,
  ownResourceRecordsByCustomer,
} from '../../src/operations/bills/own-bill-edges.ts';
import type { OwnResourceDetailRow, OwnResourceRecordRow } from '../../src/operations/bills/own-bills.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { quantities } from '../catalog/quantity.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { amounts, instants, interfaceCodes, texts } from '../core/row-fields.ts';
import { checkDays } from './billing-days.ts';
import { ChargingMode } from './charging-mode.ts';
import { membersFilter, membersInput, OwnBillType } from './own-bill-filters.ts';
import { CustomerBillsRef } from './own-bills.ts';
import { OwnPeriodType } from './period-type.ts';
import { SubResourceRef, subResourceOf } from './sub-resource.ts';

type ResourceRecord = WithCurrency<OwnResourceRecordRow>;
type ResourceDetail = WithCurrency<OwnResourceDetailRow>;

/** What both listings of resources say, under the same names. */
type Billed = ResourceRecord | ResourceDetail;

const BilledResourceRef = builder.interfaceRef<Billed>('BilledResource').implement({
  description: 'What a resource cost, with up to 8 decimals; accounts are charged with 2.',
  fields: (t) => ({
    ...interfaceCodes(t, {
      type: [OwnBillType, 'What it is about.', (row) => row.bill_type],
      chargingMode: [ChargingMode, 'How it is charged.', (row) => row.charge_mode],
    }),
    periodType: t.field({
      type: OwnPeriodType.ref,
      description: 'Length of one period; null where nothing states it.',
      resolve: (row) => (row.period_type === undefined ? null : OwnPeriodType.of(row.period_type)),
    }),
    date: t.field({
      type: 'Date',
      description: 'Day in China on which it falls.',
      resolve: (row) => row.bill_date,
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service.',
      resolve: (row) => typeReference(row.cloud_service_type, row.cloud_service_type_name),
    }),
    subResource: t.field({
      type: SubResourceRef,
      description: 'The part that it is about, where parts are told apart.',
      resolve: (row) => subResourceOf(row),
    }),
    recordId: t.string({ description: 'Id of the record.', resolve: (row) => row.id }),
    typeCode: t.string({ description: 'Raw code of the type.', resolve: (row) => row.bill_type }),
    chargingModeCode: t.string({
      description: 'Raw code of the charging mode.',
      resolve: (row) => row.charge_mode,
    }),
    periodTypeCode: t.string({
      description: 'Raw code of the length of a period.',
      resolve: (row) => row.period_type,
    }),
    periods: t.field({
      type: 'Decimal',
      description: 'How many periods.',
      resolve: (row) => row.period_num,
    }),
    regionCode: t.string({ description: 'Region.', resolve: (row) => row.region }),
    regionName: t.string({ description: 'Name of the region.', resolve: (row) => row.region_name }),
    resourceName: t.string({ description: 'Name of the resource.', resolve: (row) => row.resource_name }),
    resourceTag: t.string({ description: 'Tags of the resource.', resolve: (row) => row.resource_tag }),
    specification: t.string({
      description: 'Specification in words.',
      resolve: (row) => row.product_spec_desc,
    }),
    skuCode: t.string({ description: 'Code of the specification.', resolve: (row) => row.sku_code }),
    tradeId: t.string({
      description: 'Id of the order, or of the transaction.',
      resolve: (row) => row.trade_id,
    }),
    enterpriseProjectId: t.string({
      description: 'Id of the enterprise project.',
      resolve: (row) => row.enterprise_project_id,
    }),
    enterpriseProjectName: t.string({
      description: 'Name of the enterprise project.',
      resolve: (row) => row.enterprise_project_name,
    }),
    customerId: t.string({
      description: 'Account that consumed: the customer, or a sub-account.',
      resolve: (row) => row.customer_id,
    }),
    accountName: t.string({
      description: 'Login name of that account.',
      resolve: (row) => row.account_name,
    }),
    consumedAt: t.string({
      description: 'When it was consumed: an instant (UTC), or two for a span, as the upstream writes them.',
      resolve: (row) => row.consume_time,
    }),
  }),
});

const ON_DEMAND_TIMES = {
  effectiveAt: ['From when on it was used; of what is charged by use.', (row: Billed) => row.effective_time],
  expiresAt: ['Until when it was used; of what is charged by use.', (row: Billed) => row.expire_time],
} as const;

const SHARED_AMOUNTS = {
  officialAmount: ['List price.', (row: Billed) => row.official_amount],
  discountAmount: ['Discount on the list price.', (row: Billed) => row.discount_amount],
  cashAmount: ['Paid in cash.', (row: Billed) => row.cash_amount],
  creditAmount: ['Paid from credit.', (row: Billed) => row.credit_amount],
  couponAmount: ['Paid with cash coupons.', (row: Billed) => row.coupon_amount],
  flexiPurchaseCouponAmount: [
    'Paid with flexi-purchase coupons.',
    (row: Billed) => row.flexipurchase_coupon_amount,
  ],
  storedValueCardAmount: ['Paid with stored-value cards.', (row: Billed) => row.stored_card_amount],
  bonusAmount: ['Paid from bonus.', (row: Billed) => row.bonus_amount],
  debtAmount: ['Not paid: owed.', (row: Billed) => row.debt_amount],
  writtenOffAmount: ['Debt written off.', (row: Billed) => row.adjustment_amount],
} as const;

const OwnResourceRecordRef = builder.objectRef<ResourceRecord>('OwnResourceRecord').implement({
  description: "A record of what a customer's resource cost.",
  interfaces: [BilledResourceRef],
  isTypeOf: (value) => typeof value === 'object' && value !== null && !('resource_Type_code' in value),
  fields: (t) => ({
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'The kind of resource.',
      resolve: (row) => typeReference(row.resource_type, row.resource_type_name),
    }),
    ...texts(t, {
      resourceId: ['Id of the resource.', (row) => row.resource_id],
      productId: ['Id of the product.', (row) => row.product_id],
      productName: ['Name of the product.', (row) => row.product_name],
      orderId: ['Id of the order; of yearly/monthly resources only.', (row) => row.order_id],
      relatedOrderId: ['Id of the order behind a combined order.', (row) => row.relative_order_id],
      usageTypeCode: ['Code of what was metered.', (row) => row.usage_type],
      priceUnit: ['Unit of the unit price, in words.', (row) => row.unit],
      formula: ['How the amount was computed, in words.', (row) => row.formula],
    }),
    ...instants(t, {
      ...ON_DEMAND_TIMES,
      chargedAt: ['When the account was charged.', (row) => row.trade_time],
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
      size: ['Size of a product that is sold by size.', (row) => [row.spec_size, row.spec_size_measure_id]],
    }),
    ...amounts(t, {
      amount: ['Amount payable; negative where money goes back.', (row) => row.amount],
      unitPrice: ['Price of one unit.', (row) => row.unit_price],
      ...SHARED_AMOUNTS,
    }),
  }),
});

const RelationRef = builder
  .objectRef<{ relative_resource_id: string | undefined; relative_type: string | undefined }>(
    'BilledResourceRelation',
  )
  .implement({
    description: 'Another resource that a resource belongs together with.',
    fields: (t) =>
      texts(t, {
        resourceId: ['Id of the other resource.', (row) => row.relative_resource_id],
        kindCode: ['Raw code of the relation.', (row) => row.relative_type],
      }),
  });

const OwnResourceDetailRef = builder.objectRef<ResourceDetail>('OwnResourceDetail').implement({
  description: "What a customer's resource cost in a cycle, on a day, or in one record of use.",
  interfaces: [BilledResourceRef],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'resource_Type_code' in value,
  fields: (t) => ({
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'The kind of resource.',
      resolve: (row) => typeReference(row.resource_Type_code, row.resource_type_name),
    }),
    availabilityZones: t.stringList({
      nullable: { list: false, items: false },
      description: 'Codes of its availability zones.',
      resolve: (row) => row.az_code_infos.flatMap(({ az_code }) => az_code ?? []),
    }),
    relations: t.field({
      type: [RelationRef],
      nullable: { list: false, items: false },
      description: 'Resources that it belongs together with.',
      resolve: (row) => [...(row.extend_params?.relation_infos ?? [])],
    }),
    ...texts(t, {
      cycle: ['The bill cycle.', (row) => row.cycle],
      resourceId: ['Id of the resource.', (row) => row.res_instance_id],
      rootResourceId: ['Id of the resource at its root.', (row) => row.root_resource_id],
      parentResourceId: ['Id of the resource above it.', (row) => row.parent_resource_id],
      selfResourceId: ['Its own id among its relations.', (row) => row.extend_params?.self_resource_id],
      previousOrderId: ['Id of the original order.', (row) => row.pre_order_id],
      payerId: ['Account that pays.', (row) => row.payer_account_id],
      operatingEntityId: ['Id of the operating entity of the vendor.', (row) => row.be_id],
    }),
    ...instants(t, ON_DEMAND_TIMES),
    ...amounts(t, {
      amount: ['Amount payable; negative where money goes back.', (row) => row.consume_amount],
      ...SHARED_AMOUNTS,
    }),
  }),
});

const OwnResourceFilterInput = builder.inputType('OwnResourceRecordFilter', {
  description: 'Narrows records of resources; fields that are left out do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only this service.' }),
    regionCode: t.string({ description: 'Only this region.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only what is charged this way.' }),
    type: t.field({ type: OwnBillType.ref, description: 'Only what is about this.' }),
    resourceId: t.string({ description: 'Only this resource.' }),
    tradeId: t.string({ description: 'Only of this order or transaction.' }),
    enterpriseProjectId: t.string({ description: 'Only of this enterprise project.' }),
    withZero: t.boolean({ description: 'Whether records without anything to pay are listed too.' }),
    dateFrom: t.field({ type: 'Date', description: 'First day, within the cycle; with `dateUntil`.' }),
    dateUntil: t.field({ type: 'Date', description: 'Last day, within the cycle; with `dateFrom`.' }),
    perCycle: t.boolean({ description: 'One sum for each resource and cycle instead of single records.' }),
    members: t.field(membersInput),
    subAccountId: t.string({ description: 'Only this sub-account.' }),
  }),
});

interface RecordArguments {
  readonly cycle: string;
  readonly filter?: typeof OwnResourceFilterInput.$inferInput | null | undefined;
}

function toRecordFilter({ cycle, filter }: RecordArguments): OwnResourceFilter {
  const days = checkDays(cycle, filter?.dateFrom, filter?.dateUntil);
  const type = codeIn('type', filter?.type, OwnBillType.codeOf);
  return withoutEmpty({
    cycle,
    cloud_service_type: filter?.serviceTypeCode,
    region: filter?.regionCode,
    charge_mode: codeIn('chargingMode', filter?.chargingMode, ChargingMode.codeOf),
    bill_type: type === undefined ? undefined : Number(type),
    resource_id: filter?.resourceId,
    trade_id: filter?.tradeId,
    enterprise_project_id: filter?.enterpriseProjectId,
    include_zero_record: filter?.withZero,
    bill_date_begin: days?.[0],
    bill_date_end: days?.[1],
    statistic_type: filter?.perCycle ? 1 : undefined,
    ...membersFilter(filter ?? {}),
  });
}

const DetailLevel = builder.enumType('OwnResourceDetailLevel', {
  description: 'What one row stands for.',
  values: {
    CYCLE: { value: 1, description: 'A resource in a cycle.' },
    DAY: { value: 2, description: 'A resource on a day.' },
    RECORD: { value: 3, description: 'A record of use.' },
  } as const,
});

const OwnDetailFilterInput = builder.inputType('OwnResourceDetailFilter', {
  description: 'Narrows details of resources; fields that are left out do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only this service.' }),
    resourceTypeCode: t.string({ description: 'Only this kind of resource.' }),
    regionCode: t.string({ description: 'Only this region.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only what is charged this way.' }),
    type: t.field({ type: OwnBillType.ref, description: 'Only what is about this.' }),
    resourceId: t.string({ description: 'Only this resource.' }),
    enterpriseProjectId: t.string({ description: 'Only of this enterprise project.' }),
    payerId: t.string({ description: 'Only what this account pays.' }),
    withZero: t.boolean({ description: 'Whether rows without anything to pay are listed too.' }),
    dateFrom: t.field({
      type: 'Date',
      description: 'First day, within the cycle; with `dateUntil`, by day or record only.',
    }),
    dateUntil: t.field({
      type: 'Date',
      description: 'Last day, within the cycle; with `dateFrom`, by day or record only.',
    }),
    members: t.field(membersInput),
    subAccountId: t.string({ description: 'Only this sub-account.' }),
  }),
});

interface DetailArguments {
  readonly cycle: string;
  readonly per: number;
  readonly filter?: typeof OwnDetailFilterInput.$inferInput | null | undefined;
}

function toDetailFilter({ cycle, per, filter }: DetailArguments): OwnDetailFilter {
  const days = checkDays(cycle, filter?.dateFrom, filter?.dateUntil);
  if (days && per === 1) {
    throw badInput('filter.dateFrom and filter.dateUntil: expected per: DAY or RECORD with days, got CYCLE');
  }
  if (cycle < '2019-01') throw badInput(`cycle: expected 2019-01 or later, got ${cycle}`);
  const mode = codeIn('chargingMode', filter?.chargingMode, ChargingMode.codeOf);
  const type = codeIn('type', filter?.type, OwnBillType.codeOf);
  return withoutEmpty({
    cycle,
    statistic_type: per,
    cloud_service_type: filter?.serviceTypeCode,
    resource_type: filter?.resourceTypeCode,
    region: filter?.regionCode,
    charge_mode: mode === undefined ? undefined : Number(mode),
    bill_type: type === undefined ? undefined : Number(type),
    res_instance_id: filter?.resourceId,
    enterprise_project_id: filter?.enterpriseProjectId,
    payer_account_id: filter?.payerId,
    include_zero_record: filter?.withZero,
    query_type: days ? 'DAILY' : undefined,
    bill_cycle_begin: days?.[0],
    bill_cycle_end: days?.[1],
    ...membersFilter(filter ?? {}),
  });
}

const RecordConnection = connectionType('OwnResourceRecord', OwnResourceRecordRef, 'records');
const DetailConnection = connectionType('OwnResourceDetail', OwnResourceDetailRef, 'details');

builder.objectFields(CustomerBillsRef, (t) => ({
  resourceRecords: t.field({
    type: RecordConnection,
    nullable: false,
    description: 'What each of its resources cost in one bill cycle; some hours behind.',
    args: {
      cycle: t.arg({ type: 'BillingCycle', required: true, description: 'The bill cycle.' }),
      filter: t.arg({ type: OwnResourceFilterInput, description: 'Which records.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(ownResourceRecordsByCustomer, toRecordFilter, (row): ResourceRecord => row),
  }),
  resourceDetails: t.field({
    type: DetailConnection,
    nullable: false,
    description:
      'What each of its resources cost, by cycle, day or record. Amounts have 8 decimals: do not compare their sum with what was charged.',
    args: {
      cycle: t.arg({
        type: 'BillingCycle',
        required: true,
        description: 'The bill cycle; 2019-01 or later.',
      }),
      per: t.arg({
        type: DetailLevel,
        required: true,
        defaultValue: 1,
        description: 'What one row stands for.',
      }),
      filter: t.arg({ type: OwnDetailFilterInput, description: 'Which details.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(ownResourceDetailsByCustomer, toDetailFilter, (row): ResourceDetail => row),
  }),
}));
