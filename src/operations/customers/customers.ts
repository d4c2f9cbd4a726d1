import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, list, requiredText, rows, text, total, yesNo } from '../../decode/wire.ts';
import { cycle, instant } from '../../decode/wire-time.ts';
import { indirectPartnerInBody, pageInBody, paging } from '../parameters.ts';

export const customerRow = z.object({
  customer_id: requiredText,
  customer: text,
  account_name: text,
  associated_on: instant,
  association_type: code,
  label: text,
  telephone: text,
  verified_status: code,
  country_code: text,
  customer_type: code,
  is_frozen: yesNo,
  account_managers: list(z.object({ account_name: text })),
  xaccount_id: text,
  xaccount_type: text,
  customer_level: text,
  email: text,
});
export type CustomerRow = z.output<typeof customerRow>;

export const ListSubCustomers = defineOperation({
  name: 'ListSubCustomers',
  summary: "The partner's customers, resale and consultative",
  method: 'POST',
  path: '/v2/partners/sub-customers/query',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'partner',
  population: true,
  quotaPerSecond: 10,
  parameters: {
    account_name: { in: 'body', type: 'string' },
    customer: { in: 'body', type: 'string' },
    label: { in: 'body', type: 'string' },
    association_type: { in: 'body', type: 'string' },
    associated_on_begin: { in: 'body', type: 'string', format: 'instant' },
    associated_on_end: { in: 'body', type: 'string', format: 'instant' },
    customer_id: { in: 'body', type: 'string' },
    ...indirectPartnerInBody,
    ...pageInBody(100, 40_000_000),
  },
  paging: paging('customer_infos', 100, 'count', 40_000_000),
  sweep: { parameter: 'customer_id', keyField: 'customer_id' },
  freshness: { seconds: 60 },
  response: z.object({ customer_infos: rows(customerRow), count: total }),
});

export const newCustomerTagRow = z.object({
  customer_id: requiredText,
  customer_tag_type: code,
  new_customer_tag: code,
  effective_time: cycle,
  expire_time: cycle,
});
export type NewCustomerTagRow = z.output<typeof newCustomerTagRow>;

export const ListSubCustomerNewTag = defineOperation({
  name: 'ListSubCustomerNewTag',
  summary: 'Whether customers count as new customers, and for which months',
  method: 'POST',
  path: '/v2/partners/sub-customers/new-customers-tags/batch-query',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'partner',
  quotaPerSecond: 10,
  parameters: {
    // The longest list is not documented; the largest page is, and one row answers one id.
    customer_ids: { in: 'body', type: 'strings', maxItems: 200 },
    ...indirectPartnerInBody,
    ...pageInBody(200),
  },
  paging: paging('new_customer_tags', 200, null),
  bulk: { parameter: 'customer_ids', max: 200 },
  sweep: { parameter: 'customer_ids', keyField: 'customer_id' },
  freshness: { seconds: 3600 },
  response: z.object({ new_customer_tags: rows(newCustomerTagRow) }),
});

export const customerBalanceRow = z.object({
  customer_id: requiredText,
  amount: decimal,
  debt_amount: decimal,
  currency: text,
  measure_id: int,
});
export type CustomerBalanceRow = z.output<typeof customerBalanceRow>;

export const ListCustomersBalancesDetail = defineOperation({
  name: 'ListCustomersBalancesDetail',
  summary: 'Available and overdue amounts of resale customers, 100 per call',
  method: 'POST',
  path: '/v2/accounts/customer-accounts/balances/batch-query',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'partner',
  quotaPerSecond: 10,
  parameters: {
    customer_infos: { in: 'body', type: 'objects', required: true, maxItems: 100 },
    ...indirectPartnerInBody,
  },
  bulk: { parameter: 'customer_infos', element: 'customer_id', max: 100 },
  freshness: { seconds: 30 },
  errorsWithin200: ['CBC.5001'],
  response: z.object({ customer_balances: rows(customerBalanceRow) }),
});
