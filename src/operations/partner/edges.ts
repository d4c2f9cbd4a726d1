// Listings about the partner itself. Asked about one reseller of it, each call names the reseller; that is not
// for the edges to do.

import { type Edge, pageSizeOf, request, toPage } from '../edge.ts';
import { type FilterOf, partnerListing } from '../partner-listing.ts';
import { ListConsumeSubCustomers } from './consuming-customers.ts';
import {
  ListIncentiveDiscountPolicies,
  ListPartnerAccountChangeRecords,
  ListPartnerAdjustRecords,
  ListPartnerBalances,
  type PartnerAccountRow,
  type PartnerChangeRow,
} from './partner-accounts.ts';

/** The accounts of whoever asks, under the empty key. */
export const balancesOfPartner: Edge<null, readonly PartnerAccountRow[]> = {
  name: 'PartnerAccount.balances',
  operation: ListPartnerBalances,
  pageSize: pageSizeOf(ListPartnerBalances),
  point: (key) =>
    request(ListPartnerBalances, {}, (answer) =>
      toPage(
        [answer.account_balances],
        undefined,
        () => key,
        () => key,
      ),
    ),
};

export type PartnerChangeFilter = FilterOf<typeof ListPartnerAccountChangeRecords>;

export const partnerChanges: Edge<PartnerChangeFilter, PartnerChangeRow> = partnerListing(
  'Partner.accountChanges',
  ListPartnerAccountChangeRecords,
  {
    rows: (answer): readonly PartnerChangeRow[] =>
      answer.records.map((row) => ({ ...row, currency: answer.currency })),
    total: (answer) => answer.total_count,
    idOf: (row) => row.account_change_id ?? JSON.stringify(row),
  },
);

export type AdjustmentFilter = FilterOf<typeof ListPartnerAdjustRecords>;

export const adjustments = partnerListing('Partner.adjustments', ListPartnerAdjustRecords, {
  rows: (answer) => answer.records,
  total: (answer) => answer.total_count,
  idOf: (row) => JSON.stringify([row.trans_id, row.customer_id, row.operation_time, row.amount]),
  customerOf: (row) => row.customer_id ?? '',
});

export type PolicyFilter = FilterOf<typeof ListIncentiveDiscountPolicies>;

export const policies = partnerListing('Partner.policies', ListIncentiveDiscountPolicies, {
  rows: (answer) => answer.policies,
  total: (answer) => answer.total_count,
  idOf: (row) => JSON.stringify(row),
});

export const consumingCustomers: Edge<{ readonly bill_cycle: string }, { readonly customer_id: string }> = {
  name: 'Partner.consumingCustomers',
  operation: ListConsumeSubCustomers,
  pageSize: pageSizeOf(ListConsumeSubCustomers),
  sweep: {
    ordered: false,
    request: (filter, range) =>
      request(ListConsumeSubCustomers, { ...filter, ...range }, (answer) =>
        toPage(
          answer.sub_customers,
          answer.total_count,
          (row) => row.customer_id,
          (row) => row.customer_id,
        ),
      ),
  },
};
