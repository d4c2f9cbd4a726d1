// Customers' own accounts and enterprises, each row with the `customer_id` whose it is.
import {
  accountBalancesRow,
  accountChanges,
  couponChanges,
  customerCouponRow,
  storedValueCards,
} from '../world/accounts/accounts.ts';
import { isResold } from '../world/accounts/customers.ts';
import {
  enterpriseOf,
  movableAmounts,
  retrieveCoupons,
  subAccountRow,
  transferCoupons,
  unitRows,
} from '../world/accounts/enterprises.ts';
import type { Customer } from '../world/types.ts';

const TYPES = ['BALANCE_TYPE_DEBIT', 'BALANCE_TYPE_CREDIT'] as const;

export function accountsTruth(customers: readonly Customer[]) {
  const each =
    (rows: (customer: Customer) => readonly object[]): (() => readonly object[]) =>
    () =>
      customers.flatMap((customer) => rows(customer).map((row) => ({ ...row, customer_id: customer.id })));
  return {
    accountBalances: each((customer) => (isResold(customer) ? [] : [accountBalancesRow(customer)])),
    /** With `balance_type`. */
    accountChanges: each((customer) =>
      TYPES.flatMap((balance_type) =>
        accountChanges(customer, balance_type).map(({ row }) => ({ ...row, balance_type })),
      ),
    ),
    couponChanges: each((customer) => couponChanges(customer).map(({ row }) => row)),
    storedValueCards: each(storedValueCards),
    customerCoupons: each((customer) => customer.coupons.map(customerCouponRow)),
    organizations: each((customer) => {
      const { rootId, rootName, units } = enterpriseOf(customer);
      return [{ root_id: rootId, root_name: rootName, child_nodes: unitRows(units, true) }];
    }),
    subAccounts: each((customer) => {
      const { subAccounts, rootId } = enterpriseOf(customer);
      return subAccounts.map((one) => subAccountRow(one, rootId));
    }),
    /** With `balance_type`. */
    transferAmounts: each((customer) =>
      TYPES.flatMap((balance_type) =>
        movableAmounts(customer, balance_type, 'avail_transfer_amount').map((row) => ({
          ...row,
          balance_type,
        })),
      ),
    ),
    transferCoupons: each(transferCoupons),
    /** With `sub_customer_id` and `balance_type`. */
    retrieveAmounts: each((customer) =>
      enterpriseOf(customer).subAccounts.flatMap(({ id, ordinal }) =>
        TYPES.flatMap((balance_type) =>
          movableAmounts(customer, balance_type, 'avail_retrieve_amount', ordinal).map((row) => ({
            ...row,
            sub_customer_id: id,
            balance_type,
          })),
        ),
      ),
    ),
    /** With `sub_customer_id`. */
    retrieveCoupons: each((customer) =>
      enterpriseOf(customer).subAccounts.flatMap((one) =>
        retrieveCoupons(customer, one).map((row) => ({ ...row, sub_customer_id: one.id })),
      ),
    ),
  };
}
