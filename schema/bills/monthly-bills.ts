import type { GatewayContext } from '../../src/context/context.ts';
import { sumDecimals } from '../../src/decode/decimal.ts';
import { badInput } from '../../src/errors/errors.ts';
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
  failedConnection,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { type Money, MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads, sweepOf } from '../core/reads/reads.ts';
import { codes } from '../core/row-fields.ts';
import { customerGraphFields } from '../core/scope/customer-graph.ts';
import { CustomerRef, customerOf, isConsultative, REFERS_TO_CUSTOMER } from '../customers/customers.ts';
import { ChargingMode } from './charging-mode.ts';

const BillType = openEnum('MonthlyBillType', 'What a line of a monthly bill is.', {
  CONSUMPTION: { code: '0', description: 'Something consumed.' },
  UNSUBSCRIPTION: { code: '1', description: 'Money back for something unsubscribed; negative.' },
  WRITE_OFF: { code: '2', description: 'Written off by the vendor; negative.' },
});

type BillLine = WithCurrency<MonthlyBillRow>;

interface MonthlyBill {
  readonly customerId: string;
  readonly cycle: string;
  readonly lines: readonly BillLine[];
}

const amountOf =
  (pick: (row: MonthlyBillRow) => string | undefined) => (row: BillLine, context: GatewayContext) =>
    money(pick(row), row.currency, context, row.measure_id);

const PaidFrom = openEnum('BillPaidFrom', 'What a part of a bill was paid from.', {
  CASH: { code: 'BALANCE_TYPE_DEBIT', description: 'Cash.' },
  CREDIT: { code: 'BALANCE_TYPE_CREDIT', description: 'Credit.' },
  BONUS: { code: 'BALANCE_TYPE_BONUS', description: 'Bonus.' },
  CASH_COUPON: { code: 'BALANCE_TYPE_COUPON', description: 'Cash coupons.' },
  FLEXI_PURCHASE_COUPON: { code: 'BALANCE_TYPE_RCASH_COUPON', description: 'Flexi-purchase coupons.' },
  STORED_VALUE_CARD: { code: 'BALANCE_TYPE_STORED_VALUE_CARD', description: 'Stored-value cards.' },
});

interface Payment {
  readonly line: BillLine;
  readonly detail: MonthlyBillRow['account_details'][number];
}

const PaymentRef = builder.objectRef<Payment>('MonthlyBillPayment').implement({
  description: 'A part of a line of a monthly bill, by what it was paid from.',
  fields: (t) => ({
    ...codes(t, {
      from: [PaidFrom, 'What it was paid from.', ({ detail }) => detail.balance_type],
    }),
    fromCode: t.string({
      description: 'Raw code of what it was paid from.',
      resolve: ({ detail }) => detail.balance_type,
    }),
    ...codes(t, {
      billType: [BillType, 'What the part is.', ({ detail }) => detail.bill_type],
    }),
    billTypeCode: t.string({
      description: 'Raw code of what the part is.',
      resolve: ({ detail }) => detail.bill_type,
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'How much.',
      resolve: ({ line, detail }, _args, context) =>
        money(detail.amount, line.currency, context, line.measure_id),
    }),
  }),
});

const MonthlyBillLineRef = builder.objectRef<BillLine>('MonthlyBillLine').implement({
  description: 'A total within a monthly bill: one service, charging mode and bill type.',
  fields: (t) => ({
    serviceTypeCode: t.string({
      nullable: false,
      description: 'Code of the cloud service; empty where the upstream names none.',
      resolve: (row) => row.cloud_service_type ?? '',
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service.',
      resolve: (row) => typeReference(row.cloud_service_type, row.cloud_service_type_name),
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'The kind of resource.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    ...codes(t, {
      chargingMode: [ChargingMode, 'How it was charged.', (row) => row.charge_mode],
    }),
    chargingModeCode: t.string({
      nullable: false,
      description: 'Raw code of the charging mode.',
      resolve: (row) => row.charge_mode ?? '',
    }),
    ...codes(t, {
      billType: [BillType, 'What it is.', (row) => row.bill_type],
    }),
    billTypeCode: t.string({
      nullable: false,
      description: 'Raw code of the bill type.',
      resolve: (row) => row.bill_type ?? '',
    }),
    amount: t.field({
      type: MoneyRef,
      nullable: false,
      description: 'The total before tax; negative for unsubscriptions and write-offs.',
      resolve: (row, _args, context) =>
        money(row.amount ?? '0', row.currency, context, row.measure_id) as Money,
    }),
    discountAmount: t.field({
      type: MoneyRef,
      description: 'Discount in it; absent on unsubscriptions and write-offs.',
      resolve: (row, _args, context) => amountOf((line) => line.discount_amount)(row, context),
    }),
    debtAmount: t.field({
      type: MoneyRef,
      description: 'What the account could not pay; absent on unsubscriptions and write-offs.',
      resolve: (row, _args, context) => amountOf((line) => line.debt_amount)(row, context),
    }),
    writtenOffAmount: t.field({
      type: MoneyRef,
      description: 'Debt written off; absent on unsubscriptions and write-offs.',
      resolve: (row, _args, context) => amountOf((line) => line.adjustment_amount)(row, context),
    }),
    payments: t.field({
      type: [PaymentRef],
      nullable: { list: false, items: false },
      description: 'What it was paid from.',
      resolve: (line) => line.account_details.map((detail) => ({ line, detail })),
    }),
  }),
});

