import type { GatewayContext } from '../../src/context/context.ts';
import { badInput } from '../../src/errors/errors.ts';
import {
  type ConsumptionSelection,
  feeRecordsByCustomer,
  type WithCurrency,
} from '../../src/operations/bills/edges.ts';
import type { FeeRecordRow } from '../../src/operations/bills/monthly-bills.ts';
import { onDemandResourceById, periodResourceById } from '../../src/operations/resources/edges.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { QuantityRef, quantity } from '../catalog/quantity.ts';
import { builder } from '../core/builder.ts';
import {
  asConnection,
  connectionType,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { selectsBeyond } from '../core/connection/selection.ts';
import { type Money, MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { codes, optionalCodes, texts } from '../core/row-fields.ts';
import { chinaDay, instantOf } from '../core/scalars.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from '../customers/customers.ts';
import { ORDER_RECORD_TYPES } from '../orders/order-record-types.ts';
import { OrderRef, referredOrder, refersToOrder } from '../orders/orders.ts';
import { findOnDemandResource, findPeriodResource, ResourceRef } from '../resources/resources.ts';
import { checkDays } from './billing-days.ts';
import { ChargingMode } from './charging-mode.ts';
import { OwnPeriodType } from './period-type.ts';
import { SubResourceRef, subResourceOf } from './sub-resource.ts';

const RecordType = openEnum('ConsumptionType', 'What a consumption record is about.', {
  NEW_PURCHASE: { code: '1', description: 'A new purchase.' },
  RENEWAL: { code: '2', description: 'A renewal.' },
  CHANGE: { code: '3', description: 'A change.' },
  UNSUBSCRIPTION: { code: '4', description: 'Money back for an unsubscription.' },
  USAGE: { code: '5', description: 'Use.' },
  AUTO_RENEWAL: { code: '8', description: 'An automatic renewal.' },
  COMPENSATION: { code: '9', description: 'A compensation.' },
  SUPPORT_PLAN_FEE: { code: '14', description: 'Month-end fee of a support plan.' },
  CHARGE_ADJUSTMENT: { code: '16', description: 'A charge by adjustment.' },
  MONTHLY_PAYMENT: { code: '18', description: 'A monthly payment.' },
  CHANGE_REFUND: { code: '20', description: 'Money back for a change.' },
  SAVINGS_PLAN_DEDUCTION: { code: '23', description: 'Deducted from a savings plan.' },
  TO_ON_DEMAND_REFUND: { code: '24', description: 'Money back for a change to on-demand.' },
  TRUNCATION_MAKE_UP: { code: '25', description: 'Truncated cents made up for.' },
  YEARLY_PAYMENT: { code: '103', description: 'A yearly payment.' },
});

type FeeRecord = WithCurrency<FeeRecordRow> & {
  readonly askedCustomerId: string;
  readonly askedCycle: string;
};

const ON_DEMAND = ChargingMode.codeOf('ON_DEMAND');

const optionalAmount = (description: string, pick: (row: FeeRecordRow) => string | undefined) => ({
  description,
  read: (row: FeeRecord, context: GatewayContext) => money(pick(row), row.currency, context),
});

const parts = {
  officialAmount: optionalAmount('List price.', (row) => row.official_amount),
  discountAmount: optionalAmount('Discount on the list price.', (row) => row.official_discount_amount),
  cashAmount: optionalAmount('Paid in cash.', (row) => row.cash_amount),
  creditAmount: optionalAmount('Paid from credit.', (row) => row.credit_amount),
  couponAmount: optionalAmount('Paid with cash coupons.', (row) => row.coupon_amount),
  flexiPurchaseCouponAmount: optionalAmount(
    'Paid with flexi-purchase coupons.',
    (row) => row.flexipurchase_coupon_amount,
  ),
  storedValueCardAmount: optionalAmount(
    'Paid with stored-value cards.',
    (row) => row.stored_value_card_amount,
  ),
  debtAmount: optionalAmount('Not paid: owed.', (row) => row.debt_amount),
  writtenOffAmount: optionalAmount('Debt written off.', (row) => row.writeoff_amount),
};

const ConsumptionRecordRef = builder.objectRef<FeeRecord>('ConsumptionRecord').implement({
  description:
    'One charge in a bill cycle, with up to 8 decimals; accounts are charged with 2, so that sums can differ from what was paid.',
  fields: (t) => ({
    recordId: t.string({ description: 'Id of the record.', resolve: (row) => row.id }),
    cycle: t.field({
      type: 'BillingCycle',
      nullable: false,
      description: 'The bill cycle.',
      resolve: (row) => row.bill_cycle ?? row.askedCycle,
    }),
    date: t.field({
      type: 'Date',
      nullable: false,
      description: 'Day in China time on which it was consumed, or else charged.',
      resolve: (row) => dayOf(row),
    }),
    consumedAt: t.field({
      type: 'DateTime',
      description: 'When it was consumed; for yearly/monthly purchases, when it was paid.',
      resolve: (row) => instantOf(row.consume_time),
    }),
    chargedAt: t.field({
      type: 'DateTime',
      description: 'When the account was charged.',
      resolve: (row) => instantOf(row.trade_time),
    }),
    ...codes(t, {
      type: [RecordType, 'What it is about.', (row) => row.bill_detail_type],
    }),
    typeCode: t.string({ description: 'Raw code of the type.', resolve: (row) => row.bill_detail_type }),
    ...codes(t, {
      chargingMode: [ChargingMode, 'How it is charged.', (row) => row.charging_mode],
    }),
    chargingModeCode: t.string({
      description: 'Raw code of the charging mode.',
      resolve: (row) => row.charging_mode,
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
    regionCode: t.string({ description: 'Region.', resolve: (row) => row.region_code }),
    regionName: t.string({ description: 'Name of the region.', resolve: (row) => row.region_name }),
    ...texts(t, {
      productId: ['Id of the product.', (row: FeeRecord) => row.product_id],
      resourceTag: [
        'Tags of the resource, as the upstream writes them.',
        (row: FeeRecord) => row.resource_tag,
      ],
      periodTypeCode: ['Raw code of the length of a period.', (row: FeeRecord) => row.period_type],
      accountManagerId: ["Id of the customer's account manager.", (row: FeeRecord) => row.account_manager_id],
      partnerId: [
        'Account id of the partner that the customer belonged to.',
        (row: FeeRecord) => row.partner_id,
      ],
    }),
    ...optionalCodes(t, {
      periodType: [OwnPeriodType, 'Length of one period of what was bought.', (row) => row.period_type],
    }),
    periods: t.field({
      type: 'Decimal',
      description: 'How many periods were bought.',
      resolve: (row) => row.period_num,
    }),
    subResource: t.field({
      type: SubResourceRef,
      description: 'The part of the resource that it is about, where the upstream tells parts apart.',
      resolve: subResourceOf,
    }),
    productName: t.string({ description: 'Name of the product.', resolve: (row) => row.product_name }),
    specification: t.string({
      description: 'Specification in words.',
      resolve: (row) => row.product_spec_desc,
    }),
    resourceId: t.string({ description: 'Id of the resource.', resolve: (row) => row.resource_id }),
    resourceName: t.string({ description: 'Name of the resource.', resolve: (row) => row.resource_name }),
    tradeId: t.string({
      description: 'Order id for purchases, renewals, changes and unsubscriptions; else a transaction id.',
      resolve: (row) => row.trade_id,
    }),
    usage: t.field({
      type: QuantityRef,
      description: 'How much was used.',
      resolve: (row) => quantity(row.usage_amount, row.usage_measure_id),
    }),
    usageTypeCode: t.string({ description: 'Code of what was metered.', resolve: (row) => row.usage_type }),
    packageUsage: t.field({
      type: QuantityRef,
      description: 'How much of the use came out of resource packages.',
      resolve: (row) => quantity(row.free_resource_usage, row.free_resource_measure_id),
    }),
    reservedInstanceUsage: t.field({
      type: QuantityRef,
      description: 'How much of the use a reserved instance covered.',
      resolve: (row) => quantity(row.ri_usage, row.ri_usage_measure_id),
    }),
    amount: t.field({
      type: MoneyRef,
      nullable: false,
      description: 'Amount payable; negative where money goes back.',
      resolve: (row, _args, context) => money(row.payment_amount ?? '0', row.currency, context) as Money,
    }),
    ...Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [
        name,
        t.field({
          type: MoneyRef,
          description: part.description,
          resolve: (row, _args, context) => part.read(row, context),
        }),
      ]),
    ),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Who consumed.',
      resolve: (row) => customerOf(row.customer_id ?? row.askedCustomerId),
    }),
    order: t.field({
      extensions: refersToOrder(0.3),
      type: OrderRef,
      description: 'The order behind a purchase, renewal, change or unsubscription.',
      resolve: (row, _args, context, info) =>
        ORDER_RECORD_TYPES.has(row.bill_detail_type ?? '')
          ? referredOrder(row.trade_id, context, selectsBeyond(info, 'orderId', 'id'))
          : null,
    }),
    resource: t.field({
      extensions: reads({
        reads: [
          keyed(periodResourceById, { rows: 'one', apart: true }),
          keyed(onDemandResourceById, { rows: 'one', apart: true }),
        ],
      }),
      type: ResourceRef,
      description:
        'What was consumed, while the upstream still lists it; null where it does not, or not to the partner.',
      resolve: (row, _args, context) => {
        const owner = row.customer_id ?? row.askedCustomerId;
        if (!row.resource_id) return null;
        if (row.charging_mode !== ON_DEMAND) return findPeriodResource(owner, row.resource_id, context);
        // On-demand resources of consultative-sale customers are not shown to the partner.
        if (row.association_type === '1') return null;
        return findOnDemandResource(owner, row.resource_id, context);
      },
    }),
  }),
});

