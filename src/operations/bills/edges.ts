import { type Edge, type Page, pageSizeOf, request, toPage } from '../edge.ts';
import { ListConsumeSubCustomers } from '../partner/consuming-customers.ts';
import {
  type FeeRecordRow,
  ListSubCustomerBillDetail,
  ListSubcustomerMonthlyBills,
  type MonthlyBillRow,
} from './monthly-bills.ts';

/** One series of the monthly bill: a cycle in one charge mode. */
export interface MonthlyBillSeries {
  readonly cycle: string;
  readonly charge_mode: string;
  readonly cloud_service_type?: string;
  readonly bill_type?: string;
}

/** A row with the currency that stands beside the rows on the wire. */
export type WithCurrency<Row> = Row & { readonly currency: string | undefined };

/** A line of the bill of a customer; the id is empty where a line of everybody's does not say whose it is. */
export type BillLine = WithCurrency<MonthlyBillRow> & { readonly customer_id: string };

export const billLinesByCustomer: Edge<MonthlyBillSeries, BillLine> = {
  name: 'Customer.monthlyBill',
  operation: ListSubcustomerMonthlyBills,
  pageSize: pageSizeOf(ListSubcustomerMonthlyBills),
  point: (key, series, range) =>
    request(ListSubcustomerMonthlyBills, { ...series, customer_id: key, ...range }, (answer) =>
      billPage(answer, key),
    ),
  sweep: {
    ordered: false,
    request: (series, range) =>
      request(ListSubcustomerMonthlyBills, { ...series, ...range }, (answer) => billPage(answer)),
  },
};

function billPage(
  answer: {
    readonly bill_sums: readonly MonthlyBillRow[];
    readonly currency: string | undefined;
    readonly count: number | undefined;
  },
  customerId = '',
): Page<BillLine> {
  const { bill_sums, currency, count } = answer;
  return toPage(
    bill_sums.map((row) => ({ ...row, customer_id: row.customer_id ?? customerId, currency })),
    count,
    (row) => row.customer_id,
    billLineId,
  );
}

/** Rows carry no id of their own; within a cycle and charge mode these fields tell them apart. */
function billLineId(row: MonthlyBillRow): string {
  const { customer_id, cloud_service_type, resource_type_code, charge_mode, bill_type, amount } = row;
  return [customer_id, cloud_service_type, resource_type_code, charge_mode, bill_type, amount].join('|');
}

export interface ConsumptionSelection {
  readonly bill_cycle: string;
  readonly service_type_code?: string;
  readonly region_code?: string;
  readonly charging_mode?: number;
  readonly bill_detail_type?: number;
  readonly resource_id?: string;
  readonly resource_name?: string;
  readonly trade_id?: string;
  readonly association_type?: string;
  readonly account_manager_id?: string;
  readonly bill_date_begin?: string;
  readonly bill_date_end?: string;
}

export const feeRecordsByCustomer: Edge<ConsumptionSelection, WithCurrency<FeeRecordRow>> = {
  name: 'Customer.consumption',
  operation: ListSubCustomerBillDetail,
  pageSize: pageSizeOf(ListSubCustomerBillDetail),
  point: (key, selection, range) =>
    request(ListSubCustomerBillDetail, { ...selection, customer_id: key, ...range }, (answer) =>
      toPage(
        answer.fee_records.map((row) => ({ ...row, currency: answer.currency })),
        answer.total_count,
        () => key,
        (row) => row.id ?? JSON.stringify(row),
      ),
    ),
  present: {
    operation: ListConsumeSubCustomers,
    pageSize: pageSizeOf(ListConsumeSubCustomers),
    request: ({ bill_cycle }, range) =>
      request(ListConsumeSubCustomers, { bill_cycle, ...range }, (answer) =>
        toPage(
          answer.sub_customers,
          answer.total_count,
          (row) => row.customer_id,
          (row) => row.customer_id,
        ),
      ),
  },
};
