import type { InputOf, Parameters } from '../../call/operation.ts';
import { customerListing } from '../customer-listing.ts';
import { type Edge, pageSizeOf, requestAs, toPage } from '../edge.ts';
import {
  type BandwidthSampleRow,
  type BandwidthSummaryRow,
  ListResourceUsage,
  ListResourceUsageSummary,
} from './bandwidth.ts';
import {
  type AmortizedCostRow,
  type CostRow,
  ListCosts,
  ListCustomerBillsMonthlyBreakDown,
} from './costs.ts';
import {
  type CustomerBillSumRow,
  type CustomerFeeRecordRow,
  type CustomerMonthlySum,
  type CustomerResourceDetailRow,
  type CustomerResourceRecordRow,
  ListCustomerBillsFeeRecords,
  ListCustomerselfResourceRecordDetails,
  ListCustomerselfResourceRecords,
  ShowCustomerMonthlySum,
} from './customer-bills.ts';
import type { WithCurrency } from './edges.ts';

/** The parameters of an operation that are filters: not paging, and not the language. */
type FilterOf<O extends { readonly parameters: Parameters }> = Omit<
  InputOf<O['parameters']>,
  'offset' | 'limit' | 'X-Language'
>;

export type CustomerSumFilter = FilterOf<typeof ShowCustomerMonthlySum>;

/** A line of the monthly sum, with the totals that stand above all lines of every page. */
export type CustomerSumLine = WithCurrency<CustomerBillSumRow> & { readonly totals: CustomerMonthlySum };

export const customerSumByCustomer: Edge<CustomerSumFilter, CustomerSumLine> = customerListing(
  'CustomerBills.monthlySum',
  ShowCustomerMonthlySum,
  {
    rows: (answer: CustomerMonthlySum) =>
      answer.bill_sums.map((row) => ({ ...row, currency: answer.currency, totals: answer })),
    total: (answer) => answer.total_count,
    idOf: ({ totals: _, ...row }) => JSON.stringify(row),
  },
);

/** The totals of a month, which every page of the sum repeats. */
export const customerTotalsByCustomer: Edge<CustomerSumFilter, CustomerMonthlySum> = {
  name: 'CustomerBills.monthlyTotals',
  operation: ShowCustomerMonthlySum,
  pageSize: 1,
  point: (key, filter) =>
    requestAs(key, ShowCustomerMonthlySum, { ...filter, offset: 0, limit: 1000 }, (answer) =>
      toPage(
        [answer],
        undefined,
        () => key,
        () => key,
      ),
    ),
};

const withCurrency = <Row>(
  rows: readonly Row[],
  currency: string | undefined,
): readonly WithCurrency<Row>[] => rows.map((row) => ({ ...row, currency }));

export type CustomerFeeFilter = FilterOf<typeof ListCustomerBillsFeeRecords>;

export const customerFeeRecordsByCustomer: Edge<
  CustomerFeeFilter,
  WithCurrency<CustomerFeeRecordRow>
> = customerListing('CustomerBills.feeRecords', ListCustomerBillsFeeRecords, {
  rows: (answer) => withCurrency(answer.records, answer.currency),
  total: (answer) => answer.total_count,
  idOf: (row) => row.id ?? JSON.stringify(row),
});

export type CustomerResourceFilter = FilterOf<typeof ListCustomerselfResourceRecords>;

export const customerResourceRecordsByCustomer: Edge<
  CustomerResourceFilter,
  WithCurrency<CustomerResourceRecordRow>
> = customerListing('CustomerBills.resourceRecords', ListCustomerselfResourceRecords, {
  rows: (answer) => withCurrency(answer.fee_records, answer.currency),
  total: (answer) => answer.total_count,
  idOf: (row) => row.id ?? JSON.stringify(row),
});

export type CustomerDetailFilter = FilterOf<typeof ListCustomerselfResourceRecordDetails>;

export const customerResourceDetailsByCustomer: Edge<
  CustomerDetailFilter,
  WithCurrency<CustomerResourceDetailRow>
> = customerListing('CustomerBills.resourceDetails', ListCustomerselfResourceRecordDetails, {
  rows: (answer) => withCurrency(answer.monthly_records, answer.currency),
  total: (answer) => answer.total_count,
  idOf: (row) => row.id ?? JSON.stringify(row),
});

export type BandwidthFilter = FilterOf<typeof ListResourceUsageSummary>;

export const bandwidthByCustomer: Edge<BandwidthFilter, BandwidthSummaryRow> = customerListing(
  'CustomerBills.bandwidth',
  ListResourceUsageSummary,
  {
    rows: (answer) => answer.summary_usage_info_list,
    total: (answer) => answer.total_count,
    idOf: (row) => row.resource_id ?? '',
  },
);

/** Keyed by the resource; the customer that asks is part of the filter. */
export const bandwidthSamplesByResource: Edge<
  BandwidthFilter & { readonly customer: string },
  BandwidthSampleRow
> = {
  name: 'BandwidthUsage.samples',
  operation: ListResourceUsage,
  pageSize: pageSizeOf(ListResourceUsage),
  point: (key, { customer, ...filter }, range) =>
    requestAs(customer, ListResourceUsage, { ...filter, resource_id: key, ...range }, (answer) =>
      toPage(
        answer.usage_info_list,
        answer.total_count,
        () => key,
        (row) => row.stat_time ?? '',
      ),
    ),
};

export type CostFilter = FilterOf<typeof ListCosts>;

export const costsByCustomer: Edge<CostFilter, WithCurrency<CostRow>> = customerListing(
  'Customer.costs',
  ListCosts,
  {
    rows: (answer) => withCurrency(answer.cost_data, answer.currency),
    total: (answer) => answer.total_count,
    idOf: (row) => JSON.stringify(row.dimensions),
  },
);

export type AmortizedCostFilter = FilterOf<typeof ListCustomerBillsMonthlyBreakDown>;

export const amortizedCostsByCustomer: Edge<
  AmortizedCostFilter,
  WithCurrency<AmortizedCostRow>
> = customerListing('Customer.amortizedCosts', ListCustomerBillsMonthlyBreakDown, {
  rows: (answer) => withCurrency(answer.details, answer.currency),
  total: (answer) => answer.total_count,
  idOf: (row) => JSON.stringify(row),
});