function dayOf(row: FeeRecord): string {
  const instant = row.consume_time ?? row.trade_time;
  return (instant && chinaDay(instant)) || `${row.bill_cycle ?? row.askedCycle}-01`;
}

const ConsumptionFilter = builder.inputType('ConsumptionFilter', {
  description: 'Narrows consumption records; fields that are left out do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only this cloud service.' }),
    regionCode: t.string({ description: 'Only this region.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only what is charged this way.' }),
    type: t.field({ type: RecordType.ref, description: 'Only records about this.' }),
    resourceId: t.string({ description: 'Only this resource.' }),
    dateFrom: t.field({ type: 'Date', description: 'First day, within the cycle; with `dateUntil`.' }),
    dateUntil: t.field({ type: 'Date', description: 'Last day, within the cycle; with `dateFrom`.' }),
  }),
});

function toSelection(
  cycle: string,
  filter: typeof ConsumptionFilter.$inferInput | null | undefined,
): ConsumptionSelection {
  const mode = filter?.chargingMode ? ChargingMode.codeOf(filter.chargingMode) : undefined;
  const type = filter?.type ? RecordType.codeOf(filter.type) : undefined;
  if (filter?.chargingMode && !mode)
    throw badInput('filter.chargingMode: expected a known mode, got UNKNOWN');
  if (filter?.type && !type) throw badInput('filter.type: expected a known type, got UNKNOWN');
  const days = checkDays(cycle, filter?.dateFrom, filter?.dateUntil);
  return {
    bill_cycle: cycle,
    ...(filter?.serviceTypeCode ? { service_type_code: filter.serviceTypeCode } : {}),
    ...(filter?.regionCode ? { region_code: filter.regionCode } : {}),
    ...(mode ? { charging_mode: Number(mode) } : {}),
    ...(type ? { bill_detail_type: Number(type) } : {}),
    ...(filter?.resourceId ? { resource_id: filter.resourceId } : {}),
    ...(days ? { bill_date_begin: days[0], bill_date_end: days[1] } : {}),
  };
}

