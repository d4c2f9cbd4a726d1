import type { GatewayContext } from '../src/context/context.ts';
import { maySee } from '../src/context/viewer.ts';
import { badInput } from '../src/errors/errors.ts';
import {
  type LineItemOfOrder,
  lineItemsByOrder,
  type OrderListFilter,
  orderById,
  ordersByCustomer,
} from '../src/operations/edges/orders.ts';
import type { OrderRow } from '../src/operations/orders.ts';
import { builder } from './builder.ts';
import { ServiceTypeRef, typeReference } from './catalog.ts';
import {
  asConnection,
  connectionType,
  failedConnection,
  pageArguments,
  readPage,
  toConnection,
} from './connection.ts';
import { CustomerRef, customerOf, instantOf, REFERS_TO_CUSTOMER } from './customers.ts';
import { MoneyRef, money } from './money.ts';
import { openEnum } from './open-enum.ts';
import { keyed, reads, sweepOf } from './reads.ts';
import { checkSpan } from './span.ts';

const OrderStatus = openEnum('OrderStatus', 'Where an order stands.', {
  PENDING_APPROVAL: { code: '1', description: 'Waits for approval.' },
  REFUND_PENDING: { code: '2', description: 'Waits for a refund. Cannot be filtered by.' },
  PROCESSING: { code: '3', description: 'Being processed.' },
  CANCELLED: { code: '4', description: 'Cancelled.' },
  COMPLETED: { code: '5', description: 'Completed.' },
  PENDING_PAYMENT: { code: '6', description: 'Waits for payment.' },
  PENDING_CONFIRMATION: { code: '9', description: 'Waits for confirmation.' },
  TO_BE_SHIPPED: { code: '10', description: 'Waits to be shipped. Cannot be filtered by.' },
  TO_BE_RECEIVED: { code: '11', description: 'Waits to be received. Cannot be filtered by.' },
  TO_BE_PICKED_UP: { code: '12', description: 'Waits to be picked up. Cannot be filtered by.' },
  EXCHANGING: { code: '13', description: 'Being exchanged. Cannot be filtered by.' },
});

const FILTERABLE = new Set(['1', '3', '4', '5', '6', '9']);

const OrderType = openEnum('OrderType', 'What an order does.', {
  NEW: { code: '1', description: 'Buys something new.' },
  RENEWAL: { code: '2', description: 'Renews a subscription.' },
  CHANGE: { code: '3', description: 'Changes a subscription.' },
  UNSUBSCRIPTION: { code: '4', description: 'Unsubscribes.' },
  PERIOD_TO_ON_DEMAND: { code: '10', description: 'Turns yearly/monthly into on-demand.' },
  ON_DEMAND_TO_PERIOD: { code: '11', description: 'Turns on-demand into yearly/monthly.' },
  TRIAL: { code: '13', description: 'A trial.' },
  TRIAL_TO_COMMERCIAL: { code: '14', description: 'Turns a trial into a commercial order.' },
  FEE_ADJUSTMENT: { code: '15', description: 'Adjusts a fee.' },
});

const OrderSource = openEnum('OrderSource', 'Who placed an order.', {
  CUSTOMER: { code: '1', description: 'The customer.' },
  AGENT: { code: '2', description: 'An agent.' },
  CONTRACT: { code: '3', description: 'A contract.' },
  RESELLER: { code: '4', description: 'A reseller.' },
  DELETED_ON_PAGE: { code: '5', description: 'A resource deleted in the console.' },
  SUPPLEMENTED: { code: '6', description: 'Entered later.' },
  COMPENSATION: { code: '7', description: 'A compensation.' },
  SYSTEM: { code: '8', description: 'The system.' },
});

const PeriodType = openEnum('OrderPeriodType', 'Length of one period of a line item.', {
  DAY: { code: '0', description: 'A day.' },
  WEEK: { code: '1', description: 'A week.' },
  MONTH: { code: '2', description: 'A month.' },
  YEAR: { code: '3', description: 'A year.' },
  HOUR: { code: '4', description: 'An hour.' },
  ONE_OFF: { code: '5', description: 'Bought once, without a period.' },
});

/** An order by id; its row is at hand when a listing brought it and is fetched otherwise. */
export interface OrderNode {
  readonly orderId: string;
  readonly orderRow: OrderRow | undefined;
}

export const orderOf = (orderId: string | undefined): OrderNode | null =>
  orderId ? { orderId, orderRow: undefined } : null;

const orderOfRow = (row: OrderRow): OrderNode => ({ orderId: row.order_id, orderRow: row });

const subOrdersOf = (row: OrderRow): readonly OrderNode[] =>
  row.sub_order_infos.map((sub) => orderOfRow({ ...sub, sub_order_infos: [], agent_pay_info: undefined }));

