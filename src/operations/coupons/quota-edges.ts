import { type Edge, pageSizeOf, request, toPage } from '../edge.ts';
import { type FilterOf, partnerListing } from '../partner-listing.ts';
import {
  type CouponQuotaRow,
  ListCouponQuotasRecords,
  ListIssuedCouponQuotas,
  ListPartnerCouponsRecord,
  ListQuotaCoupons,
} from './coupon-quotas.ts';

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
    request: (keys, filter) =>
      request(ListQuotaCoupons, { ...filter, quota_ids: keys, offset: 0, limit: keys.length }, (answer) =>
        toPage(
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
