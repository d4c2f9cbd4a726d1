import { ALL_ROWS } from '../../src/loaders/window.ts';
import type { WithCurrency } from '../../src/operations/bills/edges.ts';
import {
  type OwnFeeFilter,
  type OwnSumFilter,
  type OwnSumLine,
  ownFeeRecordsByCustomer,
  ownSumByCustomer,
  ownTotalsByCustomer,
} from '../../src/operations/bills/own-bill-edges.ts';
import type { OwnFeeRecordRow, OwnMonthlySum } from '../../src/operations/bills/own-bills.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { amounts, codes, instants, texts } from '../core/row-fields.ts';
import { type CustomerNode, CustomerRef } from '../customers/customers.ts';
import { checkDays } from './billing-days.ts';
import { ChargingMode } from './charging-mode.ts';
import { type MembersInput, membersFilter, membersInput, OwnBillType } from './own-bill-filters.ts';

export const CustomerBillsRef = builder.objectRef<CustomerNode>('CustomerBills').implement({
  description:
    "A customer's bills as the customer itself sees them, through the agency that it granted. Three years are kept.",
});

builder.objectField(CustomerRef, 'bills', (t) =>
  t.field({
    type: CustomerBillsRef,
    nullable: false,
    description:
      "Its bills in its own eyes, which also exist for customers that pay the vendor directly. Every field asks with the customer's own credential.",
    resolve: (customer) => customer,
  }),
);

const OwnSumType = openEnum('OwnBillSumType', "What a line of a customer's own monthly sum is.", {
  CONSUMPTION: { code: '1', description: 'Something consumed.' },
  REFUND: { code: '2', description: 'Money back.' },
  ADJUSTMENT: { code: '3', description: 'An adjustment.' },
});

const OwnSumLineRef = builder.objectRef<OwnSumLine>('OwnBillLine').implement({
  description: 'One service in one charging mode in a monthly sum.',
  fields: (t) => ({
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
    ...codes(t, {
      chargingMode: [ChargingMode, 'How it is charged.', (row) => row.charging_mode],
      type: [OwnSumType, 'What it is.', (row) => row.bill_type],
    }),
    ...texts(t, {
      cycle: ['The bill cycle.', (row) => row.bill_cycle],
      chargingModeCode: ['Raw code of the charging mode.', (row) => row.charging_mode],
      typeCode: ['Raw code of the type.', (row) => row.bill_type],
      customerId: ['Account that consumed: the customer, or a sub-account.', (row) => row.customer_id],
      accountName: ['Login name of that account.', (row) => row.account_name],
    }),
    ...amounts(t, {
      amount: ['Amount payable: list price less discount and truncation.', (row) => row.consume_amount],
      officialAmount: ['List price.', (row) => row.official_amount],
      discountAmount: ['Discount on the list price.', (row) => row.official_discount_amount],
      truncatedAmount: ['Cents cut off.', (row) => row.truncated_amount],
      ...paidFrom<OwnSumLine>(),
    }),
  }),
});

interface Paid {
  readonly cash_amount: string | undefined;
  readonly credit_amount: string | undefined;
  readonly coupon_amount: string | undefined;
  readonly flexipurchase_coupon_amount: string | undefined;
  readonly stored_value_card_amount: string | undefined;
  readonly debt_amount: string | undefined;
  readonly writeoff_amount: string | undefined;
}

/** What an amount was paid from. */
function paidFrom<Row extends Paid>() {
  return {
    cashAmount: ['Paid in cash.', (row: Row) => row.cash_amount],
    creditAmount: ['Paid from credit.', (row: Row) => row.credit_amount],
    couponAmount: ['Paid with cash coupons.', (row: Row) => row.coupon_amount],
    flexiPurchaseCouponAmount: [
      'Paid with flexi-purchase coupons.',
      (row: Row) => row.flexipurchase_coupon_amount,
    ],
    storedValueCardAmount: ['Paid with stored-value cards.', (row: Row) => row.stored_value_card_amount],
    debtAmount: ['Not paid: owed.', (row: Row) => row.debt_amount],
    writtenOffAmount: ['Debt written off.', (row: Row) => row.writeoff_amount],
  } as const;
}

/** A month of a customer, with the filter that it is asked under. */
interface Month {
  readonly customerId: string;
  readonly filter: OwnSumFilter;
  readonly sum: OwnMonthlySum;
}

