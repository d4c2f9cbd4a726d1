import type { GatewayContext } from '../../src/context/context.ts';
import { ALL_ROWS } from '../../src/loaders/window.ts';
import {
  billLinesByCustomer,
  type MonthlyBillSeries,
  type WithCurrency,
} from '../../src/operations/bills/edges.ts';
import { BILL_CHARGE_MODES, type MonthlyBillRow } from '../../src/operations/bills/monthly-bills.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { builder } from '../core/builder.ts';
import {
  asConnection,
  connectionType,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { type Denomination, MoneyRef, sumOfMoney, within } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyedRead, reads, sweepOf } from '../core/reads/reads.ts';
import { amounts, codes, requiredAmounts, texts } from '../core/row-fields.ts';
import { customerGraphFields } from '../core/scope/customer-graph.ts';
import { CustomerRef, customerOf, isConsultative, REFERS_TO_CUSTOMER } from '../customers/customers.ts';
import { ChargingMode } from './charging-mode.ts';

const BillType = openEnum('MonthlyBillType', 'Bill type of a monthly bill line.', {
  CONSUMPTION: { code: '0', description: 'Bill line for consumption.' },
  UNSUBSCRIPTION: { code: '1', description: 'Bill line for the refund of an unsubscription; negative.' },
  WRITE_OFF: { code: '2', description: 'Bill line for an amount written off by the vendor; negative.' },
});

type BillLine = WithCurrency<MonthlyBillRow>;

interface MonthlyBill {
  readonly customerId: string;
  readonly cycle: string;
  readonly lines: readonly BillLine[];
}

const PaidFrom = openEnum('BillPaidFrom', 'Source from which a part of a bill was paid.', {
  CASH: { code: 'BALANCE_TYPE_DEBIT', description: 'Payment from the cash account.' },
  CREDIT: { code: 'BALANCE_TYPE_CREDIT', description: 'Payment from the credit account.' },
  BONUS: { code: 'BALANCE_TYPE_BONUS', description: 'Payment from the bonus account.' },
  CASH_COUPON: { code: 'BALANCE_TYPE_COUPON', description: 'Payment with cash coupons.' },
  FLEXI_PURCHASE_COUPON: {
    code: 'BALANCE_TYPE_RCASH_COUPON',
    description: 'Payment with flexi-purchase coupons.',
  },
  STORED_VALUE_CARD: {
    code: 'BALANCE_TYPE_STORED_VALUE_CARD',
    description: 'Payment with stored-value cards.',
  },
});

type Payment = MonthlyBillRow['account_details'][number] & Denomination;

const PaymentRef = builder.objectRef<Payment>('MonthlyBillPayment').implement({
  description: 'Part of a monthly bill line, by payment source.',
  fields: (t) => ({
    ...codes(t, {
      from: [PaidFrom, 'Payment source of the part of the bill line.', (part) => part.balance_type],
      billType: [BillType, 'Bill type of the part of the bill line.', (part) => part.bill_type],
    }),
    ...texts(t, {
      fromCode: ['Raw upstream code of the payment source.', (part) => part.balance_type],
      billTypeCode: ['Raw upstream code of the bill type.', (part) => part.bill_type],
    }),

    ...amounts(t, { amount: ['Amount of the part of the bill line.', (part) => part.amount] }),
  }),
});

