import { ALL_ROWS } from '../../src/loaders/window.ts';
import {
  type CustomerFeeFilter,
  type CustomerSumFilter,
  type CustomerSumLine,
  customerFeeRecordsByCustomer,
  customerSumByCustomer,
  customerTotalsByCustomer,
} from '../../src/operations/bills/customer-bill-edges.ts';
import type { CustomerFeeRecordRow, CustomerMonthlySum } from '../../src/operations/bills/customer-bills.ts';
import type { WithCurrency } from '../../src/operations/bills/edges.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { amounts, codes, instants, texts } from '../core/row-fields.ts';
import { type CustomerNode, CustomerRef } from '../customers/customers.ts';
import { checkDays } from './billing-days.ts';
import { ChargingMode } from './charging-mode.ts';
import { CustomerBillType, type MembersInput, membersFilter, membersInput } from './customer-bill-filters.ts';

export const CustomerBillsRef = builder.objectRef<CustomerNode>('CustomerBills').implement({
  description:
    'Bills of a customer as the customer sees them, through the agency that the customer granted. Three years are kept.',
});

builder.objectField(CustomerRef, 'bills', (t) =>
  t.field({
    type: CustomerBillsRef,
    nullable: false,
    description:
      "Bills of the customer as the customer sees them, which also exist for customers that pay the vendor directly. Every field uses the customer's own credential.",
    resolve: (customer) => customer,
  }),
);

const SumType = openEnum('OwnBillSumType', "Type of a line of a customer's own monthly bill.", {
  CONSUMPTION: { code: '1', description: 'Bill line for consumption.' },
  REFUND: { code: '2', description: 'Bill line for a refund to the customer.' },
  ADJUSTMENT: { code: '3', description: 'Bill line for an adjustment.' },
});

