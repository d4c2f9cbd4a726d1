import type { GraphQLResolveInfo } from 'graphql';
import type { GatewayContext } from '../../src/context/context.ts';
import { maySee } from '../../src/context/viewer.ts';
import { lineItemsByOrder, orderById, orderDetailById } from '../../src/operations/orders/edges.ts';
import type { OrderRow } from '../../src/operations/orders/orders.ts';
import { ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { builder } from '../core/builder.ts';
import { asConnection, pageArguments, readPage, toConnection } from '../core/connection/connection.ts';
import { selectsBeyond } from '../core/connection/selection.ts';
import { isKind, type Kind } from '../core/kind.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { amounts, codes, instants, optionalCodes, texts } from '../core/row-fields.ts';
import { instantOf } from '../core/scalars.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from '../customers/customers.ts';
import { EnterpriseProjectRef } from '../customers/enterprise-project.ts';
import { OrderAmountsRef, orderAmounts } from './order-amounts.ts';
import { OrderSource, OrderStatus, OrderType } from './order-enums.ts';
import { LineItemConnection } from './order-line-items.ts';

/** An order by id; the row comes from the listing where there was one, and is fetched otherwise. */
export interface OrderNode extends Kind<'order'> {
  readonly orderId: string;
  readonly orderRow: OrderRow | undefined;
}

export const orderOf = (orderId: string | undefined): OrderNode | null =>
  orderId ? { kind: 'order', orderId, orderRow: undefined } : null;

export const orderOfRow = (row: OrderRow): OrderNode => ({
  kind: 'order',
  orderId: row.order_id,
  orderRow: row,
});

const subOrdersOf = (row: OrderRow): readonly OrderNode[] =>
  row.sub_order_infos.map((sub) => orderOfRow({ ...sub, sub_order_infos: [], agent_pay_info: undefined }));

export async function loadOrder(orderId: string, context: GatewayContext): Promise<OrderNode | null> {
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

export const ORDER_ROW = keyedRead(orderById, { rows: 'one' });

/** Fields of an order that its id alone answers. */
const COVERED_BY_ID = ['orderId', 'id'] as const;

/** Whether the row of a referred order is needed. */
export const needsOrderRow = (info: GraphQLResolveInfo): boolean => selectsBeyond(info, ...COVERED_BY_ID);

/** What a field reads that refers to an order by its id. */
export const readsReferredOrder = (selectivity: number) =>
  reads({ reads: [ORDER_ROW], coveredFields: COVERED_BY_ID, loaded: true, cardinality: { selectivity } });

/**
 * A field that refers to an order by the id that `pick` gives; `selectivity` is the part of the objects that do.
 * The order is read where more than its id is selected, which is what the estimate counts.
 */
export const orderField = <Parent>(pick: (parent: Parent) => string | undefined, selectivity: number) => ({
  type: OrderRef,
  extensions: readsReferredOrder(selectivity),
  resolve: (parent: Parent, _args: object, context: GatewayContext, info: GraphQLResolveInfo) =>
    referredOrder(pick(parent), context, needsOrderRow(info)),
});

const READS_DETAIL = reads({ reads: [keyedRead(orderDetailById, { rows: 'one' })] });

builder.node(OrderRef, {
  description: 'Order that belongs to a customer.',
  id: { resolve: (order) => order.orderId, description: 'Global node id of the order.' },
  isTypeOf: isKind('order'),
  loadWithoutCache: (orderId, context) => loadOrder(orderId, context),
  fields: (t) => ({
    orderId: t.string({
      nullable: false,
      description: 'Upstream id of the order.',
      resolve: (order) => order.orderId,
    }),
    ...codes(t, {
      status: [OrderStatus, 'Processing status of the order.', (order) => order.orderRow?.status],
      type: [OrderType, 'Type of the order, such as renewal.', (order) => order.orderRow?.order_type],
    }),
    statusCode: t.string({
      nullable: false,
      description: 'Raw upstream code of the order status.',
      resolve: (order) => order.orderRow?.status ?? '',
    }),

    typeCode: t.string({
      nullable: false,
      description: 'Raw upstream code of the order type.',
      resolve: (order) => order.orderRow?.order_type ?? '',
    }),
    ...optionalCodes(t, {
      source: [
        OrderSource,
        'Source of the order: the party or process that placed the order.',
        ({ orderRow }) => orderRow?.source_type,
      ],
    }),
    ...texts(t, {
      sourceCode: ['Raw upstream code of the order source.', (order) => order.orderRow?.source_type],
      contractId: [
        'Upstream id of the contract to which the order belongs.',
        (order) => order.orderRow?.contract_id,
      ],
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service of the order.',
      resolve: (order) => typeReference(order.orderRow?.service_type_code, order.orderRow?.service_type_name),
    }),
    ...instants(t, {
      createdAt: ['Time when the order was created, in UTC.', (order) => order.orderRow?.create_time],
      paidAt: [
        'Time when the order was paid, in UTC; null while the order is unpaid.',
        (order) => order.orderRow?.payment_time,
      ],
    }),

    ...amounts(
      t,
      {
        officialAmount: [
          'List price of the order. Equals the amount after discount on unsubscription orders.',
          ({ orderRow }) => orderRow?.official_amount,
        ],
        amountAfterDiscount: [
          'Price of the order after discounts, before coupons and cards. Negative for refunds.',
          ({ orderRow }) => orderRow?.amount_after_discount,
        ],
      },
      ({ orderRow }) => orderRow ?? {},
    ),
    amounts: t.field({
      type: OrderAmountsRef,
      description: 'Breakdown of the order amount.',
      resolve: ({ orderRow }) => (orderRow ? orderAmounts(orderRow) : null),
    }),
    enterpriseProjects: t.field({
      type: [EnterpriseProjectRef],
      nullable: { list: true, items: false },
      description: 'Enterprise projects to which the order belongs.',
      resolve: ({ orderRow }) => orderRow?.enterprise_projects ?? [],
    }),
    isPaidByAgent: t.boolean({
      description: 'True when another account pays for the order.',
      resolve: ({ orderRow }) => orderRow?.agent_pay_info?.is_agent_pay ?? false,
    }),
    payingAgent: t.field({
      extensions: reads({ cardinality: { selectivity: 0.1 } }),
      type: CustomerRef,
      description: 'Account that pays for the order; null unless another account pays.',
      resolve: ({ orderRow }, _args, context) =>
        customerOf(orderRow?.agent_pay_info?.paying_agent_id, context),
    }),
    placedBy: t.string({
      extensions: READS_DETAIL,
      description:
        'Login name of the account that placed the order, possibly on behalf of the customer. One upstream call per order.',
      resolve: async (order, _args, context) =>
        (await context.loaders.one(orderDetailById, order.orderId, null))?.user_name,
    }),
    paymentDueAt: t.field({
      extensions: READS_DETAIL,
      type: 'DateTime',
      description:
        'Payment deadline of the order, in UTC; null unless the order awaits payment. One upstream call per order awaiting payment.',
      resolve: async ({ orderId, orderRow }, _args, context) =>
        OrderStatus.of(orderRow?.status) === 'PENDING_PAYMENT'
          ? instantOf((await context.loaders.one(orderDetailById, orderId, null))?.pending_payment_end_time)
          : null,
    }),

    subOrders: t.field({
      // Combined orders are rare.
      extensions: reads({ loaded: true, cardinality: { selectivity: 0.1 } }),
      type: [OrderRef],
      nullable: { list: true, items: false },
      description:
        "Sub-orders of a combined order. The amounts of sub-orders are included in the combined order's amounts.",
      resolve: (order) => (order.orderRow ? subOrdersOf(order.orderRow) : []),
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Customer to whom the order belongs.',
      resolve: (order, _args, context) => customerOf(order.orderRow?.customer_id, context),
    }),
    lineItems: t.field({
      extensions: reads({ reads: [keyedRead(lineItemsByOrder, { rows: 'page' })] }),
      type: LineItemConnection,
      description: 'Line items of the order. One upstream call per order.',
      args: pageArguments(t.arg),
      resolve: (order, args, context, info) =>
        asConnection(info, async () => {
          const page = readPage(args, info);
          const load = context.loaders.rows(lineItemsByOrder, order.orderId, null, page);
          return toConnection(page, load, ({ item }) => item);
        }),
    }),
  }),
});
