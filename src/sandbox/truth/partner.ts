// The partner's own account, or that of the reseller whose world it is; budgets and quotas on the international
// site.
import {
  budgetRecordRows,
  budgetRow,
  consumptionQuotaRow,
  expenditureQuotaRow,
} from '../world/partner/international.ts';
import { adjustmentsOf, partnerBalanceRows, partnerChanges, policyRows } from '../world/partner/partner.ts';
import { listOf, type TruthScope } from './scope.ts';

export function partner(scope: TruthScope) {
  const { world, backs, language } = scope;
  return {
    partnerBalances: () => partnerBalanceRows(world),
    /** Of the cash account, the newest first. */
    partnerChanges: () => partnerChanges(world, 'BALANCE_TYPE_DEBIT').map(({ row }) => row),
    adjustments: () => adjustmentsOf(world).map(({ row }) => row),
    policies: () => policyRows(language),
    /** With `cycle`. */
    consumingCustomers: () =>
      backs.flatMap((back) =>
        world.consumers(back).map(({ id }) => ({ customer_id: id, cycle: world.cycles[back] })),
      ),
    budgets: scope.international(scope.perCustomer((customer) => listOf(budgetRow(customer)))),
    budgetRecords: scope.international(scope.named(budgetRecordRows)),
    /** Nothing but `customer_id` for customers that have none. */
    expenditureQuotas: scope.international(scope.named((customer) => [expenditureQuotaRow(customer)])),
    consumptionQuotas: scope.international(() => [consumptionQuotaRow(world)]),
  };
}
