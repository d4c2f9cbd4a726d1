import { memberOrdersByCustomer, orderById, ordersByCustomer } from '../../src/operations/orders/edges.ts';
import { builder } from '../core/builder.ts';
import { pageInSegments, readsInSegments, segmentIdsOf } from '../core/connection/concatenate.ts';
import { asConnection, connectionType, pageArguments, readPage } from '../core/connection/connection.ts';
import { keyedRead, reads, sweepOf } from '../core/reads/reads.ts';
import { customerGraphFields } from '../core/scope/customer-graph.ts';
import { CustomerRef } from '../customers/customers.ts';
import { OrderFilter, type OrderFilterShape, toOrderListFilters } from './order-filter.ts';
import { loadOrder, OrderRef, orderOfRow } from './orders.ts';

const OrderConnection = connectionType('Order', OrderRef, 'orders, newest first');

interface OrderArguments {
  readonly filter?: OrderFilterShape | null | undefined;
}

const filtersOf = (args: OrderArguments) => toOrderListFilters(args.filter);

builder.objectFields(CustomerRef, (t) => ({
  orders: t.field({
    extensions: reads({
      reads: readsInSegments(ordersByCustomer, filtersOf),
      loaded: true,
    }),
    type: OrderConnection,
    description: 'Orders of the customer, newest first.',
    args: {
      filter: t.arg({ type: OrderFilter, description: 'Filter for the returned orders.' }),
      ...pageArguments(t.arg),
    },
    resolve: (customer, args, context, info) =>
      asConnection(info, async () => {
        const filters = filtersOf(args);
        return pageInSegments(
          filters,
          readPage(args, info, segmentIdsOf(filters)),
          (filter, window) => context.loaders.rows(ordersByCustomer, customer.customerId, filter, window),
          orderOfRow,
        );
      }),
  }),
  memberOrders: t.field({
    extensions: reads({
      reads: readsInSegments(memberOrdersByCustomer, filtersOf),
      loaded: true,
    }),
    type: OrderConnection,
    description:
      "Orders of member accounts of the customer's enterprise that the customer pays for, newest first. One upstream call per customer, in the customer's name.",
    args: {
      filter: t.arg({ type: OrderFilter, description: 'Filter for the returned orders.' }),
      ...pageArguments(t.arg),
    },
    resolve: (customer, args, context, info) =>
      asConnection(info, async () => {
        const filters = filtersOf(args);
        return pageInSegments(
          filters,
          readPage(args, info, segmentIdsOf(filters)),
          (filter, window) =>
            context.loaders.rows(memberOrdersByCustomer, customer.customerId, filter, window),
          orderOfRow,
        );
      }),
  }),
}));

customerGraphFields((t) => ({
  order: t.field({
    extensions: reads({
      reads: [keyedRead(orderById, { rows: 'one', key: ({ orderId }: { orderId: string }) => orderId })],
      loaded: true,
    }),
    type: OrderRef,
    description: 'Order with the given id; null when the partner has no order with that id.',
    args: { orderId: t.arg.string({ required: true, description: 'Upstream id of the order.' }) },
    resolve: (_root, { orderId }, context) => loadOrder(orderId, context),
  }),
  orders: t.field({
    extensions: reads({
      reads: [sweepOf(ordersByCustomer, { rows: 'page', filters: filtersOf })],
      loaded: true,
    }),
    type: OrderConnection,
    description: 'Orders of all customers of the partner, newest first.',
    authScopes: { partner: true },
    args: {
      filter: t.arg({ type: OrderFilter, description: 'Filter for the returned orders.' }),
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context, info) =>
      asConnection(info, async () => {
        const filters = filtersOf(args);
        return pageInSegments(
          filters,
          readPage(args, info, segmentIdsOf(filters)),
          (filter, window) => context.loaders.listing(ordersByCustomer, filter, window),
          orderOfRow,
        );
      }),
  }),
}));