const MonthlySumRef = builder.objectRef<Month>('OwnMonthlyBill').implement({
  description: "A customer's own bill of one month, summed by service.",
  fields: (t) => ({
    cycle: t.field({
      type: 'BillingCycle',
      nullable: false,
      description: 'The month.',
      resolve: ({ filter }) => filter.bill_cycle,
    }),
    totals: t.field({
      type: OwnTotalsRef,
      nullable: false,
      description: 'The sums over all lines.',
      resolve: ({ sum }) => sum,
    }),
    lines: t.field({
      extensions: reads({ reads: [keyed(ownSumByCustomer, { rows: 'all', apart: true })] }),
      type: [OwnSumLineRef],
      nullable: { list: true, items: false },
      description: 'The lines.',
      resolve: async ({ customerId, filter }, _args, context) => [
        ...(await context.loaders.rows(ownSumByCustomer, customerId, filter, ALL_ROWS)).rows,
      ],
    }),
  }),
});

const OwnTotalsRef = builder.objectRef<OwnMonthlySum>('OwnMonthlyBillTotals').implement({
  description: 'The sums of a monthly bill.',
  fields: (t) =>
    amounts(t, {
      amount: ['Amount payable.', (row) => row.consume_amount],
      ...paidFrom<OwnMonthlySum>(),
    }),
});

const OwnSumFilterInput = builder.inputType('OwnMonthlyBillFilter', {
  description: 'Narrows a monthly bill; fields that are left out do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({
      description: 'Only this service, whose lines are then its kinds of resources.',
    }),
    enterpriseProjectId: t.string({ description: 'Only this enterprise project; `-1` for what has none.' }),
    members: t.field(membersInput),
    subAccountId: t.string({ description: 'Only this sub-account.' }),
  }),
});

interface SumArguments {
  readonly cycle: string;
  readonly filter?: typeof OwnSumFilterInput.$inferInput | null | undefined;
}

const toSumFilter = ({ cycle, filter }: SumArguments): OwnSumFilter =>
  withoutEmpty({
    bill_cycle: cycle,
    service_type_code: filter?.serviceTypeCode,
    enterprise_project_id: filter?.enterpriseProjectId,
    ...membersFilter(filter ?? {}),
  });

const FeeStatus = openEnum('OwnFeeStatus', 'Whether a fee is paid.', {
  PAID: { code: '1', description: 'Paid.' },
  UNSETTLED: { code: '2', description: 'Not settled.' },
  UNBILLED: { code: '3', description: 'Not billed yet.' },
});

const Provider = openEnum('ServiceProvider', 'Who provides a service.', {
  VENDOR: { code: '1', description: 'The vendor itself.' },
  MARKETPLACE: { code: '2', description: 'A seller of the marketplace.' },
});

type FeeRecord = WithCurrency<OwnFeeRecordRow> & { readonly measure_id?: number };

