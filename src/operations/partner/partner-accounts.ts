import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, rows, text, total } from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { indirectPartner, pageInQuery, paging } from '../parameters.ts';

// The partner's own account, and those of the resellers below a distributor (`indirect_partner_id`).

export const partnerRead = {
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'partner',
  quotaPerSecond: 10,
} as const;

export const partnerAccountRow = z.object({
  account_id: text,
  account_type: code,
  amount: decimal,
  currency: text,
  designated_amount: decimal,
  credit_amount: decimal,
  measure_id: int,
  memo: text,
});
export type PartnerAccountRow = z.output<typeof partnerAccountRow>;

export const ListPartnerBalances = defineOperation({
  ...partnerRead,
  name: 'ListPartnerBalances',
  summary: 'Balances of the accounts of the partner, or of one of its resellers',
  method: 'GET',
  path: '/v2/accounts/partner-accounts/balances',
  parameters: indirectPartner,
  freshness: { seconds: 30 },
  errorsWithin200: ['CBC.5001'],
  response: z.object({ account_balances: rows(partnerAccountRow) }),
});

export const partnerChangeRow = z.object({
  account_change_id: text,
  trade_detail_type: code,
  trade_time: instant,
  trade_id: text,
  change_amount: decimal,
  balance_after_change: decimal,
  type: code,
  customer_id: text,
  account_name: text,
});
export type PartnerChangeRow = z.output<typeof partnerChangeRow> & { readonly currency?: string | undefined };

export const ListPartnerAccountChangeRecords = defineOperation({
  ...partnerRead,
  name: 'ListPartnerAccountChangeRecords',
  summary: "Changes of the partner's cash or credit account",
  method: 'GET',
  path: '/v2/accounts/partner-accounts/account-change-records',
  parameters: {
    balance_type: { in: 'query', type: 'string', required: true },
    trade_type: { in: 'query', type: 'string' },
    trade_time_begin: { in: 'query', type: 'string', format: 'date' },
    trade_time_end: { in: 'query', type: 'string', format: 'date' },
    ...indirectPartner,
    ...pageInQuery(100),
  },
  paging: paging('records', 100),
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, currency: text, records: rows(partnerChangeRow) }),
});

export const adjustmentRow = z.object({
  customer_id: text,
  customer_name: text,
  operation_type: code,
  amount: decimal,
  currency: text,
  apply_scene: text,
  operation_time: instant,
  measure_id: int,
  trans_id: text,
  memo: text,
});
export type AdjustmentRow = z.output<typeof adjustmentRow>;

export const ListPartnerAdjustRecords = defineOperation({
  ...partnerRead,
  name: 'ListPartnerAdjustRecords',
  summary: 'What the partner allocated to customers and took back from them',
  method: 'GET',
  path: '/v3/accounts/partner-accounts/adjust-records',
  parameters: {
    customer_id: { in: 'query', type: 'string' },
    operation_type: { in: 'query', type: 'string' },
    operation_time_begin: { in: 'query', type: 'string', format: 'instant' },
    operation_time_end: { in: 'query', type: 'string', format: 'instant' },
    trans_id: { in: 'query', type: 'string' },
    ...indirectPartner,
    ...pageInQuery(100),
  },
  paging: paging('records', 100),
  sweep: { parameter: 'customer_id', keyField: 'customer_id' },
  freshness: { seconds: 30 },
  response: z.object({ total_count: total, records: rows(adjustmentRow) }),
});

export const policyRow = z.object({
  service_type_code: text,
  service_type_name: text,
  incentive_policy: text,
  allow_discount: text,
});
export type PolicyRow = z.output<typeof policyRow>;

export const ListIncentiveDiscountPolicies = defineOperation({
  ...partnerRead,
  name: 'ListIncentiveDiscountPolicies',
  summary: 'Incentives and discounts of each service at the end of a month',
  method: 'GET',
  path: '/v2/products/incentive-discount-policies',
  parameters: {
    time: { in: 'query', type: 'string', required: true, format: 'cycle' },
    service_type_code: { in: 'query', type: 'string' },
    ...pageInQuery(100),
  },
  paging: paging('policies', 100),
  freshness: { seconds: 86_400 },
  response: z.object({ total_count: total, policies: rows(policyRow) }),
});