const MonthlyBillLineRef = builder.objectRef<BillLine>('MonthlyBillLine').implement({
  description: 'Total within a monthly bill for one service, charging mode and bill type.',
  fields: (t) => ({
    serviceTypeCode: t.string({
      nullable: false,
      description: 'Upstream code of the cloud service; empty when the upstream does not name a service.',
      resolve: (row) => row.cloud_service_type ?? '',
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service of the monthly bill line.',
      resolve: (row) => typeReference(row.cloud_service_type, row.cloud_service_type_name),
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type of the monthly bill line.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    ...codes(t, {
      chargingMode: [ChargingMode, 'Charging mode of the monthly bill line.', (row) => row.charge_mode],
      billType: [BillType, 'Bill type of the monthly bill line.', (row) => row.bill_type],
    }),
    chargingModeCode: t.string({
      nullable: false,
      description: 'Raw upstream code of the charging mode.',
      resolve: (row) => row.charge_mode ?? '',
    }),

    billTypeCode: t.string({
      nullable: false,
      description: 'Raw upstream code of the bill type.',
      resolve: (row) => row.bill_type ?? '',
    }),
    ...requiredAmounts(t, {
      amount: [
        'Total amount of the line before tax; negative for unsubscriptions and write-offs.',
        (row) => row.amount,
      ],
    }),
    ...amounts(t, {
      discountAmount: [
        'Discount included in the line; absent on unsubscriptions and write-offs.',
        (row) => row.discount_amount,
      ],
      debtAmount: [
        'Amount that the account could not pay; absent on unsubscriptions and write-offs.',
        (row) => row.debt_amount,
      ],
      writtenOffAmount: [
        'Amount of debt written off; absent on unsubscriptions and write-offs.',
        (row) => row.adjustment_amount,
      ],
    }),
    payments: t.field({
      type: [PaymentRef],
      nullable: { list: false, items: false },
      description: 'Parts of the bill line, by payment source.',
      resolve: (line) => line.account_details.map((part) => within(part, line)),
    }),
  }),
});

const MonthlyBillRef = builder.objectRef<MonthlyBill>('MonthlyBill').implement({
  description:
    'Spending of a customer from the money allocated by the partner, in one month. Holds data up to the previous midnight and is refreshed at 16:00 China time, at the latest by midnight.',
  fields: (t) => ({
    cycle: t.field({
      type: 'BillingCycle',
      nullable: false,
      description: 'Billing cycle of the bill.',
      resolve: (bill) => bill.cycle,
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Customer to whom the bill belongs.',
      resolve: (bill, _args, context) => customerOf(bill.customerId, context),
    }),
    total: t.field({
      type: MoneyRef,
      nullable: false,
      description: 'Sum of the lines of the bill; 0 without lines.',
      resolve: (bill, _args, context) => sumOfMoney(bill.lines, (line) => line.amount, context),
    }),
    lines: t.field({
      type: [MonthlyBillLineRef],
      nullable: { list: false, items: false },
      description: 'Totals that make up the bill, over all charging modes.',
      resolve: (bill) => bill.lines,
    }),
  }),
});

builder.objectField(CustomerRef, 'monthlyBill', (t) =>
  t.field({
    extensions: reads({
      reads: [
        keyedRead(billLinesByCustomer, {
          rows: 'all',
          filters: ({ cycle }: { cycle: string }) =>
            BILL_CHARGE_MODES.map((charge_mode) => ({ cycle, charge_mode })),
        }),
      ],
    }),
    type: MonthlyBillRef,
    description:
      'Bill of the customer for one month. The bill has no lines for a customer that spent nothing or pays the vendor directly.',
    args: {
      cycle: t.arg({
        type: 'BillingCycle',
        required: true,
        description: 'Billing cycle of the monthly bill.',
      }),
    },
    resolve: async (customer, args, context) => {
      const { customerId } = customer;
      const series = isConsultative(customer)
        ? []
        : await Promise.all(
            BILL_CHARGE_MODES.map((charge_mode) =>
              context.loaders.rows(
                billLinesByCustomer,
                customerId,
                { cycle: args.cycle, charge_mode },
                ALL_ROWS,
              ),
            ),
          );
      return { customerId, cycle: args.cycle, lines: series.flatMap((slice) => slice.rows) };
    },
  }),
);

const MonthlyBillFilter = builder.inputType('MonthlyBillFilter', {
  description: 'Filter for the lines of monthly bills. Omitted fields do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only lines of the cloud service with this code.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only lines with this charging mode.' }),
    billType: t.field({ type: BillType.ref, description: 'Only lines of this bill type.' }),
  }),
});

type MonthlyBillFilterShape = typeof MonthlyBillFilter.$inferInput;

const MonthlyBillConnection = connectionType('MonthlyBill', MonthlyBillRef, 'monthly bills');

customerGraphFields((t) => ({
  monthlyBills: t.field({
    extensions: reads({
      reads: [
        sweepOf(billLinesByCustomer, {
          rows: 'all',
          cardinality: { distinctCustomers: true },
          filters: (args: { cycle: string; filter?: MonthlyBillFilterShape | null }) =>
            seriesOf(args.cycle, args.filter),
        }),
      ],
    }),
    type: MonthlyBillConnection,
    description:
      'Bills of one month, one per customer that has lines in the month, sorted by customer id. All lines of the month are read, because the upstream pages by line and not by customer.',
    authScopes: { partner: true },
    args: {
      cycle: t.arg({
        type: 'BillingCycle',
        required: true,
        description: 'Billing cycle of the monthly bills.',
      }),
      filter: t.arg({
        type: MonthlyBillFilter,
        description: 'Filter for the returned lines of the monthly bills.',
      }),
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context, info) =>
      asConnection(info, async () => {
        const page = readPage(args, info);
        const load = billsOfMonth(args.cycle, args.filter, context).then((bills) => ({
          rows: bills.slice(page.offset, page.offset + page.rows),
          total: bills.length,
          hasNext: page.offset + page.rows < bills.length,
        }));
        return toConnection(page, load, (bill) => bill);
      }),
  }),
}));

/** The series that hold the requested lines. */
function seriesOf(
  cycle: string,
  filter: MonthlyBillFilterShape | null | undefined,
): readonly MonthlyBillSeries[] {
  const mode = codeIn('chargingMode', filter?.chargingMode, ChargingMode.codeOf);
  const modes = BILL_CHARGE_MODES.filter((one) => mode === undefined || one === mode);
  const rest = withoutEmpty({
    cloud_service_type: filter?.serviceTypeCode,
    bill_type: codeIn('billType', filter?.billType, BillType.codeOf),
  });
  return modes.map((charge_mode) => ({ cycle, charge_mode, ...rest }));
}

async function billsOfMonth(
  cycle: string,
  filter: MonthlyBillFilterShape | null | undefined,
  context: GatewayContext,
): Promise<readonly MonthlyBill[]> {
  const series = await Promise.all(
    seriesOf(cycle, filter).map((one) => context.loaders.listing(billLinesByCustomer, one, ALL_ROWS)),
  );
  const lines = series.flatMap((slice) => slice.rows.filter((line) => line.customer_id !== ''));
  const byCustomer = Map.groupBy(lines, (line) => line.customer_id);
  return [...byCustomer]
    .map(([customerId, ofCustomer]) => ({ customerId, cycle, lines: ofCustomer }))
    .sort((left, right) => (left.customerId < right.customerId ? -1 : 1));
}
