import {
  type FeeRecordRow,
  ListSubCustomerBillDetail,
  ListSubcustomerMonthlyBills,
  type MonthlyBillRow,
} from '../bills.ts';
import { type Edge, keyed, type Page, pageSizeOf } from '../edge.ts';

/** One series of the monthly bill: a cycle in one charge mode. */
export interface MonthlyBillSeries {
  readonly cycle: string;
  readonly charge_mode: string;
  readonly cloud_service_type?: string;
  readonly bill_type?: string;
}

/** A row with the currency that stands beside the rows on the wire. */
export type WithCurrency<Row> = Row & { readonly currency: string | undefined };

export const billLinesByCustomer: Edge<MonthlyBillSeries, WithCurrency<MonthlyBillRow>> = {
  name: 'Customer.monthlyBill',
  operation: ListSubcustomerMonthlyBills,
  pageSize: pageSizeOf(ListSubcustomerMonthlyBills),
  point: async (read, key, series, range) => {
    const answer = await read(ListSubcustomerMonthlyBills, { ...series, customer_id: key, ...range });
    return billPage(answer.bill_sums, answer.currency, answer.count);
  },
  sweep: {
    ordered: false,
    hasTotal: true,
    fetch: async (read, series, range) => {
      const answer = await read(ListSubcustomerMonthlyBills, { ...series, ...range });
      return billPage(answer.bill_sums, answer.currency, answer.count);
    },
  },
};

function billPage(
  rows: readonly MonthlyBillRow[],
  currency: string | undefined,
  total: number | undefined,
): Page<WithCurrency<MonthlyBillRow>> {
  return keyed(
    rows.map((row) => ({ ...row, currency })),
    total,
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
  readonly bill_date_begin?: string;
  readonly bill_date_end?: string;
}

export const feeRecordsByCustomer: Edge<ConsumptionSelection, WithCurrency<FeeRecordRow>> = {
  name: 'Customer.consumption',
  operation: ListSubCustomerBillDetail,
  pageSize: pageSizeOf(ListSubCustomerBillDetail),
  point: async (read, key, selection, range) => {
    const answer = await read(ListSubCustomerBillDetail, { ...selection, customer_id: key, ...range });
    return keyed(
      answer.fee_records.map((row) => ({ ...row, currency: answer.currency })),
      answer.total_count,
      () => key,
      (row) => row.id ?? JSON.stringify(row),
    );
  },
};
