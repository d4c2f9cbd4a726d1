import { parameterError } from '../wire/refusal.ts';
import {
  adjustmentsOf,
  couponRecordRows,
  issuedQuotaRows,
  partnerBalanceRows,
  partnerChanges,
  policyRows,
  quotaRecordRows,
  quotaRows,
} from '../world/partner/partner.ts';
import { resellersOf } from '../world/partner/resellers.ts';
import { type Answer, contains, currencyField, int, type Question, span, strings, text } from './answer.ts';
import { pageText } from './page.ts';

type Row = Readonly<Record<string, unknown>>;
const render = (row: object): string => JSON.stringify(row);

const is = (want: string | undefined, have: unknown): boolean => want === undefined || want === String(have);
const within = (question: Question, name: string, at: unknown): boolean =>
  contains(span(question.values, name), Date.parse(String(at)));

export const listPartnerBalances: Answer = (question) =>
  JSON.stringify({ account_balances: partnerBalanceRows(question.world) });

export const listPartnerAccountChangeRecords: Answer = (question) => {
  const { values, world } = question;
  const type = text(values, 'balance_type') ?? '';
  if (type !== 'BALANCE_TYPE_DEBIT' && type !== 'BALANCE_TYPE_CREDIT') {
    throw parameterError(
      `balance_type: expected BALANCE_TYPE_DEBIT or BALANCE_TYPE_CREDIT, got ${JSON.stringify(type)}`,
    );
  }
  const year = new Date(world.frame.today - 365 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
  const from = text(values, 'trade_time_begin') ?? year;
  const to = text(values, 'trade_time_end') ?? '9999-12-31';
  const trade = text(values, 'trade_type');
  const rows = partnerChanges(world, type).filter(
    (one) => one.date >= from && one.date <= to && is(trade, one.type),
  );
  const names = { rows: 'records', total: 'total_count', extra: currencyField(question) };
  return pageText(question, names, rows, ({ row }) => render(row));
};

/** A stranger's id is no error: there is nothing about it. */
export const listPartnerAdjustRecords: Answer = (question) => {
  const { values, world } = question;
  const [customer, type, trans] = ['customer_id', 'operation_type', 'trans_id'].map((name) =>
    text(values, name),
  );
  const rows = adjustmentsOf(world).filter(
    ({ row }) =>
      is(customer, row['customer_id']) &&
      is(type, row['operation_type']) &&
      is(trans, row['trans_id']) &&
      within(question, 'operation_time', row['operation_time']),
  );
  return pageText(question, { rows: 'records', total: 'total_count' }, rows, ({ row }) => render(row));
};

export const listIncentiveDiscountPolicies: Answer = (question) => {
  const service = text(question.values, 'service_type_code');
  const rows = policyRows(question.language).filter((row) => is(service, row['service_type_code']));
  return pageText(question, { rows: 'policies', total: 'total_count' }, rows, render);
};

export const listIndirectPartners: Answer = (question) => {
  const { values, world } = question;
  const [id, name] = [text(values, 'indirect_partner_id'), text(values, 'account_name')];
  const rows = resellersOf(world).filter(
    ({ row }) =>
      is(id, row['indirect_partner_id']) &&
      (name === undefined || String(row['account_name']).includes(name)) &&
      within(question, 'associated_on', row['associated_on']),
  );
  return pageText(question, { rows: 'indirect_partners', total: 'count' }, rows, ({ row }) => render(row));
};

function ofQuota(question: Question, row: Row): boolean {
  const { values } = question;
  const [ids, statuses] = [strings(values, 'quota_ids'), strings(values, 'quota_status_list')];
  return (
    (ids === undefined || ids.has(String(row['quota_id']))) &&
    (statuses === undefined || statuses.has(String(row['quota_status']))) &&
    within(question, 'create_time', row['create_time']) &&
    within(question, 'effective_time', row['effective_time']) &&
    within(question, 'expire_time', row['expire_time'])
  );
}

/** Without a type these are coupon quotas; ids are found whatever their type. */
export const listQuotaCoupons: Answer = (question) => {
  const type = int(question.values, 'quota_type') ?? 0;
  const byId = question.values['quota_ids'] !== undefined;
  const rows = quotaRows(question.world).filter(
    (row) => (byId || row['quota_type'] === type) && ofQuota(question, row),
  );
  return pageText(question, { rows: 'quotas', total: 'total_count' }, rows, render);
};

export const listPartnerCouponsRecord: Answer = (question) => {
  const { values, world } = question;
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
      within(question, 'operation_time', row.operation_time),
  );
  return pageText(question, { rows: 'records', total: 'total_count' }, rows, render);
};

const issued = (question: Question, rows: readonly Row[]): readonly Row[] => {
  const { values } = question;
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

export const listIssuedCouponQuotas: Answer = (question) =>
  pageText(
    question,
    { rows: 'quotas', total: 'total_count' },
    issued(question, issuedQuotaRows(question.world)),
    render,
  );

export const listCouponQuotasRecords: Answer = (question) => {
  const rows = issued(question, quotaRecordRows(question.world)).filter((row) =>
    within(question, 'operation_time', row['operation_time']),
  );
  return pageText(question, { rows: 'records', total: 'total_count' }, rows, render);
};
