// Limits on the spending of customers and the partner; on the international site only.
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
import { keyedRead, reads } from '../core/reads/reads.ts';
import { amounts, codes, instants, texts } from '../core/row-fields.ts';
import { CustomerRef, isConsultative, isResale } from '../customers/customers.ts';
import { PartnerRef } from './partner.ts';

const BudgetKind = openEnum('BudgetType', 'Type of a budget, which determines the duration of the budget.', {
  MONTHLY: { code: 'MONTHLY', description: 'Budget that is renewed every month.' },
  ONE_TIME: { code: 'PACKAGE', description: 'Budget that lasts until the budget is spent.' },
});

const BudgetRef = builder.objectRef<MeasuredBudget>('CustomerBudget').implement({
  description: 'Budget of a resale customer, who can buy and renew only while part of the budget is left.',
  fields: (t) => ({
    ...codes(t, {
      type: [BudgetKind, 'Type of the budget: monthly or one-time.', (row) => row.budget_type],
    }),
    ...texts(t, { typeCode: ['Raw upstream code of the budget type.', (row) => row.budget_type] }),
    ...amounts(t, {
      amount: ['Total amount of the budget.', (row) => row.budget_amount],
      usedAmount: [
        'Amount of the budget that is spent; the upstream updates the amount late and not exactly.',
        (row) => row.used_amount,
      ],
    }),
  }),
});

const BudgetOperation = openEnum('BudgetOperation', 'Operation on the budget of a customer.', {
  SETTING: { code: 'SETTING', description: 'Budget that was set by an operation.' },
  DISSOCIATION: { code: 'DELETE', description: 'Budget that ended with the association of the customer.' },
});

const BudgetRecordRef = builder.objectRef<MeasuredBudgetRecord>('BudgetRecord').implement({
  description: "Record of a change of a customer's budget.",
  fields: (t) => ({
    ...codes(t, {
      operation: [BudgetOperation, 'Operation that changed the budget.', (row) => row.operation_type],
      type: [BudgetKind, 'Type of the budget: monthly or one-time.', (row) => row.budget_type],
    }),
    ...texts(t, {
      operationCode: ['Raw upstream code of the operation.', (row) => row.operation_type],
      typeCode: ['Raw upstream code of the budget type.', (row) => row.budget_type],
      operator: [
        'Operator who changed the budget; `system` for changes without a human operator.',
        (row) => row.operator,
      ],
      partnerName: ['Name of the partner that manages the budget.', (row) => row.partner_corp_name],
      partnerAccountName: ['Login name of the partner.', (row) => row.partner_account_name],
    }),
    ...instants(t, {
      operatedAt: ['Time when the budget was changed, in UTC.', (row) => row.operation_time],
    }),
    ...amounts(t, { amount: ['Amount of the budget after the operation.', (row) => row.budget_amount] }),
  }),
});

const RecordFilter = builder.inputType('BudgetRecordFilter', {
  description: 'Filter for a list of budget changes. Omitted fields do not filter.',
  fields: (t) => ({
    operation: t.field({ type: BudgetOperation.ref, description: 'Only budget changes by this operation.' }),
    type: t.field({ type: BudgetKind.ref, description: 'Only changes of budgets of this type.' }),
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
    extensions: reads({ reads: [keyedRead(budgetByCustomer, { rows: 'one' })] }),
    type: BudgetRef,
    description: 'Budget that the partner gave the customer; null for customers without a budget.',
    resolve: (customer, _args, context) =>
      isConsultative(customer) ? null : context.loaders.one(budgetByCustomer, customer.customerId, null),
  }),
  budgetRecords: t.field({
    type: connectionType('BudgetRecord', BudgetRecordRef, "changes of a customer's budget"),
    description: "Changes of the customer's budget, newest first.",
    args: {
      filter: t.arg({ type: RecordFilter, description: 'Filter for the returned budget changes.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(budgetRecordsByCustomer, toRecordFilter, (row) => row),
  }),
}));

const ExpenditureQuotaRef = builder.objectRef<ExpenditureQuotaRow>('ExpenditureQuota').implement({
  description:
    'Maximum expenditure of a customer that pays the vendor monthly. The quota is no means of payment and is not billed.',
  fields: (t) => ({
    ...amounts(t, {
      amount: ['Total amount of the expenditure quota.', (row) => row.granting_amount],
      usedAmount: ['Used amount of the expenditure quota.', (row) => row.granting_amount_used],
    }),
    usedShare: t.field({
      type: 'Decimal',
      description: 'Used share of the expenditure quota, with 2 decimals: `0.61` is 61 %.',
      resolve: (row) => row.percentage_granting_amount_used,
    }),
  }),
});

builder.objectField(CustomerAccountRef, 'expenditureQuota', (t) =>
  t.field({
    extensions: reads({ reads: [keyedRead(expenditureQuotaByCustomer, { rows: 'one' })] }),
    type: ExpenditureQuotaRef,
    description: 'Maximum amount that the customer may spend; null for resale customers, who have no quota.',
    resolve: (customer, _args, context) =>
      isResale(customer) ? null : context.loaders.one(expenditureQuotaByCustomer, customer.customerId, null),
  }),
);

const ConsumptionQuotaRef = builder.objectRef<ConsumptionQuotaRow>('ConsumptionQuota').implement({
  description:
    'Maximum amount that the partner may owe; beyond the quota, neither the partner nor its resale customers can buy.',
  fields: (t) =>
    amounts(t, {
      amount: ['Total amount of the consumption quota.', (row) => row.consumption_quota],
      usedAmount: [
        'Used part of the quota: due and unbilled amounts, less balance and coupons. Negative while balance and coupons exceed the former.',
        (row) => row.used_consumption_quota,
      ],
      accountBalance: ['Balance of the account of the partner.', (row) => row.amount],
      couponBalance: ['Remaining balance of cash coupons of the partner.', (row) => row.coupon_amount],
      dueAmount: ['Amount that is billed and not yet paid.', (row) => row.due_amount],
      unbilledAmount: ['Estimated amount that is spent and not yet billed.', (row) => row.unbilled_amount],
    }),
});

builder.objectField(PartnerRef, 'consumptionQuota', (t) =>
  t.field({
    extensions: reads({ reads: [keyedRead(consumptionQuotaOfPartner, { rows: 'one', key: () => '' })] }),
    type: ConsumptionQuotaRef,
    description: 'Maximum amount that the partner may owe.',
    resolve: (_partner, _args, context) => context.loaders.one(consumptionQuotaOfPartner, '', null),
  }),
);
