import { type Edge, pageSizeOf, type RowRange, request, requestAs, toPage } from '../edge.ts';
import { type NumberedPage, pageAround, windowOf } from '../page-number.ts';
import { singleIfAny } from '../single-row.ts';
import { type InvoiceRow, ListInvoices, ListPostpaidBillSum, type PostpaidBillRow } from './invoices.ts';

/** The key is the month. */
export const postpaidBillByCycle: Edge<null, PostpaidBillRow> = {
  name: 'Partner.postpaidBill',
  operation: ListPostpaidBillSum,
  pageSize: pageSizeOf(ListPostpaidBillSum),
  point: (key) =>
    request(ListPostpaidBillSum, { bill_cycle: key }, (answer) =>
      singleIfAny(key, answer, ['bill_cycle', 'currency']),
    ),
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
    toPage(
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
    return request(ListInvoices, { domain_id: key, ...filter, ...page }, invoicePage(key, range, page));
  },
};

export const invoicesByCustomer: Edge<InvoiceFilter, InvoiceRow> = {
  name: 'CustomerBills.invoices',
  operation: ListInvoices,
  pageSize: INVOICE_WINDOW,
  point: (key, filter, range) => {
    const page = pageAround(range, pageSizeOf(ListInvoices));
    return requestAs(
      key,
      ListInvoices,
      { domain_id: key, ...filter, ...page },
      invoicePage(key, range, page),
    );
  },
};