const ConsumptionConnection = connectionType(
  'ConsumptionRecord',
  ConsumptionRecordRef,
  'consumption records',
);

type ConsumptionArguments = { cycle: string; filter?: typeof ConsumptionFilter.$inferInput | null };

builder.objectField(CustomerRef, 'consumption', (t) =>
  t.field({
    extensions: reads({
      reads: [
        keyed(feeRecordsByCustomer, {
          rows: 'page',
          filters: ({ cycle, filter }: ConsumptionArguments) => [toSelection(cycle, filter)],
        }),
      ],
    }),
    type: ConsumptionConnection,
    nullable: false,
    description: 'What it consumed in one bill cycle; the upstream keeps 18 months.',
    args: {
      cycle: t.arg({ type: 'BillingCycle', required: true, description: 'The bill cycle.' }),
      filter: t.arg({ type: ConsumptionFilter, description: 'Which records.' }),
      ...pageArguments(t.arg),
    },
    resolve: (customer, args, context, info) =>
      asConnection(info, async () => {
        const page = readPage(args, info);
        const selection = toSelection(args.cycle, args.filter);
        const load = context.loaders.rows(feeRecordsByCustomer, customer.customerId, selection, page);
        return toConnection(
          page,
          load,
          (row): FeeRecord => ({
            ...row,
            askedCustomerId: customer.customerId,
            askedCycle: args.cycle,
          }),
        );
      }),
  }),
);
