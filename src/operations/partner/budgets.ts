import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, list, requiredText, text } from '../../decode/wire.ts';
import { indirectPartner, indirectPartnerInBody, pageInQuery, paging } from '../parameters.ts';

// What the international site alone has. ShowSubCustomerBudget, which answers for one customer what
// ListSubCustomerBudget answers for a hundred, is not here: it would save nothing.

const own = { kind: 'read', idempotent: true, sites: ['intl'], quotaPerSecond: 10 } as const;

export const budgetRow = z.object({
  customer_id: requiredText,
  budget_amount: decimal,
  used_amount: decimal,
  budget_type: code,
});
export type BudgetRow = z.output<typeof budgetRow>;

export const ListSubCustomerBudget = defineOperation({
  ...own,
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
  response: z.object({ measure_id: int, currency: text, budget_infos: list(budgetRow) }),
});

export const budgetRecordRow = z.object({
  budget_amount: decimal,
  operation_type: code,
  operation_time: text,
  operator: text,
  budget_type: code,
  partner_corp_name: text,
  partner_account_name: text,
});
export type BudgetRecordRow = z.output<typeof budgetRecordRow>;

export const ListSubCustomerBudgetRecords = defineOperation({
  ...own,
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
    total_count: int,
    measure_id: int,
    currency: text,
    record_list: list(budgetRecordRow),
  }),
});

export const expenditureQuota = z.object({
  granting_amount: decimal,
  granting_amount_used: decimal,
  percentage_granting_amount_used: decimal,
  measure_id: int,
  currency: text,
});
export type ExpenditureQuotaRow = z.output<typeof expenditureQuota>;

/** Empty for resale customers, who have none. */
export const ShowCustomerExpenditureQuota = defineOperation({
  ...own,
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
  ...own,
  name: 'ShowPartnerConsumptionQuota',
  summary: 'What the partner may owe at most',
  method: 'GET',
  path: '/v2/partners/credit/consumption-quota',
  credential: 'partner',
  parameters: {},
  freshness: { seconds: 30 },
  response: consumptionQuota,
});

export const postpaidBill = z.object({
  bill_cycle: text,
  initial_amount_due: decimal,
  consume_amount: decimal,
  refunds: decimal,
  adjustments: decimal,
  tax_amount: decimal,
  currency: text,
});
export type PostpaidBillRow = z.output<typeof postpaidBill>;

/** The bill of a month is there from 12:00 on the 5th of the next one, China time. */
export const ListPostpaidBillSum = defineOperation({
  ...own,
  name: 'ListPostpaidBillSum',
  summary: "The partner's own bill of a month",
  method: 'GET',
  path: '/v2/bills/partner-bills/postpaid-bill-summary',
  credential: 'partner',
  parameters: { bill_cycle: { in: 'query', type: 'string', required: true, format: 'cycle' } },
  freshness: { seconds: 600 },
  response: postpaidBill,
});

export const invoiceRow = z.object({
  requestId: text,
  cancelReason: text,
  titleType: code,
  channelType: code,
  invoiceType: code,
  invoiceTitle: text,
  invoiceAmount: decimal,
  invoiceMethod: code,
  invoiceClass: code,
  invoiceState: code,
  applyOpera: text,
  addressInfo: z
    .object({ address: text, recipients: text, zipCode: text, mobilePhone: text })
    .nullish()
    .transform((address) => address ?? undefined),
  applyTime: text,
  invoiceMode: code,
  email: text,
  requestMode: code,
  srcRequestId: text,
  salesId: text,
  invoiceNo: text,
  tradeType: code,
  billCycle: text,
  taxList: list(
    z.object({
      taxClass: text,
      taxRate: text,
      subTaxClass: text,
      taxAmount: decimal,
      taxVisibleFlag: text,
      taxAccountingFlag: text,
    }),
  ),
});
export type InvoiceRow = z.output<typeof invoiceRow>;

/** Of whoever asks, whose id stands in the path as well. `offset` is the number of a page, from 1. */
export const ListInvoices = defineOperation({
  ...own,
  name: 'ListInvoices',
  summary: 'Invoices that the account applied for',
  method: 'GET',
  path: '/v1.0/{domain_id}/payments/intl-invoices',
  credential: 'either',
  parameters: {
    domain_id: { in: 'path', type: 'string', required: true },
    start_time: { in: 'query', type: 'string', required: true, format: 'instant' },
    end_time: { in: 'query', type: 'string', required: true, format: 'instant' },
    offset: { in: 'query', type: 'int', required: true, min: 1, max: 99_999 },
    limit: { in: 'query', type: 'int', required: true, min: 1, max: 100 },
  },
  paging: paging('invoices', 100, 'count', 99_999),
  freshness: { seconds: 60 },
  response: z.object({ count: int, invoices: list(invoiceRow) }),
});
