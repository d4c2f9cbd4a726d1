import { lineItemRows } from '../world/orders/line-items.ts';
import { orderRow } from '../world/orders/orders.ts';
import type { TruthScope } from './scope.ts';

export const orders = (scope: TruthScope) => ({
  /** With `order_line_items`. */
  orders: scope.perCustomer((customer) =>
    customer.orders.map((order) => ({
      ...orderRow(order),
      order_line_items: lineItemRows(order, scope.language),
    })),
  ),
});
