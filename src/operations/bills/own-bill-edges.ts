import type { InputOf, Parameters } from '../../call/operation.ts';
import { ownListing } from '../customer-listing.ts';
import { askAs, type Edge, keyed, pageSizeOf } from '../edge.ts';
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
import type { WithCurrency } from './edges.ts';
import {
  ListCustomerBillsFeeRecords,
  ListCustomerselfResourceRecordDetails,
  ListCustomerselfResourceRecords,
  type OwnBillSumRow,
  type OwnFeeRecordRow,
  type OwnMonthlySum,
  type OwnResourceDetailRow,
  type OwnResourceRecordRow,
  ShowCustomerMonthlySum,
} from './own-bills.ts';

/** The parameters of an operation that are filters: not paging, and not the language. */
type FilterOf<O extends { readonly parameters: Parameters }> = Omit<
  InputOf<O['parameters']>,
  'offset' | 'limit' | 'X-Language'
>;

export type OwnSumFilter = FilterOf<typeof ShowCustomerMonthlySum>;

/** A line of the monthly sum, with the totals that stand above all lines of every page. */
export type OwnSumLine = WithCurrency<OwnBillSumRow> & { readonly totals: OwnMonthlySum };

export const ownSumByCustomer: Edge<OwnSumFilter, OwnSumLine> = ownListing(
  'CustomerBills.monthlySum',
  ShowCustomerMonthlySum,
  {
    rows: (answer: OwnMonthlySum) =>
      answer.bill_sums.map((row) => ({ ...row, currency: answer.currency, totals: answer })),
    total: (answer) => answer.total_count,
    idOf: ({ totals: _, ...row }) => JSON.stringify(row),
  },
);

/** The totals of a month, which every page of the sum repeats. */
export const ownTotalsByCustomer: Edge<OwnSumFilter, OwnMonthlySum> = {
  name: 'CustomerBills.monthlyTotals',
  operation: ShowCustomerMonthlySum,
  pageSize: 1,
  point: (key, filter) =>
    askAs(key, ShowCustomerMonthlySum, { ...filter, offset: 0, limit: 1000 }, (answer) =>
      keyed(
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

export type OwnFeeFilter = FilterOf<typeof ListCustomerBillsFeeRecords>;

export const ownFeeRecordsByCustomer: Edge<OwnFeeFilter, WithCurrency<OwnFeeRecordRow>> = ownListing(
  'CustomerBills.feeRecords',
  ListCustomerBillsFeeRecords,
  {
    rows: (answer) => withCurrency(answer.records, answer.currency),
    total: (answer) => answer.total_count,
    idOf: (row) => row.id ?? JSON.stringify(row),
  },
);

export type OwnResourceFilter = FilterOf<typeof ListCustomerselfResourceRecords>;

export const ownResourceRecordsByCustomer: Edge<
  OwnResourceFilter,
  WithCurrency<OwnResourceRecordRow>
> = ownListing('CustomerBills.resourceRecords', ListCustomerselfResourceRecords, {
  rows: (answer) => withCurrency(answer.fee_records, answer.currency),
  total: (answer) => answer.total_count,
  idOf: (row) => row.id ?? JSON.stringify(row),
});

export type OwnDetailFilter = FilterOf<typeof ListCustomerselfResourceRecordDetails>;

export const ownResourceDetailsByCustomer: Edge<
  OwnDetailFilter,
  WithCurrency<OwnResourceDetailRow>
> = ownListing('CustomerBills.resourceDetails', ListCustomerselfResourceRecordDetails, {
  rows: (answer) => withCurrency(answer.monthly_records, answer.currency),
  total: (answer) => answer.total_count,
  idOf: (row) => row.id ?? JSON.stringify(row),
});

export type BandwidthFilter = FilterOf<typeof ListResourceUsageSummary>;

export const bandwidthByCustomer: Edge<BandwidthFilter, BandwidthSummaryRow> = ownListing(
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
    askAs(customer, ListResourceUsage, { ...filter, resource_id: key, ...range }, (answer) =>
      keyed(
        answer.usage_info_list,
        answer.total_count,
        () => key,
        (row) => row.stat_time ?? '',
      ),
    ),
};

export type CostFilter = FilterOf<typeof ListCosts>;

export const costsByCustomer: Edge<CostFilter, WithCurrency<CostRow>> = ownListing(
  'Customer.costs',
  ListCosts,
  {
    rows: (answer) => withCurrency(answer.cost_data, answer.currency),
    total: (answer) => answer.total_count,
    idOf: (row) => JSON.stringify(row.dimensions),
  },
);

export type AmortizedCostFilter = FilterOf<typeof ListCustomerBillsMonthlyBreakDown>;

export const amortizedCostsByCustomer: Edge<AmortizedCostFilter, WithCurrency<AmortizedCostRow>> = ownListing(
  'Customer.amortizedCosts',
  ListCustomerBillsMonthlyBreakDown,
  {
    rows: (answer) => withCurrency(answer.details, answer.currency),
    total: (answer) => answer.total_count,
    idOf: (row) => JSON.stringify(row),
  },
);
