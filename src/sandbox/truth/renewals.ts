// The truth about renewal prices, one main resource at a time.
import { renewalRates } from '../world/resources/renewals.ts';
import { resourcesOfCustomer } from '../world/resources/resources.ts';
import type { Customer } from '../world/types.ts';

type PerCustomer = (rows: (customer: Customer) => readonly unknown[]) => () => readonly unknown[];

const A_MONTH = { periodType: 2, periods: 1, attached: false };
const A_YEAR = { periodType: 3, periods: 1, attached: true };

export const renewalLists = (perCustomer: PerCustomer) => ({
  renewalPrices: perCustomer((customer) => {
    const all = resourcesOfCustomer(customer);
    return all
      .filter(({ main }) => main)
      .map(({ id }) => ({
        customer_id: customer.id,
        resource_id: id,
        month: renewalRates(customer, all, [id], A_MONTH),
        year: renewalRates(customer, all, [id], A_YEAR),
      }));
  }),
});