async function loadOrder(orderId: string, context: GatewayContext): Promise<OrderNode | null> {
  const row = await context.loaders.one(orderById, orderId, null);
  if (!row || !maySee(context.viewer, row.customer_id)) return null;
  // The upstream answers the id of a part with the combined order around it.
  const part = subOrdersOf(row).find((one) => one.orderId.toUpperCase() === orderId.toUpperCase());
  return part ?? orderOfRow(row);
}

/** Resolves an order that another object refers to, so that its fields find a row. */
export async function referredOrder(
  orderId: string | undefined,
  context: GatewayContext,
  needsRow: boolean,
): Promise<OrderNode | null> {
  if (!orderId) return null;
  return needsRow ? loadOrder(orderId, context) : orderOf(orderId);
}

export const OrderRef = builder.objectRef<OrderNode>('Order');

export const ORDER_ROW = keyed(orderById, { rows: 'one' });

/** For fields that refer to an order by its id; `share` is the part of the objects that do. */
export const refersToOrder = (share: number) =>
  reads({ reads: [ORDER_ROW], beyond: ['orderId', 'id'], row: true, share });

const LineItemRef = builder.objectRef<LineItemOfOrder>('OrderLineItem').implement({
  description: 'One product within an order.',
  fields: (t) => ({
    lineItemId: t.string({
      nullable: false,
      description: 'Id of the line item.',
      resolve: ({ item }) => item.order_line_item_id,
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service it belongs to.',
      resolve: ({ item }) => typeReference(item.service_type_code, item.service_type_name),
    }),
    productId: t.string({ description: 'Id of the product.', resolve: ({ item }) => item.product_id }),
    specification: t.string({
      description: 'Specification of the product in words.',
      resolve: ({ item }) => item.product_spec_desc,
    }),
    periodType: t.field({
      type: PeriodType.ref,
      description: 'Length of one period; null where the line item has none.',
      resolve: ({ item }) => (item.period_type === undefined ? null : PeriodType.of(item.period_type)),
    }),
    periodTypeCode: t.string({
      description: 'Raw code of the period type.',
      resolve: ({ item }) => item.period_type,
    }),
    periods: t.int({
      description: 'Number of periods; null on orders that unsubscribe.',
      resolve: ({ item }) => item.period_num,
    }),
    quantity: t.int({
      description: 'How many were subscribed.',
      resolve: ({ item }) => item.subscription_num,
    }),
    effectiveAt: t.field({
      type: 'DateTime',
      description: 'When it takes effect.',
      resolve: ({ item }) => instantOf(item.effective_time),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it ends.',
      resolve: ({ item }) => instantOf(item.expire_time),
    }),
    officialAmount: t.field({
      type: MoneyRef,
      description: 'List price.',
      resolve: ({ item }, _args, context) => money(item.official_amount, item.currency, context),
    }),
    amountAfterDiscount: t.field({
      type: MoneyRef,
      description: 'Price after discounts, before coupons and cards.',
      resolve: ({ item }, _args, context) => money(item.amount_after_discount, item.currency, context),
    }),
  }),
});

const LineItemConnection = connectionType('OrderLineItem', LineItemRef, 'line items of an order');

builder.node(OrderRef, {
  description: 'An order of a customer.',
  id: { resolve: (order) => order.orderId, description: 'Global id.' },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'orderRow' in value,
  loadWithoutCache: (orderId, context) => loadOrder(orderId, context),
  fields: (t) => ({
    orderId: t.string({
      nullable: false,
      description: 'Id of the order.',
      resolve: (order) => order.orderId,
    }),
    status: t.field({
      type: OrderStatus.ref,
      nullable: false,
      description: 'Where it stands.',
      resolve: (order) => OrderStatus.of(order.orderRow?.status),
    }),
    statusCode: t.string({
      nullable: false,
      description: 'Raw code of the status.',
      resolve: (order) => order.orderRow?.status ?? '',
    }),
    type: t.field({
      type: OrderType.ref,
      nullable: false,
      description: 'What it does.',
      resolve: (order) => OrderType.of(order.orderRow?.order_type),
    }),
    typeCode: t.string({
      nullable: false,
      description: 'Raw code of the type.',
      resolve: (order) => order.orderRow?.order_type ?? '',
    }),
    source: t.field({
      type: OrderSource.ref,
      description: 'Who placed it.',
      resolve: (order) =>
        order.orderRow?.source_type === undefined ? null : OrderSource.of(order.orderRow.source_type),
    }),
    sourceCode: t.string({
      description: 'Raw code of the source.',
      resolve: (order) => order.orderRow?.source_type,
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service it is about.',
      resolve: (order) => typeReference(order.orderRow?.service_type_code, order.orderRow?.service_type_name),
    }),
    createdAt: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'When it was placed.',
      resolve: (order) => instantOf(order.orderRow?.create_time) as string,
    }),
    paidAt: t.field({
      type: 'DateTime',
      description: 'When it was paid; null while it is not.',
      resolve: (order) => instantOf(order.orderRow?.payment_time),
    }),
    officialAmount: t.field({
      type: MoneyRef,
      description: 'List price. On orders that unsubscribe it equals the amount after discount.',
      resolve: ({ orderRow }, _args, context) =>
        money(orderRow?.official_amount, orderRow?.currency, context, orderRow?.measure_id),
    }),
    amountAfterDiscount: t.field({
      type: MoneyRef,
      description: 'Price after discounts, before coupons and cards. Negative where money goes back.',
      resolve: ({ orderRow }, _args, context) =>
        money(orderRow?.amount_after_discount, orderRow?.currency, context, orderRow?.measure_id),
    }),
    contractId: t.string({
      description: 'Contract that it belongs to.',
      resolve: (order) => order.orderRow?.contract_id,
    }),
    subOrders: t.field({
      // Combined orders are rare.
      extensions: reads({ row: true, share: 0.1 }),
      type: [OrderRef],
      nullable: { list: true, items: false },
      description: 'Orders within a combined order. Their amounts are already in its own.',
      resolve: (order) => (order.orderRow ? subOrdersOf(order.orderRow) : []),
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Whose order it is.',
      resolve: (order) => customerOf(order.orderRow?.customer_id),
    }),
    lineItems: t.field({
      extensions: reads({ reads: [keyed(lineItemsByOrder, { rows: 'page' })] }),
      type: LineItemConnection,
      nullable: false,
      description: 'Its products. One upstream call per order.',
      args: pageArguments(t.arg),
      resolve: (order, args, context, info) =>
        asConnection(info, async () => {
          const page = readPage(args, info);
          const load = context.loaders.rows(lineItemsByOrder, order.orderId, null, page);
          return toConnection(page, load, (row) => row);
        }),
    }),
  }),
});

