import { badInput } from '../src/errors/errors.ts';
import type { Slice, Window } from '../src/loaders/window.ts';
import {
  memberOrdersByCustomer,
  type OrderListFilter,
  orderById,
  ordersByCustomer,
} from '../src/operations/edges/orders.ts';
import type { OrderRow } from '../src/operations/orders.ts';
import { builder } from './builder.ts';
import { concatenate } from './concatenate.ts';
import {
  asConnection,
  type Connection,
  connectionType,
  failedConnection,
  type PageRequest,
  pageArguments,
  readPage,
  toConnection,
} from './connection.ts';
import { customerGraphFields } from './customer-graph.ts';
import { CustomerRef } from './customers.ts';
import { OrderFilter, type OrderFilterShape, toOrderListFilters } from './order-filter.ts';
import { loadOrder, type OrderNode, OrderRef, orderOfRow } from './orders.ts';
import { keyed, reads, sweepOf } from './reads.ts';

const OrderConnection = connectionType('Order', OrderRef, 'orders, newest first');

interface OrderArguments {
  readonly filter?: OrderFilterShape | null | undefined;
}

const filtersOf = (args: OrderArguments) => toOrderListFilters(args.filter);

/** Letters of the years in cursors; a listing in one part has the usual one. */
const lettersOf = (filters: readonly OrderListFilter[]): readonly string[] =>
  filters.length === 1 ? ['r'] : filters.map((_filter, at) => String.fromCharCode(97 + at));

/** A page of orders under one filter, or under those of several years one after the other. */
async function ordersOf(
  filters: readonly [OrderListFilter, ...OrderListFilter[]],
  page: PageRequest,
  load: (filter: OrderListFilter, window: Window) => Promise<Slice<OrderRow>>,
): Promise<Connection<OrderNode>> {
  const [only] = filters;
  if (filters.length === 1) return toConnection(page, load(only, page), orderOfRow);
  const letters = lettersOf(filters);
  return concatenate(
    page,
    filters.map((filter, at) => ({
      part: letters[at] ?? '',
      load: async (window: Window) => {
        const { rows, total, hasNext } = await load(filter, window);
        return { rows: rows.map(orderOfRow), total, hasNext };
      },
    })),
  );
}

builder.objectFields(CustomerRef, (t) => ({
  orders: t.field({
    extensions: reads({
      // Each year is only asked for what the years after it leave open.
      reads: (args: OrderArguments) =>
        filtersOf(args).map((filter, at) =>
          keyed(ordersByCustomer, {
            rows: 'page',
            filters: () => [filter],
            ...(at === 0 ? {} : { remaining: true }),
          }),
        ),
      row: true,
    }),
    type: OrderConnection,
    nullable: false,
    description: 'Its orders, newest first.',
    args: {
      filter: t.arg({ type: OrderFilter, description: 'Which orders.' }),
      ...pageArguments(t.arg),
    },
    resolve: (customer, args, context, info) =>
      asConnection(info, async () => {
        const filters = filtersOf(args);
        return ordersOf(filters, readPage(args, info, lettersOf(filters)), (filter, window) =>
          context.loaders.rows(ordersByCustomer, customer.customerId, filter, window),
        );
      }),
  }),
  memberOrders: t.field({
    extensions: reads({
      reads: (args: OrderArguments) =>
        filtersOf(args).map((filter, at) =>
          keyed(memberOrdersByCustomer, {
            rows: 'page',
            filters: () => [filter],
            ...(at === 0 ? {} : { remaining: true }),
          }),
        ),
      row: true,
    }),
    type: OrderConnection,
    nullable: false,
    description:
      'Orders of member accounts of its enterprise that it pays for, newest first. One upstream call per customer, in its name.',
    args: {
      filter: t.arg({ type: OrderFilter, description: 'Which orders.' }),
      ...pageArguments(t.arg),
    },
    resolve: (customer, args, context, info) =>
      asConnection(info, async () => {
        const filters = filtersOf(args);
        return ordersOf(filters, readPage(args, info, lettersOf(filters)), (filter, window) =>
          context.loaders.rows(memberOrdersByCustomer, customer.customerId, filter, window),
        );
      }),
  }),
}));

customerGraphFields((t) => ({
  order: t.field({
    extensions: reads({
      reads: [keyed(orderById, { rows: 'one', key: ({ orderId }: { orderId: string }) => orderId })],
      row: true,
    }),
    type: OrderRef,
    description: 'One order; null when the partner has none with that id.',
    args: { orderId: t.arg.string({ required: true, description: 'Id of the order.' }) },
    resolve: (_root, args, context) => {
      if (args.orderId === '') throw badInput('orderId: expected an order id, got an empty text');
      return loadOrder(args.orderId, context);
    },
  }),
  orders: t.field({
    extensions: reads({
      reads: [sweepOf(ordersByCustomer, { rows: 'page', filters: filtersOf })],
      row: true,
    }),
    type: OrderConnection,
    nullable: false,
    description: "Orders of all the partner's customers, newest first.",
    authScopes: { partner: true },
    unauthorizedResolver: (_root, _args, _context, info, error) => failedConnection(error, info),
    args: {
      filter: t.arg({ type: OrderFilter, description: 'Which orders.' }),
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context, info) =>
      asConnection(info, async () => {
        const filters = toOrderListFilters(args.filter);
        return ordersOf(filters, readPage(args, info, lettersOf(filters)), (filter, window) =>
          context.loaders.listing(ordersByCustomer, filter, window),
        );
      }),
  }),
}));
