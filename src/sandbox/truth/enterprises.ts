import { BALANCE_TYPES } from '../world/accounts/accounts.ts';
import {
  enterpriseOf,
  movableAmounts,
  retrieveCoupons,
  subAccountRow,
  transferCoupons,
  unitRows,
} from '../world/accounts/enterprises.ts';
import type { TruthScope } from './scope.ts';

export const enterprises = (scope: TruthScope) => ({
  organizations: scope.named((customer) => {
    const { rootId, rootName, units } = enterpriseOf(customer);
    return [{ root_id: rootId, root_name: rootName, child_nodes: unitRows(units, true) }];
  }),
  subAccounts: scope.named((customer) => {
    const { subAccounts, rootId } = enterpriseOf(customer);
    return subAccounts.map((one) => subAccountRow(one, rootId));
  }),
  /** With `balance_type`. */
  transferAmounts: scope.named((customer) =>
    BALANCE_TYPES.flatMap((balance_type) =>
      movableAmounts(customer, balance_type, 'avail_transfer_amount').map((row) => ({
        ...row,
        balance_type,
      })),
    ),
  ),
  transferCoupons: scope.named(transferCoupons),
  /** With `sub_customer_id` and `balance_type`. */
  retrieveAmounts: scope.named((customer) =>
    enterpriseOf(customer).subAccounts.flatMap(({ id, ordinal }) =>
      BALANCE_TYPES.flatMap((balance_type) =>
        movableAmounts(customer, balance_type, 'avail_retrieve_amount', ordinal).map((row) => ({
          ...row,
          sub_customer_id: id,
          balance_type,
        })),
      ),
    ),
  ),
  /** With `sub_customer_id`. */
  retrieveCoupons: scope.named((customer) =>
    enterpriseOf(customer).subAccounts.flatMap((one) =>
      retrieveCoupons(customer, one).map((row) => ({ ...row, sub_customer_id: one.id })),
    ),
  ),
});
