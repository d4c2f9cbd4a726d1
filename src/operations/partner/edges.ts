// Listings about the partner itself. Asked about one reseller of it, each call names the reseller; that is not
// for the edges to do.
import type { InputOf, Operation, Parameters } from '../../call/operation.ts';
import { ListConsumeSubCustomers } from '../bills/monthly-bills.ts';
import {
  type CouponQuotaRow,
  ListCouponQuotasRecords,
  ListIssuedCouponQuotas,
  ListPartnerCouponsRecord,
  ListQuotaCoupons,
} from '../coupons/coupon-quotas.ts';
import { ask, type Edge, keyed, pageSizeOf, type RowRange } from '../edge.ts';
import {
  type DistributorRow,
  ListIncentiveDiscountPolicies,
  ListIndirectPartners,
  ListPartnerAccountChangeRecords,
  ListPartnerAdjustRecords,
  ListPartnerBalances,
  type PartnerAccountRow,
  type PartnerChangeRow,
} from './partner-accounts.ts';

type FilterOf<O extends { readonly parameters: Parameters }> = Omit<
  InputOf<O['parameters']>,
  'offset' | 'limit' | 'X-Language' | 'customer_id' | 'indirect_partner_id'
>;

interface Listed<Answer, Row> {
  readonly rows: (answer: Answer) => readonly Row[];
  readonly total: (answer: Answer) => number | undefined;
  readonly idOf: (row: Row) => string;
  /** Whose row it is, for listings that can also be asked about one customer. */
  readonly customerOf?: (row: Row) => string;
}

/** A listing with its filters; where rows are of customers, it is also asked about one of them. */
function partnerListing<P extends Parameters, Answer, Filter extends object, Row>(
  name: string,
  operation: Operation<P, Answer>,
  { rows, total, idOf, customerOf }: Listed<Answer, Row>,
): Edge<Filter, Row> {
  const asked = (filter: object, range: RowRange, keyOf: (row: Row) => string) =>
    ask(operation, { ...filter, ...range } as unknown as InputOf<P>, (answer) =>
      keyed(rows(answer), total(answer), keyOf, idOf),
    );
  return {
    name,
    operation: operation as unknown as Operation,
    pageSize: pageSizeOf(operation),
    ...(customerOf
      ? { point: (key, filter, range) => asked({ ...filter, customer_id: key }, range, () => key) }
      : {}),
    sweep: { ordered: false, ask: (filter, range) => asked(filter, range, customerOf ?? (() => '')) },
  };
}

/** The accounts of whoever asks, under the empty key. */
export const balancesOfPartner: Edge<null, readonly PartnerAccountRow[]> = {
  name: 'PartnerAccount.balances',
  operation: ListPartnerBalances,
  pageSize: pageSizeOf(ListPartnerBalances),
  point: (key) =>
    ask(ListPartnerBalances, {}, (answer) =>
      keyed(
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

export type CouponQuotaFilter = FilterOf<typeof ListQuotaCoupons>;

export const couponQuotas = partnerListing('Partner.couponQuotas', ListQuotaCoupons, {
  rows: (answer) => answer.quotas,
  total: (answer) => answer.total_count,
  idOf: (row) => row.quota_id ?? JSON.stringify(row),
});

/** Quotas of one type by id. */
export const couponQuotaById: Edge<{ readonly quota_type: number }, CouponQuotaRow> = {
  name: 'couponQuota',
  operation: ListQuotaCoupons,
  pageSize: pageSizeOf(ListQuotaCoupons),
  bulk: {
    maxKeys: ListQuotaCoupons.bulk?.max ?? 1,
    ask: (keys, filter) =>
      ask(ListQuotaCoupons, { ...filter, quota_ids: keys, offset: 0, limit: keys.length }, (answer) =>
        keyed(
          answer.quotas,
          undefined,
          (row) => row.quota_id ?? '',
          (row) => row.quota_id ?? '',
        ),
      ),
  },
};

export type CouponRecordFilter = FilterOf<typeof ListPartnerCouponsRecord>;

export const couponRecords = partnerListing('Partner.couponRecords', ListPartnerCouponsRecord, {
  rows: (answer) => answer.records,
  total: (answer) => answer.total_count,
  idOf: (row) => row.id ?? JSON.stringify(row),
  customerOf: (row) => row.customer_id ?? '',
});

/** The reseller is a filter of its own in listings that are about all of them. */
interface OfReseller {
  readonly indirect_partner_id?: string;
}

export type IssuedQuotaFilter = FilterOf<typeof ListIssuedCouponQuotas> & OfReseller;

export const issuedQuotas = partnerListing('Partner.issuedCouponQuotas', ListIssuedCouponQuotas, {
  rows: (answer) => answer.quotas,
  total: (answer) => answer.total_count,
  idOf: (row) => row.quota_id ?? JSON.stringify(row),
});

export type QuotaRecordFilter = FilterOf<typeof ListCouponQuotasRecords> & OfReseller;

export const quotaRecords = partnerListing('Partner.couponQuotaRecords', ListCouponQuotasRecords, {
  rows: (answer) => answer.records,
  total: (answer) => answer.total_count,
  idOf: (row) => row.id ?? JSON.stringify(row),
});

export type DistributorFilter = FilterOf<typeof ListIndirectPartners>;

const distributorPage = (answer: {
  readonly count: number | undefined;
  readonly indirect_partners: readonly DistributorRow[];
}) =>
  keyed(
    answer.indirect_partners,
    answer.count,
    (row) => row.indirect_partner_id,
    (row) => row.indirect_partner_id,
  );

export const distributors: Edge<DistributorFilter, DistributorRow> = {
  name: 'Partner.distributors',
  operation: ListIndirectPartners,
  pageSize: pageSizeOf(ListIndirectPartners),
  point: (key, filter, range) =>
    ask(ListIndirectPartners, { ...filter, indirect_partner_id: key, ...range }, distributorPage),
  sweep: {
    ordered: false,
    ask: (filter, range) => ask(ListIndirectPartners, { ...filter, ...range }, distributorPage),
  },
};

export const consumingCustomers: Edge<{ readonly bill_cycle: string }, { readonly customer_id: string }> = {
  name: 'Partner.consumingCustomers',
  operation: ListConsumeSubCustomers,
  pageSize: pageSizeOf(ListConsumeSubCustomers),
  sweep: {
    ordered: false,
    ask: (filter, range) =>
      ask(ListConsumeSubCustomers, { ...filter, ...range }, (answer) =>
        keyed(
          answer.sub_customers,
          answer.total_count,
          (row) => row.customer_id,
          (row) => row.customer_id,
        ),
      ),
  },
};
