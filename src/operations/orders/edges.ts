import { type Conditions, type Edge, pageSizeOf, request, requestAs, toPage } from '../edge.ts';
import {
  ListCustomerOrders,
  type OrderDetailRow,
  type OrderLineItemRow,
  type OrderRow,
  ShowCustomerOrderDetails,
} from './orders.ts';

/** Filters of the order listing, by wire name; keys that are not set are left out. */
export interface OrderListFilter {
  readonly status?: number;
  readonly order_type?: string;
  readonly service_type_code?: string;
  readonly create_time_begin?: string;
  readonly create_time_end?: string;
  readonly payment_time_begin?: string;
  readonly payment_time_end?: string;
}

const NEWEST_FIRST = '-createTime';

interface OrderListing {
  readonly order_infos: readonly OrderRow[];
  readonly total_count: number | undefined;
}

export const ordersByCustomer: Edge<OrderListFilter, OrderRow> = {
  name: 'Customer.orders',
  operation: ListCustomerOrders,
  pageSize: pageSizeOf(ListCustomerOrders),
  point: (key, filter, range) =>
    request(
      ListCustomerOrders,
      { ...filter, customer_id: key, order_by: NEWEST_FIRST, ...range },
      // The row need not repeat the customer that was asked for.
      (answer) => orderPage(answer, () => key),
    ),
  sweep: {
    ordered: true,
    request: (filter, range) =>
      request(ListCustomerOrders, { ...filter, order_by: NEWEST_FIRST, ...range }, (answer) =>
        orderPage(answer, (row) => row.customer_id ?? ''),
      ),
  },
  local: {
    // Times are left to the upstream: whether their bounds belong to the span is not documented.
    conditions: ({ status, order_type, service_type_code, ...times }): Conditions | undefined =>
      Object.keys(times).length > 0
        ? undefined
        : {
            ...(status === undefined ? {} : { status }),
            ...(order_type === undefined ? {} : { order_type }),
            ...(service_type_code === undefined ? {} : { service_type_code }),
          },
    accepts: (filter, row) =>
      (filter.status === undefined || String(filter.status) === row.status) &&
      (filter.order_type === undefined || filter.order_type === row.order_type) &&
      (filter.service_type_code === undefined ||
        filter.service_type_code.toLowerCase() === row.service_type_code?.toLowerCase()),
  },
};

/** Orders that the customer pays for as an agent of its enterprise's members; only it is told of them. */
export const memberOrdersByCustomer: Edge<OrderListFilter, OrderRow> = {
  name: 'Customer.memberOrders',
  operation: ListCustomerOrders,
  pageSize: pageSizeOf(ListCustomerOrders),
  point: (key, filter, range) =>
    requestAs(
      key,
      ListCustomerOrders,
      { ...filter, method: 'sub_customer', customer_id: key, order_by: NEWEST_FIRST, ...range },
      (answer) => orderPage(answer, () => key),
    ),
};

function orderPage(answer: OrderListing, keyOf: (row: OrderRow) => string) {
  return toPage(answer.order_infos, answer.total_count, keyOf, (row) => row.order_id);
}

/** An order's own row, by order id. Matching is case-insensitive upstream, so the row's id is not the key. */
export const orderById: Edge<null, OrderRow> = {
  name: 'order',
  operation: ListCustomerOrders,
  pageSize: 1,
  point: (key) =>
    request(ListCustomerOrders, { order_id: key, offset: 0, limit: 1 }, (answer) =>
      orderPage(answer, () => key),
    ),
};

/** A line item in the unit of the order it was read with: line items do not give theirs. */
export interface LineItem extends OrderLineItemRow {
  readonly measure_id: number | undefined;
}

/** Apart from the keys of the row, because an item of a combined order names the part and not what was asked for. */
export interface LineItemOfOrder {
  readonly item: LineItem;
}

export const lineItemsByOrder: Edge<null, LineItemOfOrder> = {
  name: 'Order.lineItems',
  operation: ShowCustomerOrderDetails,
  pageSize: pageSizeOf(ShowCustomerOrderDetails),
  point: (key, _filter, range) =>
    request(ShowCustomerOrderDetails, { order_id: key, ...range }, (answer) =>
      toPage(
        answer.order_line_items.map((item) => ({
          item: { ...item, measure_id: answer.order_info?.measure_id },
        })),
        answer.total_count,
        // The items do not say whose they are, the order that they came with does.
        () => answer.order_info?.order_id ?? key,
        ({ item }) => item.order_line_item_id,
      ),
    ),
};

/** What only the details say of an order. */
export const orderDetailById: Edge<null, OrderDetailRow> = {
  name: 'Order (details)',
  operation: ShowCustomerOrderDetails,
  pageSize: 1,
  point: (key) =>
    request(ShowCustomerOrderDetails, { order_id: key, offset: 0, limit: 1 }, ({ order_info: info }) =>
      toPage(
        info ? [info] : [],
        undefined,
        () => key,
        () => key,
      ),
    ),
};