export const OrderFilter = builder.inputType('OrderFilter', {
  description: 'Narrows a list of orders; fields that are left out do not filter.',
  fields: (t) => ({
    status: t.field({ type: OrderStatus.ref, description: 'Where they stand.' }),
    type: t.field({ type: OrderType.ref, description: 'What they do.' }),
    serviceTypeCode: t.string({ description: 'Code of the cloud service.' }),
    createdFrom: t.field({ type: 'DateTime', description: 'Placed at this instant or later.' }),
    createdUntil: t.field({
      type: 'DateTime',
      description: 'Placed at this instant or earlier, at most a year after `createdFrom`.',
    }),
    paidFrom: t.field({ type: 'DateTime', description: 'Paid at this instant or later.' }),
    paidUntil: t.field({
      type: 'DateTime',
      description: 'Paid at this instant or earlier, at most a year after `paidFrom`.',
    }),
  }),
});

type OrderFilterShape = typeof OrderFilter.$inferInput;

const YEAR = { ms: 366 * 86_400_000, text: 'a year' };

export function toOrderListFilter(filter: OrderFilterShape | null | undefined): OrderListFilter {
  if (!filter) return {};
  checkSpan('created', filter.createdFrom, filter.createdUntil, YEAR);
  checkSpan('paid', filter.paidFrom, filter.paidUntil, YEAR);
  const status = filter.status ? OrderStatus.codeOf(filter.status) : undefined;
  if (filter.status && (!status || !FILTERABLE.has(status))) {
    throw badInput(`filter.status: expected a status that can be filtered by, got ${filter.status}`);
  }
  const type = filter.type ? OrderType.codeOf(filter.type) : undefined;
  if (filter.type && !type) throw badInput(`filter.type: expected a known order type, got ${filter.type}`);
  return {
    ...(status ? { status: Number(status) } : {}),
    ...(type ? { order_type: type } : {}),
    ...(filter.serviceTypeCode ? { service_type_code: filter.serviceTypeCode } : {}),
    ...(filter.createdFrom ? { create_time_begin: filter.createdFrom } : {}),
    ...(filter.createdUntil ? { create_time_end: filter.createdUntil } : {}),
    ...(filter.paidFrom ? { payment_time_begin: filter.paidFrom } : {}),
    ...(filter.paidUntil ? { payment_time_end: filter.paidUntil } : {}),
  };
}

const OrderConnection = connectionType('Order', OrderRef, 'orders, newest first');

const filtersOf = (args: { filter?: OrderFilterShape | null }) => [toOrderListFilter(args.filter)];

builder.objectField(CustomerRef, 'orders', (t) =>
  t.field({
    extensions: reads({
      reads: [keyed(ordersByCustomer, { rows: 'page', filters: filtersOf })],
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
        const page = readPage(args, info);
        const filter = toOrderListFilter(args.filter);
        const load = context.loaders.rows(ordersByCustomer, customer.customerId, filter, page);
        return toConnection(page, load, orderOfRow);
      }),
  }),
);

builder.queryFields((t) => ({
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
        const page = readPage(args, info);
        const load = context.loaders.listing(ordersByCustomer, toOrderListFilter(args.filter), page);
        return toConnection(page, load, orderOfRow);
      }),
  }),
}));
