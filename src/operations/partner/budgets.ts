import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, emptyForNone, int, requiredText, rows, text, total } from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { indirectPartner, indirectPartnerInBody, pageInQuery, paging } from '../parameters.ts';

// What the international site alone has. ShowSubCustomerBudget, which answers for one customer what
// ListSubCustomerBudget answers for a hundred, is not here: it would save nothing.

export const internationalRead = {
  kind: 'read',
  idempotent: true,
  sites: ['intl'],
  quotaPerSecond: 10,
} as const;

export const budgetRow = z.object({
  customer_id: requiredText,
  budget_amount: decimal,
  used_amount: decimal,
  budget_type: code,
});
export type BudgetRow = z.output<typeof budgetRow>;

export const ListSubCustomerBudget = defineOperation({
  ...internationalRead,
  name: 'ListSubCustomerBudget',
  summary: 'Budgets of resale customers',
  method: 'POST',
  path: '/v2/partners/sub-customers/budget/query',
  credential: 'partner',
  parameters: {
    customer_ids: { in: 'body', type: 'strings', required: true, maxItems: 100 },
    ...indirectPartnerInBody,
  },
  bulk: { parameter: 'customer_ids', max: 100 },
  freshness: { seconds: 30 },
  response: z.object({ measure_id: int, currency: text, budget_infos: rows(budgetRow) }),
});

export const budgetRecordRow = z.object({
  budget_amount: decimal,
  operation_type: code,
  operation_time: instant,
  operator: text,
  budget_type: code,
  partner_corp_name: text,
  partner_account_name: text,
});
export type BudgetRecordRow = z.output<typeof budgetRecordRow>;

export const ListSubCustomerBudgetRecords = defineOperation({
  ...internationalRead,
  name: 'ListSubCustomerBudgetRecords',
  summary: "How a resale customer's budget was set",
  method: 'GET',
  path: '/v2/partners/sub-customers/budget/records',
  credential: 'partner',
  parameters: {
    customer_id: { in: 'query', type: 'string', required: true },
    operation_type: { in: 'query', type: 'string' },
    budget_type: { in: 'query', type: 'string' },
    ...indirectPartner,
    ...pageInQuery(100),
  },
  paging: paging('record_list', 100),
  freshness: { seconds: 60 },
  response: z.object({
    total_count: total,
    measure_id: int,
    currency: text,
    record_list: rows(budgetRecordRow),
  }),
});

export const expenditureQuota = emptyForNone(
  z.object({
    granting_amount: decimal,
    granting_amount_used: decimal,
    percentage_granting_amount_used: decimal,
    measure_id: int,
    currency: text,
  }),
);
export type ExpenditureQuotaRow = z.output<typeof expenditureQuota>;

/** Empty for resale customers, who have none. */
export const ShowCustomerExpenditureQuota = defineOperation({
  ...internationalRead,
  name: 'ShowCustomerExpenditureQuota',
  summary: 'What a customer that settles monthly may spend at most',
  method: 'GET',
  path: '/v2/accounts/customer-accounts/expenditure-quota',
  credential: 'customer',
  parameters: {},
  freshness: { seconds: 30 },
  response: expenditureQuota,
});

export const consumptionQuota = z.object({
  consumption_quota: decimal,
  amount: decimal,
  coupon_amount: decimal,
  due_amount: decimal,
  unbilled_amount: decimal,
  used_consumption_quota: decimal,
  measure_id: int,
  currency: text,
});
export type ConsumptionQuotaRow = z.output<typeof consumptionQuota>;

export const ShowPartnerConsumptionQuota = defineOperation({
  ...internationalRead,
  name: 'ShowPartnerConsumptionQuota',
  summary: 'What the partner may owe at most',
  method: 'GET',
  path: '/v2/partners/credit/consumption-quota',
  credential: 'partner',
  parameters: {},
  freshness: { seconds: 30 },
  response: consumptionQuota,
});