const MonthlyBillRef = builder.objectRef<MonthlyBill>('MonthlyBill').implement({
  description:
    'What a customer spent of the money that the partner allocated, in one month. Holds data up to the previous midnight and is refreshed at 16:00 China time, at the latest by midnight.',
  fields: (t) => ({
    cycle: t.field({
      type: 'BillingCycle',
      nullable: false,
      description: 'The month.',
      resolve: (bill) => bill.cycle,
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Whose bill it is.',
      resolve: (bill) => customerOf(bill.customerId),
    }),
    total: t.field({
      type: MoneyRef,
      nullable: false,
      description: 'Sum of the lines; 0 without lines.',
      resolve: (bill, _args, context) => totalOf(bill.lines, context),
    }),
    lines: t.field({
      type: [MonthlyBillLineRef],
      nullable: { list: false, items: false },
      description: 'The totals that it consists of, over all charging modes.',
      resolve: (bill) => bill.lines,
    }),
  }),
});

function totalOf(lines: readonly BillLine[], context: GatewayContext): Money {
  const amounts = lines.map(
    (line) => money(line.amount ?? '0', line.currency, context, line.measure_id) as Money,
  );
  return money(sumDecimals(amounts.map((one) => one.amount)), amounts[0]?.currency, context) as Money;
}

builder.objectField(CustomerRef, 'monthlyBill', (t) =>
  t.field({
    extensions: reads({
      reads: [
        keyed(billLinesByCustomer, {
          rows: 'all',
          filters: ({ cycle }: { cycle: string }) =>
            BILL_CHARGE_MODES.map((charge_mode) => ({ cycle, charge_mode })),
        }),
      ],
    }),
    type: MonthlyBillRef,
    description:
      'Its bill of one month. A customer that spent nothing, or that pays the vendor directly, has one without lines.',
    args: { cycle: t.arg({ type: 'BillingCycle', required: true, description: 'The month.' }) },
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
  description: 'Narrows monthly bills; fields that are left out do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only lines of this cloud service.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only lines charged this way.' }),
    billType: t.field({ type: BillType.ref, description: 'Only lines of this kind.' }),
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
          distinct: true,
          filters: (args: { cycle: string; filter?: MonthlyBillFilterShape | null }) =>
            seriesOf(args.cycle, args.filter),
        }),
      ],
    }),
    type: MonthlyBillConnection,
    nullable: false,
    description:
      'The bills of one month, one per customer that has lines in it, by customer id. All lines of the month are read, because the upstream pages lines and not customers.',
    authScopes: { partner: true },
    unauthorizedResolver: (_root, _args, _context, info, error) => failedConnection(error, info),
    args: {
      cycle: t.arg({ type: 'BillingCycle', required: true, description: 'The month.' }),
      filter: t.arg({ type: MonthlyBillFilter, description: 'Which lines.' }),
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

/** The series that hold the lines asked for. */
function seriesOf(
  cycle: string,
  filter: MonthlyBillFilterShape | null | undefined,
): readonly MonthlyBillSeries[] {
  const mode = filter?.chargingMode ? ChargingMode.codeOf(filter.chargingMode) : undefined;
  if (filter?.chargingMode && !mode)
    throw badInput('filter.chargingMode: expected a known mode, got UNKNOWN');
  const modes = BILL_CHARGE_MODES.filter((one) => mode === undefined || one === mode);
  const billType = filter?.billType ? BillType.codeOf(filter.billType) : undefined;
  if (filter?.billType && !billType) throw badInput('filter.billType: expected a known type, got UNKNOWN');
  return modes.map((charge_mode) => ({
    cycle,
    charge_mode,
    ...(filter?.serviceTypeCode ? { cloud_service_type: filter.serviceTypeCode } : {}),
    ...(billType ? { bill_type: billType } : {}),
  }));
}

async function billsOfMonth(
  cycle: string,
  filter: MonthlyBillFilterShape | null | undefined,
  context: GatewayContext,
): Promise<readonly MonthlyBill[]> {
  const series = await Promise.all(
    seriesOf(cycle, filter).map((one) => context.loaders.listing(billLinesByCustomer, one, ALL_ROWS)),
  );
  const lines = series.flatMap((slice) => slice.rows);
  const byCustomer = Map.groupBy(lines, (line) => line.customer_id);
  return [...byCustomer]
    .map(([customerId, ofCustomer]) => ({ customerId, cycle, lines: ofCustomer }))
    .sort((left, right) => (left.customerId < right.customerId ? -1 : 1));
}