const OwnFeeRecordRef = builder.objectRef<FeeRecord>('OwnFeeRecord').implement({
  description: "A transaction of a customer's own bill.",
  fields: (t) => ({
    ...codes(t, {
      type: [OwnBillType, 'What it is about.', (row) => row.bill_type],
      status: [FeeStatus, 'Whether it is paid.', (row) => row.status],
      chargingMode: [ChargingMode, 'How it is charged.', (row) => row.charging_mode],
      provider: [Provider, 'Who provides the service.', (row) => row.provider_type],
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
    ...texts(t, {
      recordId: ['Id of the record.', (row) => row.id],
      cycle: ['The bill cycle.', (row) => row.bill_cycle],
      tradeId: ['Id of the order, or of the transaction.', (row) => row.trade_id],
      typeCode: ['Raw code of the type.', (row) => row.bill_type],
      statusCode: ['Raw code of the status.', (row) => row.status],
      chargingModeCode: ['Raw code of the charging mode.', (row) => row.charging_mode],
      providerCode: ['Raw code of the provider.', (row) => row.provider_type],
      regionCode: ['Region.', (row) => row.region_code],
      regionName: ['Name of the region.', (row) => row.region_name],
      enterpriseProjectId: ['Id of the enterprise project.', (row) => row.enterprise_project_id],
      enterpriseProjectName: ['Name of the enterprise project.', (row) => row.enterprise_project_name],
      customerId: ['Account that consumed: the customer, or a sub-account.', (row) => row.customer_id],
      accountName: ['Login name of that account.', (row) => row.account_name],
      consumedAt: [
        'When it was consumed: an instant (UTC), or two for a span, as the upstream writes them.',
        (row) => row.consume_time,
      ],
    }),
    ...instants(t, { chargedAt: ['When the account was charged.', (row) => row.trade_time] }),
    ...amounts(t, {
      amount: ['Amount payable.', (row) => row.consume_amount],
      officialAmount: ['List price.', (row) => row.official_amount],
      discountAmount: ['Discount on the list price.', (row) => row.official_discount_amount],
      truncatedAmount: ['Cents cut off.', (row) => row.erase_amount],
      bonusAmount: ['Paid from bonus.', (row) => row.bonus_amount],
      ...paidFrom<FeeRecord>(),
    }),
  }),
});

const OwnFeeFilterInput = builder.inputType('OwnFeeRecordFilter', {
  description: 'Narrows transactions; fields that are left out do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only this service.' }),
    resourceTypeCode: t.string({ description: 'Only this kind of resource.' }),
    regionCode: t.string({ description: 'Only this region.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only what is charged this way.' }),
    type: t.field({ type: OwnBillType.ref, description: 'Only what is about this.' }),
    status: t.field({ type: FeeStatus.ref, description: 'Only what stands so.' }),
    provider: t.field({ type: Provider.ref, description: 'Only services of this provider.' }),
    tradeId: t.string({ description: 'Only of this order or transaction.' }),
    enterpriseProjectId: t.string({ description: 'Only of this enterprise project.' }),
    withZero: t.boolean({ description: 'Whether records without anything to pay are listed too.' }),
    dateFrom: t.field({ type: 'Date', description: 'First day, within the cycle; with `dateUntil`.' }),
    dateUntil: t.field({ type: 'Date', description: 'Last day, within the cycle; with `dateFrom`.' }),
    members: t.field(membersInput),
    subAccountId: t.string({ description: 'Only this sub-account.' }),
  }),
});

interface FeeArguments {
  readonly cycle: string;
  readonly filter?: (typeof OwnFeeFilterInput.$inferInput & MembersInput) | null | undefined;
}

const numberOf = (code: string | undefined): number | undefined =>
  code === undefined ? undefined : Number(code);

function toFeeFilter({ cycle, filter }: FeeArguments): OwnFeeFilter {
  const days = checkDays(cycle, filter?.dateFrom, filter?.dateUntil);
  return withoutEmpty({
    bill_cycle: cycle,
    service_type_code: filter?.serviceTypeCode,
    resource_type_code: filter?.resourceTypeCode,
    region_code: filter?.regionCode,
    charging_mode: numberOf(codeIn('chargingMode', filter?.chargingMode, ChargingMode.codeOf)),
    bill_type: numberOf(codeIn('type', filter?.type, OwnBillType.codeOf)),
    status: numberOf(codeIn('status', filter?.status, FeeStatus.codeOf)),
    provider_type: numberOf(codeIn('provider', filter?.provider, Provider.codeOf)),
    trade_id: filter?.tradeId,
    enterprise_project_id: filter?.enterpriseProjectId,
    include_zero_record: filter?.withZero,
    bill_date_begin: days?.[0],
    bill_date_end: days?.[1],
    ...membersFilter(filter ?? {}),
  });
}

const OwnFeeRecordConnection = connectionType('OwnFeeRecord', OwnFeeRecordRef, 'transactions');

builder.objectFields(CustomerBillsRef, (t) => ({
  monthlyBill: t.field({
    extensions: reads({
      reads: [
        keyed(ownTotalsByCustomer, {
          rows: 'one',
          filters: (args: SumArguments) => [toSumFilter(args)],
        }),
      ],
    }),
    type: MonthlySumRef,
    description: 'Its bill of one month, summed by service.',
    args: {
      cycle: t.arg({ type: 'BillingCycle', required: true, description: 'The month.' }),
      filter: t.arg({ type: OwnSumFilterInput, description: 'Which part of it.' }),
    },
    resolve: async ({ customerId }, args, context) => {
      const filter = toSumFilter(args);
      const sum = await context.loaders.one(ownTotalsByCustomer, customerId, filter);
      return sum && { customerId, filter, sum };
    },
  }),
  feeRecords: t.field({
    type: OwnFeeRecordConnection,
    nullable: false,
    description: 'Its transactions of one bill cycle.',
    args: {
      cycle: t.arg({ type: 'BillingCycle', required: true, description: 'The bill cycle.' }),
      filter: t.arg({ type: OwnFeeFilterInput, description: 'Which transactions.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(ownFeeRecordsByCustomer, toFeeFilter, (row): FeeRecord => row),
  }),
}));
