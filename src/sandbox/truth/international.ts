import {
  budgetRecordRows,
  budgetRow,
  consumptionQuotaRow,
  expenditureQuotaRow,
  invoicesOfCustomer,
  invoicesOfPartner,
  postpaidBillRow,
} from '../world/partner/international.ts';
import type { Customer } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** Of an international sandbox; there is none of it elsewhere. */
export function internationalTruth(world: World, customers: readonly Customer[], backs: readonly number[]) {
  const there = world.frame.site === 'intl';
  const only = (rows: () => readonly object[]) => () => (there ? rows() : []);
  return {
    budgets: only(() => customers.map(budgetRow).filter((row) => row !== undefined)),
    /** With `customer_id`. */
    budgetRecords: only(() =>
      customers.flatMap((customer) =>
        budgetRecordRows(customer).map((row) => ({ ...row, customer_id: customer.id })),
      ),
    ),
    /** With `customer_id`; without more for customers that have none. */
    expenditureQuotas: only(() =>
      customers.map((customer) => ({ ...expenditureQuotaRow(customer), customer_id: customer.id })),
    ),
    consumptionQuotas: only(() => [consumptionQuotaRow(world)]),
    postpaidBills: only(() => backs.map((back) => postpaidBillRow(world, back))),
    partnerInvoices: only(() => invoicesOfPartner(world).map(({ row }) => row)),
    /** With `customer_id`. */
    customerInvoices: only(() =>
      customers.flatMap((customer) =>
        invoicesOfCustomer(customer).map(({ row }) => ({ ...row, customer_id: customer.id })),
      ),
    ),
  };
}
