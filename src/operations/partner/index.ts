// The partner's own accounts, adjustments, budgets and policies.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export {
  ListSubCustomerBudget,
  ListSubCustomerBudgetRecords,
  ShowCustomerExpenditureQuota,
  ShowPartnerConsumptionQuota,
} from './budgets.ts';
export { ListConsumeSubCustomers } from './consuming-customers.ts';
export {
  ListIncentiveDiscountPolicies,
  ListPartnerAccountChangeRecords,
  ListPartnerAdjustRecords,
  ListPartnerBalances,
} from './partner-accounts.ts';
