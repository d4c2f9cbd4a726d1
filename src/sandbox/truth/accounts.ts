import {
  accountBalancesRow,
  accountChanges,
  BALANCE_TYPES,
  couponChanges,
  storedValueCards,
} from '../world/accounts/accounts.ts';
import { isResold } from '../world/accounts/customers.ts';
import type { TruthScope } from './scope.ts';

export const accounts = (scope: TruthScope) => ({
  accountBalances: scope.named((customer) => (isResold(customer) ? [] : [accountBalancesRow(customer)])),
  /** With `balance_type`. */
  accountChanges: scope.named((customer) =>
    BALANCE_TYPES.flatMap((balance_type) =>
      accountChanges(customer, balance_type).map(({ row }) => ({ ...row, balance_type })),
    ),
  ),
  couponChanges: scope.named((customer) => couponChanges(customer).map(({ row }) => row)),
  storedValueCards: scope.named(storedValueCards),
});
