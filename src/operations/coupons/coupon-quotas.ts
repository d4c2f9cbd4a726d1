import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, list, rows, text, total } from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { indirectPartner, indirectPartnerInBody, pageInBody, pageInQuery, paging } from '../parameters.ts';

// Quotas from which coupons are issued, and what became of them.

const partnerRead = {
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'partner',
  quotaPerSecond: 10,
} as const;

const quota = {
  quota_id: text,
  quota_type: code,
  create_time: instant,
  last_update_time: instant,
  quota_value: decimal,
  quota_status: code,
  balance: decimal,
  measure_id: int,
  currency: text,
  effective_time: instant,
  expire_time: instant,
  limit_infos: list(
    z.object({ limit_key: text, limit_values: list(z.object({ value1: text, value2: text })) }),
  ),
};

export const couponQuotaRow = z.object(quota);
export type CouponQuotaRow = z.output<typeof couponQuotaRow>;

export const ListQuotaCoupons = defineOperation({
  ...partnerRead,
  name: 'ListQuotaCoupons',
  summary: 'Coupon quotas of the partner, or of one of its resellers',
  method: 'POST',
  path: '/v2/partners/coupon-quotas/query',
  parameters: {
    quota_ids: { in: 'body', type: 'strings', maxItems: 50 },
    quota_status_list: { in: 'body', type: 'ints', maxItems: 5 },
    quota_type: { in: 'body', type: 'int', min: 0, max: 1 },
    create_time_begin: { in: 'body', type: 'string', format: 'instant' },
    create_time_end: { in: 'body', type: 'string', format: 'instant' },
    effective_time_begin: { in: 'body', type: 'string', format: 'instant' },
    effective_time_end: { in: 'body', type: 'string', format: 'instant' },
    expire_time_begin: { in: 'body', type: 'string', format: 'instant' },
    expire_time_end: { in: 'body', type: 'string', format: 'instant' },
    ...indirectPartnerInBody,
    ...pageInBody(100),
  },
  paging: paging('quotas', 100),
  bulk: { parameter: 'quota_ids', max: 50 },
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, quotas: rows(couponQuotaRow) }),
});

export const couponRecordRow = z.object({
  id: text,
  operation_type: code,
  quota_id: text,
  quota_type: code,
  coupon_id: text,
  customer_id: text,
  operation_amount: decimal,
  operation_time: instant,
  result: code,
  remark: text,
});
export type CouponRecordRow = z.output<typeof couponRecordRow>;

export const ListPartnerCouponsRecord = defineOperation({
  ...partnerRead,
  name: 'ListPartnerCouponsRecord',
  summary: 'Coupons issued to customers and taken back from them',
  method: 'GET',
  path: '/v2/promotions/benefits/partner-coupons/records/query',
  parameters: {
    operation_types: { in: 'query', type: 'strings' },
    quota_id: { in: 'query', type: 'string' },
    quota_type: { in: 'query', type: 'int', min: 0, max: 1 },
    coupon_ids: { in: 'query', type: 'strings' },
    customer_id: { in: 'query', type: 'string' },
    operation_time_begin: { in: 'query', type: 'string', format: 'instant' },
    operation_time_end: { in: 'query', type: 'string', format: 'instant' },
    result: { in: 'query', type: 'string' },
    ...indirectPartner,
    ...pageInQuery(100),
  },
  paging: paging('records', 100),
  sweep: { parameter: 'customer_id', keyField: 'customer_id' },
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, records: rows(couponRecordRow) }),
});

export const issuedQuotaRow = z.object({
  ...quota,
  indirect_partner_id: text,
  indirect_partner_account_name: text,
  indirect_partner_name: text,
  parent_quota_id: text,
});
export type IssuedQuotaRow = z.output<typeof issuedQuotaRow>;

export const ListIssuedCouponQuotas = defineOperation({
  ...partnerRead,
  name: 'ListIssuedCouponQuotas',
  summary: 'Coupon quotas that a distributor gave to its resellers',
  method: 'GET',
  path: '/v2/partners/issued-coupon-quotas',
  distributorOnly: true,
  parameters: {
    quota_id: { in: 'query', type: 'string' },
    parent_quota_id: { in: 'query', type: 'string' },
    ...indirectPartner,
    ...pageInQuery(100),
  },
  paging: paging('quotas', 100),
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, quotas: rows(issuedQuotaRow) }),
});

export const quotaRecordRow = z.object({
  id: text,
  operator: text,
  operation_type: code,
  quota_id: text,
  parent_quota_id: text,
  amount: decimal,
  operation_time: instant,
  result: code,
  indirect_partner_account_name: text,
  indirect_partner_id: text,
  indirect_partner_name: text,
  remark: text,
});
export type QuotaRecordRow = z.output<typeof quotaRecordRow>;

export const ListCouponQuotasRecords = defineOperation({
  ...partnerRead,
  name: 'ListCouponQuotasRecords',
  summary: 'Coupon quotas that a distributor gave to its resellers and took back',
  method: 'GET',
  path: '/v2/partners/coupon-quotas/records',
  distributorOnly: true,
  parameters: {
    quota_id: { in: 'query', type: 'string' },
    parent_quota_id: { in: 'query', type: 'string' },
    operation_time_begin: { in: 'query', type: 'string', format: 'instant' },
    operation_time_end: { in: 'query', type: 'string', format: 'instant' },
    operation_type: { in: 'query', type: 'string' },
    ...indirectPartner,
    ...pageInQuery(100),
  },
  paging: paging('records', 100),
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, records: rows(quotaRecordRow) }),
});