const SumLineRef = builder.objectRef<CustomerSumLine>('OwnBillLine').implement({
  description: "Line of a customer's own monthly bill: one service in one charging mode.",
  fields: (t) => ({
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service of the bill line.',
      resolve: (row) => typeReference(row.service_type_code, row.service_type_name),
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type of the bill line.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    ...codes(t, {
      chargingMode: [ChargingMode, 'Charging mode of the bill line.', (row) => row.charging_mode],
      type: [SumType, 'Type of the line of the monthly bill.', (row) => row.bill_type],
    }),
    ...texts(t, {
      cycle: ['Billing cycle of the bill line.', (row) => row.bill_cycle],
      chargingModeCode: ['Raw upstream code of the charging mode.', (row) => row.charging_mode],
      typeCode: ['Raw upstream code of the bill type.', (row) => row.bill_type],
      customerId: [
        'Account id of the account that consumed: the customer or a sub-account.',
        (row) => row.customer_id,
      ],
      accountName: ['Login name of the account that consumed.', (row) => row.account_name],
    }),
    ...amounts(t, {
      amount: ['Amount payable: list price less discount and truncation.', (row) => row.consume_amount],
      officialAmount: ['List price of the bill line.', (row) => row.official_amount],
      discountAmount: ['Discount amount on the list price.', (row) => row.official_discount_amount],
      truncatedAmount: ['Amount of the truncated cents.', (row) => row.truncated_amount],
      ...paidFrom<CustomerSumLine>(),
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

/** Amounts by the source of the payment. */
function paidFrom<Row extends Paid>() {
  return {
    cashAmount: ['Amount that was paid in cash.', (row: Row) => row.cash_amount],
    creditAmount: ['Amount that was paid from credit.', (row: Row) => row.credit_amount],
    couponAmount: ['Amount that was paid with cash coupons.', (row: Row) => row.coupon_amount],
    flexiPurchaseCouponAmount: [
      'Amount that was paid with flexi-purchase coupons.',
      (row: Row) => row.flexipurchase_coupon_amount,
    ],
    storedValueCardAmount: [
      'Amount that was paid with stored-value cards.',
      (row: Row) => row.stored_value_card_amount,
    ],
    debtAmount: ['Amount that is unpaid and owed.', (row: Row) => row.debt_amount],
    writtenOffAmount: ['Amount of debt written off.', (row: Row) => row.writeoff_amount],
  } as const;
}

/** A month of a customer, with the filter of the request. */
interface Month {
  readonly customerId: string;
  readonly filter: CustomerSumFilter;
  readonly sum: CustomerMonthlySum;
}

const MonthlySumRef = builder.objectRef<Month>('OwnMonthlyBill').implement({
  description: "Customer's own bill of one month, summed by service.",
  fields: (t) => ({
    cycle: t.field({
      type: 'BillingCycle',
      nullable: false,
      description: 'Billing cycle of the bill.',
      resolve: ({ filter }) => filter.bill_cycle,
    }),
    totals: t.field({
      type: TotalsRef,
      nullable: false,
      description: 'Totals over all lines of the bill.',
      resolve: ({ sum }) => sum,
    }),
    lines: t.field({
      extensions: reads({
        reads: [keyedRead(customerSumByCustomer, { rows: 'all', batching: { perKeyFilter: true } })],
      }),
      type: [SumLineRef],
      nullable: { list: true, items: false },
      description: 'Lines of the monthly bill.',
      resolve: async ({ customerId, filter }, _args, context) => [
        ...(await context.loaders.rows(customerSumByCustomer, customerId, filter, ALL_ROWS)).rows,
      ],
    }),
  }),
});

const TotalsRef = builder.objectRef<CustomerMonthlySum>('OwnMonthlyBillTotals').implement({
  description: "Totals of a customer's own monthly bill.",
  fields: (t) =>
    amounts(t, {
      amount: ['Total amount payable of the bill.', (row) => row.consume_amount],
      ...paidFrom<CustomerMonthlySum>(),
    }),
});

const SumFilterInput = builder.inputType('OwnMonthlyBillFilter', {
  description: 'Filter for a monthly bill. Omitted fields do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({
      description:
        'Only lines of the cloud service with this code; the lines of the bill are then the resource types of the service.',
    }),
    enterpriseProjectId: t.string({
      description:
        'Only lines of the enterprise project with this id; `-1` for items without an enterprise project.',
    }),
    members: t.field(membersInput),
    subAccountId: t.string({ description: 'Only lines of the sub-account with this id.' }),
  }),
});

interface SumArguments {
  readonly cycle: string;
  readonly filter?: typeof SumFilterInput.$inferInput | null | undefined;
}

const toSumFilter = ({ cycle, filter }: SumArguments): CustomerSumFilter =>
  withoutEmpty({
    bill_cycle: cycle,
    service_type_code: filter?.serviceTypeCode,
    enterprise_project_id: filter?.enterpriseProjectId,
    ...membersFilter(filter ?? {}),
  });

const FeeStatus = openEnum('OwnFeeStatus', "Payment status of a fee in a customer's own bill.", {
  PAID: { code: '1', description: 'Fee that is already paid.' },
  UNSETTLED: { code: '2', description: 'Fee that has not been settled.' },
  UNBILLED: { code: '3', description: 'Fee that has not been billed yet.' },
});

const Provider = openEnum('ServiceProvider', 'Provider of a cloud service.', {
  VENDOR: { code: '1', description: 'Service provided by the vendor itself.' },
  MARKETPLACE: { code: '2', description: 'Service provided by a marketplace seller.' },
});

type FeeRecord = WithCurrency<CustomerFeeRecordRow> & { readonly measure_id?: number };

const FeeRecordRef = builder.objectRef<FeeRecord>('OwnFeeRecord').implement({
  description: "Transaction of a customer's own bill.",
  fields: (t) => ({
    ...codes(t, {
      type: [CustomerBillType, 'Bill type of the transaction.', (row) => row.bill_type],
      status: [FeeStatus, 'Payment status of the transaction.', (row) => row.status],
      chargingMode: [ChargingMode, 'Charging mode of the transaction.', (row) => row.charging_mode],
      provider: [Provider, 'Provider of the cloud service.', (row) => row.provider_type],
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service of the transaction.',
      resolve: (row) => typeReference(row.service_type_code, row.service_type_name),
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type of the transaction.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    ...texts(t, {
      recordId: ['Upstream id of the bill record.', (row) => row.id],
      cycle: ['Billing cycle of the transaction.', (row) => row.bill_cycle],
      tradeId: ['Upstream id of the order or transaction.', (row) => row.trade_id],
      typeCode: ['Raw upstream code of the bill type.', (row) => row.bill_type],
      statusCode: ['Raw upstream code of the payment status.', (row) => row.status],
      chargingModeCode: ['Raw upstream code of the charging mode.', (row) => row.charging_mode],
      providerCode: ['Raw upstream code of the provider.', (row) => row.provider_type],
      regionCode: ['Upstream code of the region.', (row) => row.region_code],
      regionName: ['Name of the region of the transaction.', (row) => row.region_name],
      enterpriseProjectId: ['Upstream id of the enterprise project.', (row) => row.enterprise_project_id],
      enterpriseProjectName: ['Name of the enterprise project.', (row) => row.enterprise_project_name],
      customerId: [
        'Account id of the account that consumed: the customer or a sub-account.',
        (row) => row.customer_id,
      ],
      accountName: ['Login name of the account that consumed.', (row) => row.account_name],
      consumedAt: [
        'Time of consumption, as the upstream writes it: an instant (UTC), or two instants for a span.',
        (row) => row.consume_time,
      ],
    }),
    ...instants(t, { chargedAt: ['Time when the account was charged, in UTC.', (row) => row.trade_time] }),
    ...amounts(t, {
      amount: ['Amount payable for the transaction.', (row) => row.consume_amount],
      officialAmount: ['List price of the transaction.', (row) => row.official_amount],
      discountAmount: ['Discount amount on the list price.', (row) => row.official_discount_amount],
      truncatedAmount: ['Amount of the truncated cents.', (row) => row.erase_amount],
      bonusAmount: ['Amount that was paid from bonus.', (row) => row.bonus_amount],
      ...paidFrom<FeeRecord>(),
    }),
  }),
});

const FeeFilterInput = builder.inputType('OwnFeeRecordFilter', {
  description: "Filter for a list of transactions of a customer's own bill. Omitted fields do not filter.",
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only records of the cloud service with this code.' }),
    resourceTypeCode: t.string({ description: 'Only records of the resource type with this code.' }),
    regionCode: t.string({ description: 'Only records in the region with this code.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only records with this charging mode.' }),
    type: t.field({ type: CustomerBillType.ref, description: 'Only records of this bill type.' }),
    status: t.field({ type: FeeStatus.ref, description: 'Only fees with this payment status.' }),
    provider: t.field({ type: Provider.ref, description: 'Only services of this provider.' }),
    tradeId: t.string({ description: 'Only records of the order or transaction with this id.' }),
    enterpriseProjectId: t.string({ description: 'Only records of the enterprise project with this id.' }),
    withZero: t.boolean({ description: 'True when records with zero to pay are listed too.' }),
    dateFrom: t.field({
      type: 'Date',
      description: 'First day of the range, within the billing cycle; requires `dateUntil`.',
    }),
    dateUntil: t.field({
      type: 'Date',
      description: 'Last day of the range, within the billing cycle; requires `dateFrom`.',
    }),
    members: t.field(membersInput),
    subAccountId: t.string({ description: 'Only records of the sub-account with this id.' }),
  }),
});

interface FeeArguments {
  readonly cycle: string;
  readonly filter?: (typeof FeeFilterInput.$inferInput & MembersInput) | null | undefined;
}

const numberOf = (code: string | undefined): number | undefined =>
  code === undefined ? undefined : Number(code);

function toFeeFilter({ cycle, filter }: FeeArguments): CustomerFeeFilter {
  const days = checkDays(cycle, filter?.dateFrom, filter?.dateUntil);
  return withoutEmpty({
    bill_cycle: cycle,
    service_type_code: filter?.serviceTypeCode,
    resource_type_code: filter?.resourceTypeCode,
    region_code: filter?.regionCode,
    charging_mode: numberOf(codeIn('chargingMode', filter?.chargingMode, ChargingMode.codeOf)),
    bill_type: numberOf(codeIn('type', filter?.type, CustomerBillType.codeOf)),
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

const FeeRecordConnection = connectionType('OwnFeeRecord', FeeRecordRef, 'fee records');

builder.objectFields(CustomerBillsRef, (t) => ({
  monthlyBill: t.field({
    extensions: reads({
      reads: [
        keyedRead(customerTotalsByCustomer, {
          rows: 'one',
          filters: (args: SumArguments) => [toSumFilter(args)],
        }),
      ],
    }),
    type: MonthlySumRef,
    description: 'Bill of the customer for one month, summed by service.',
    args: {
      cycle: t.arg({
        type: 'BillingCycle',
        required: true,
        description: 'Billing cycle of the monthly bill.',
      }),
      filter: t.arg({ type: SumFilterInput, description: 'Filter for the returned part of the bill.' }),
    },
    resolve: async ({ customerId }, args, context) => {
      const filter = toSumFilter(args);
      const sum = await context.loaders.one(customerTotalsByCustomer, customerId, filter);
      return sum && { customerId, filter, sum };
    },
  }),
  feeRecords: t.field({
    type: FeeRecordConnection,
    description: 'Transactions of the customer in one billing cycle.',
    args: {
      cycle: t.arg({
        type: 'BillingCycle',
        required: true,
        description: 'Billing cycle of the transactions.',
      }),
      filter: t.arg({ type: FeeFilterInput, description: 'Filter for the returned transactions.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(customerFeeRecordsByCustomer, toFeeFilter, (row): FeeRecord => row),
  }),
}));
