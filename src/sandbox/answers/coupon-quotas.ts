import { couponRecordRows, issuedQuotaRows, quotaRecordRows, quotaRows } from '../world/partner/partner.ts';
import { type Answers, type ApiRequest, inSpan, int, is, strings, text } from './answer.ts';
import { pageText, render } from './page.ts';

type Row = Readonly<Record<string, unknown>>;

function ofQuota(request: ApiRequest, row: Row): boolean {
  const { values } = request;
  const [ids, statuses] = [strings(values, 'quota_ids'), strings(values, 'quota_status_list')];
  return (
    (ids === undefined || ids.has(String(row['quota_id']))) &&
    (statuses === undefined || statuses.has(String(row['quota_status']))) &&
    inSpan(request, 'create_time', row['create_time']) &&
    inSpan(request, 'effective_time', row['effective_time']) &&
    inSpan(request, 'expire_time', row['expire_time'])
  );
}
const issued = (request: ApiRequest, rows: readonly Row[]): readonly Row[] => {
  const { values } = request;
  const [quota, parent, who, type] = [
    'quota_id',
    'parent_quota_id',
    'indirect_partner_id',
    'operation_type',
  ].map((name) => text(values, name));
  return rows.filter(
    (row) =>
      is(quota, row['quota_id']) &&
      is(parent, row['parent_quota_id']) &&
      is(who, row['indirect_partner_id']) &&
      is(type, row['operation_type']),
  );
};

export const couponQuotas = {
  /** Without a type these are coupon quotas; ids are found whatever their type. */
  ListQuotaCoupons: (request) => {
    const type = int(request.values, 'quota_type') ?? 0;
    const byId = request.values['quota_ids'] !== undefined;
    const rows = quotaRows(request.world).filter(
      (row) => (byId || row['quota_type'] === type) && ofQuota(request, row),
    );
    return pageText(request, { rows: 'quotas', total: 'total_count' }, rows, render);
  },

  ListPartnerCouponsRecord: (request) => {
    const { values, world } = request;
    const [quota, customer, result] = ['quota_id', 'customer_id', 'result'].map((name) => text(values, name));
    const type = int(values, 'quota_type');
    const [types, coupons] = [strings(values, 'operation_types'), strings(values, 'coupon_ids')];
    const rows = couponRecordRows(world).filter(
      (row) =>
        is(quota, row.quota_id) &&
        is(customer, row.customer_id) &&
        is(result, row.result) &&
        (type === undefined || row.quota_type === type) &&
        (types === undefined || types.has(row.operation_type)) &&
        (coupons === undefined || coupons.has(row.coupon_id)) &&
        inSpan(request, 'operation_time', row.operation_time),
    );
    return pageText(request, { rows: 'records', total: 'total_count' }, rows, render);
  },

  ListIssuedCouponQuotas: (request) =>
    pageText(
      request,
      { rows: 'quotas', total: 'total_count' },
      issued(request, issuedQuotaRows(request.world)),
      render,
    ),

  ListCouponQuotasRecords: (request) => {
    const rows = issued(request, quotaRecordRows(request.world)).filter((row) =>
      inSpan(request, 'operation_time', row['operation_time']),
    );
    return pageText(request, { rows: 'records', total: 'total_count' }, rows, render);
  },
} satisfies Answers;
