import { renewalRates } from '../world/resources/renewals.ts';
import { resourcesOfCustomer } from '../world/resources/resources.ts';
import type { TruthScope } from './scope.ts';

const A_MONTH = { periodType: 2, periods: 1, attached: false };
const A_YEAR = { periodType: 3, periods: 1, attached: true };

export const renewals = (scope: TruthScope) => ({
  /** Of each main resource, for a month, and for a year with what is attached. */
  renewalPrices: scope.named((customer) => {
    const all = resourcesOfCustomer(customer);
    return all
      .filter(({ main }) => main)
      .map(({ id }) => ({
        resource_id: id,
        month: renewalRates(customer, all, [id], A_MONTH),
        year: renewalRates(customer, all, [id], A_YEAR),
      }));
  }),
});
