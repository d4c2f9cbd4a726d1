// Limits on what customers and the partner may spend. The international site has them.
import {
  type BudgetRecordFilter,
  budgetByCustomer,
  budgetRecordsByCustomer,
  consumptionQuotaOfPartner,
  expenditureQuotaByCustomer,
  type MeasuredBudget,
  type MeasuredBudgetRecord,
} from '../../src/operations/partner/budget-edges.ts';
import type { ConsumptionQuotaRow, ExpenditureQuotaRow } from '../../src/operations/partner/budgets.ts';
import { CustomerAccountRef } from '../accounts/accounts.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { amounts, codes, instants, texts } from '../core/row-fields.ts';
import { CustomerRef, isConsultative, isResale } from '../customers/customers.ts';
import { PartnerRef } from './partner.ts';

const BudgetKind = openEnum('BudgetType', 'How long a budget lasts.', {
  MONTHLY: { code: 'MONTHLY', description: 'It begins anew every month.' },
  ONE_TIME: { code: 'PACKAGE', description: 'It lasts until it is spent.' },
});

const BudgetRef = builder.objectRef<MeasuredBudget>('CustomerBudget').implement({
  description: 'What a resale customer may spend: it can buy and renew only while some of it is left.',
  fields: (t) => ({
    ...codes(t, {
      type: [BudgetKind, 'How long it lasts.', (row) => row.budget_type],
    }),
    ...texts(t, { typeCode: ['Raw code of the type.', (row) => row.budget_type] }),
    ...amounts(t, {
      amount: ['The whole budget.', (row) => row.budget_amount],
      usedAmount: [
        'What is spent of it; the upstream is late with it, and not exact.',
        (row) => row.used_amount,
      ],
    }),
  }),
});

const BudgetOperation = openEnum('BudgetOperation', 'What happened to a budget.', {
  SETTING: { code: 'SETTING', description: 'It was set.' },
  DISSOCIATION: { code: 'DELETE', description: 'It ended with the association of the customer.' },
});

const BudgetRecordRef = builder.objectRef<MeasuredBudgetRecord>('BudgetRecord').implement({
  description: "A change of a customer's budget.",
  fields: (t) => ({
    ...codes(t, {
      operation: [BudgetOperation, 'What happened.', (row) => row.operation_type],
      type: [BudgetKind, 'How long the budget lasts.', (row) => row.budget_type],
    }),
    ...texts(t, {
      operationCode: ['Raw code of the operation.', (row) => row.operation_type],
      typeCode: ['Raw code of the type.', (row) => row.budget_type],
      operator: ['Who did it; `system` where nobody did.', (row) => row.operator],
      partnerName: ['Name of the partner.', (row) => row.partner_corp_name],
      partnerAccountName: ['Login name of the partner.', (row) => row.partner_account_name],
    }),
    ...instants(t, { operatedAt: ['When it happened.', (row) => row.operation_time] }),
    ...amounts(t, { amount: ['The budget since then.', (row) => row.budget_amount] }),
  }),
});

const RecordFilter = builder.inputType('BudgetRecordFilter', {
  description: 'Narrows changes of a budget; fields that are left out do not filter.',
  fields: (t) => ({
    operation: t.field({ type: BudgetOperation.ref, description: 'What happened.' }),
    type: t.field({ type: BudgetKind.ref, description: 'How long the budget lasts.' }),
  }),
});

interface RecordArguments {
  readonly filter?: typeof RecordFilter.$inferInput | null | undefined;
}

const toRecordFilter = ({ filter }: RecordArguments): BudgetRecordFilter =>
  withoutEmpty({
    operation_type: codeIn('operation', filter?.operation, BudgetOperation.codeOf),
    budget_type: codeIn('type', filter?.type, BudgetKind.codeOf),
  });

builder.objectFields(CustomerRef, (t) => ({
  budget: t.field({
    extensions: reads({ reads: [keyed(budgetByCustomer, { rows: 'one' })] }),
    type: BudgetRef,
    description: 'The budget that the partner gave it; null for customers without one.',
    resolve: (customer, _args, context) =>
      isConsultative(customer) ? null : context.loaders.one(budgetByCustomer, customer.customerId, null),
  }),
  budgetRecords: t.field({
    type: connectionType('BudgetRecord', BudgetRecordRef, "changes of a customer's budget"),
    nullable: false,
    description: 'How its budget was set, the newest first.',
    args: {
      filter: t.arg({ type: RecordFilter, description: 'Which changes.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(budgetRecordsByCustomer, toRecordFilter, (row) => row),
  }),
}));

const ExpenditureQuotaRef = builder.objectRef<ExpenditureQuotaRow>('ExpenditureQuota').implement({
  description:
    'What a customer that pays the vendor monthly may spend at most. Nothing can be paid with it, and no bill is about it.',
  fields: (t) => ({
    ...amounts(t, {
      amount: ['The whole quota.', (row) => row.granting_amount],
      usedAmount: ['What is used of it.', (row) => row.granting_amount_used],
    }),
    usedShare: t.field({
      type: 'Decimal',
      description: 'The part of it that is used, with 2 decimals: `0.61` is 61 %.',
      resolve: (row) => row.percentage_granting_amount_used,
    }),
  }),
});

builder.objectField(CustomerAccountRef, 'expenditureQuota', (t) =>
  t.field({
    extensions: reads({ reads: [keyed(expenditureQuotaByCustomer, { rows: 'one' })] }),
    type: ExpenditureQuotaRef,
    description: 'What it may spend at most; null for resale customers, who have none.',
    resolve: async (customer, _args, context) => {
      if (isResale(customer)) return null;
      const row = await context.loaders.one(expenditureQuotaByCustomer, customer.customerId, null);
      return row?.granting_amount === undefined ? null : row;
    },
  }),
);

const ConsumptionQuotaRef = builder.objectRef<ConsumptionQuotaRow>('ConsumptionQuota').implement({
  description: 'What the partner may owe at most; beyond it, neither it nor its resale customers can buy.',
  fields: (t) =>
    amounts(t, {
      amount: ['The whole quota.', (row) => row.consumption_quota],
      usedAmount: [
        'What is used of it: due and unbilled, less balance and coupons. Negative while those are more.',
        (row) => row.used_consumption_quota,
      ],
      accountBalance: ['What is in the account.', (row) => row.amount],
      couponBalance: ['What is left of cash coupons.', (row) => row.coupon_amount],
      dueAmount: ['Billed and not paid yet.', (row) => row.due_amount],
      unbilledAmount: ['Spent and not billed yet: an estimate.', (row) => row.unbilled_amount],
    }),
});

builder.objectField(PartnerRef, 'consumptionQuota', (t) =>
  t.field({
    extensions: reads({ reads: [keyed(consumptionQuotaOfPartner, { rows: 'one', key: () => '' })] }),
    type: ConsumptionQuotaRef,
    description: 'What it may owe at most.',
    resolve: (_partner, _args, context) => context.loaders.one(consumptionQuotaOfPartner, '', null),
  }),
);
