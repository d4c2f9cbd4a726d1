import { orderId } from '../world/orders/orders.ts';
import { onDemandResources, onDemandRow } from '../world/resources/on-demand.ts';
import { deductionsOf, packageRow, packagesOf, packageUsageRow } from '../world/resources/packages.ts';
import { periodResourceRow, resourcesOfCustomer } from '../world/resources/resources.ts';
import type { TruthScope } from './scope.ts';

export const resources = (scope: TruthScope) => ({
  /** With `customer_id`, and with the `order_id` of the order that bought it. */
  periodResources: scope.named((customer) =>
    resourcesOfCustomer(customer).map((resource) => ({
      ...periodResourceRow(resource),
      order_id: orderId(resource.order),
    })),
  ),
  onDemandResources: scope.perCustomer((customer) =>
    (customer.resale ? onDemandResources(customer) : []).map((each) => onDemandRow(each, scope.language)),
  ),
  packages: scope.named((customer) => packagesOf(customer).map((one) => packageRow(one, scope.language))),
  packageUsages: scope.named((customer) =>
    packagesOf(customer).flatMap(({ items }) => items.map(packageUsageRow)),
  ),
  packageDeductions: scope.named((customer) => deductionsOf(customer).map(({ row }) => row)),
});
