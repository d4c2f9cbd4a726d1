// Listings that the international site alone has.
import { ask, askAs, type Edge, keyed, type Page, pageSizeOf, type RowRange } from '../edge.ts';
import { type NumberedPage, pageAround, windowOf } from '../page-number.ts';
import {
  type BudgetRecordRow,
  type BudgetRow,
  type ConsumptionQuotaRow,
  type ExpenditureQuotaRow,
  type InvoiceRow,
  ListInvoices,
  ListPostpaidBillSum,
  ListSubCustomerBudget,
  ListSubCustomerBudgetRecords,
  type PostpaidBillRow,
  ShowCustomerExpenditureQuota,
  ShowPartnerConsumptionQuota,
} from './budgets.ts';

/** Currency and measure stand once above the rows. */
interface Measured {
  readonly currency: string | undefined;
  readonly measure_id: number | undefined;
}

const measured = <Row>(rows: readonly Row[], { currency, measure_id }: Measured) =>
  rows.map((row) => ({ ...row, currency, measure_id }));

export type MeasuredBudget = BudgetRow & Measured;
export type MeasuredBudgetRecord = BudgetRecordRow & Measured;

/** The answer leaves out customers that have none. */
export const budgetByCustomer: Edge<null, MeasuredBudget> = {
  name: 'Customer.budget',
  operation: ListSubCustomerBudget,
  pageSize: pageSizeOf(ListSubCustomerBudget),
  bulk: {
    maxKeys: ListSubCustomerBudget.bulk?.max ?? 1,
    ask: (keys) =>
      ask(ListSubCustomerBudget, { customer_ids: keys }, (answer) =>
        keyed(
          measured(answer.budget_infos, answer),
          undefined,
          (row) => row.customer_id,
          (row) => row.customer_id,
        ),
      ),
  },
};

export interface BudgetRecordFilter {
  readonly operation_type?: string;
  readonly budget_type?: string;
}

export const budgetRecordsByCustomer: Edge<BudgetRecordFilter, MeasuredBudgetRecord> = {
  name: 'Customer.budgetRecords',
  operation: ListSubCustomerBudgetRecords,
  pageSize: pageSizeOf(ListSubCustomerBudgetRecords),
  point: (key, filter, range) =>
    ask(ListSubCustomerBudgetRecords, { customer_id: key, ...filter, ...range }, (answer) =>
      keyed(
        measured(answer.record_list, answer),
        answer.total_count,
        () => key,
        (row) => JSON.stringify(row),
      ),
    ),
};

/** The one row of an answer that is about one thing. */
const single = <Row>(key: string, row: Row): Page<Row> =>
  keyed(
    [row],
    undefined,
    () => key,
    () => key,
  );

export const expenditureQuotaByCustomer: Edge<null, ExpenditureQuotaRow> = {
  name: 'CustomerAccount.expenditureQuota',
  operation: ShowCustomerExpenditureQuota,
  pageSize: pageSizeOf(ShowCustomerExpenditureQuota),
  point: (key) => askAs(key, ShowCustomerExpenditureQuota, {}, (answer) => single(key, answer)),
};

export const consumptionQuotaOfPartner: Edge<null, ConsumptionQuotaRow> = {
  name: 'Partner.consumptionQuota',
  operation: ShowPartnerConsumptionQuota,
  pageSize: pageSizeOf(ShowPartnerConsumptionQuota),
  point: (key) => ask(ShowPartnerConsumptionQuota, {}, (answer) => single(key, answer)),
};

/** The key is the month. */
export const postpaidBillByCycle: Edge<null, PostpaidBillRow> = {
  name: 'Partner.postpaidBill',
  operation: ListPostpaidBillSum,
  pageSize: pageSizeOf(ListPostpaidBillSum),
  point: (key) => ask(ListPostpaidBillSum, { bill_cycle: key }, (answer) => single(key, answer)),
};

export interface InvoiceFilter {
  readonly start_time: string;
  readonly end_time: string;
}

/** The most rows of a window that a page holds wherever it begins. */
const INVOICE_WINDOW = pageSizeOf(ListInvoices) / 2;

const invoicePage =
  (key: string, range: RowRange, page: NumberedPage) =>
  (answer: { readonly count: number | undefined; readonly invoices: readonly InvoiceRow[] }) =>
    keyed(
      windowOf(answer.invoices, range, page),
      answer.count,
      () => key,
      (row) => row.requestId ?? JSON.stringify(row),
    );

/** The key is the partner's own id. */
export const invoicesOfPartner: Edge<InvoiceFilter, InvoiceRow> = {
  name: 'Partner.invoices',
  operation: ListInvoices,
  pageSize: INVOICE_WINDOW,
  point: (key, filter, range) => {
    const page = pageAround(range, pageSizeOf(ListInvoices));
    return ask(ListInvoices, { domain_id: key, ...filter, ...page }, invoicePage(key, range, page));
  },
};

export const invoicesByCustomer: Edge<InvoiceFilter, InvoiceRow> = {
  name: 'CustomerBills.invoices',
  operation: ListInvoices,
  pageSize: INVOICE_WINDOW,
  point: (key, filter, range) => {
    const page = pageAround(range, pageSizeOf(ListInvoices));
    return askAs(key, ListInvoices, { domain_id: key, ...filter, ...page }, invoicePage(key, range, page));
  },
};
