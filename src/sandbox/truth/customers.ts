import { balanceRow, customerRow, newCustomerTagRow } from '../world/accounts/customers.ts';
import { realNameReviewRow } from '../world/accounts/registration.ts';
import { listOf, type TruthScope } from './scope.ts';

export const customers = (scope: TruthScope) => ({
  customers: scope.perCustomer((customer) => [customerRow(customer)]),
  /** Ids of those that granted the agency, which no listing shows. */
  customersWithAgency: scope.perCustomer((customer) => (customer.agency ? [customer.id] : [])),
  balances: scope.perCustomer((customer) => listOf(balanceRow(customer))),
  newCustomerTags: scope.perCustomer((customer) => [newCustomerTagRow(customer)]),
  realNameReviews: scope.named((customer) => [realNameReviewRow(customer)]),
});
