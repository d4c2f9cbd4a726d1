import { type Edge, keyed, pageSizeOf } from '../edge.ts';
import {
  ListCustomerOrders,
  type OrderDetailRow,
  type OrderLineItemRow,
  type OrderRow,
  ShowCustomerOrderDetails,
} from '../orders.ts';

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

export const ordersByCustomer: Edge<OrderListFilter, OrderRow> = {
  name: 'Customer.orders',
  operation: ListCustomerOrders,
  pageSize: pageSizeOf(ListCustomerOrders),
  point: async (read, key, filter, range) => {
    const answer = await read(ListCustomerOrders, {
      ...filter,
      customer_id: key,
      order_by: NEWEST_FIRST,
      ...range,
    });
    // The row need not repeat the customer that was asked for.
    return keyed(
      answer.order_infos,
      answer.total_count,
      () => key,
      (row) => row.order_id,
    );
  },
  sweep: {
    ordered: true,
    hasTotal: true,
    fetch: async (read, filter, range) => {
      const answer = await read(ListCustomerOrders, { ...filter, order_by: NEWEST_FIRST, ...range });
      return keyed(
        answer.order_infos,
        answer.total_count,
        (row) => row.customer_id ?? '',
        (row) => row.order_id,
      );
    },
  },
};

/** An order's own row, by order id. Matching is case-insensitive upstream, so the row's id is not the key. */
export const orderById: Edge<null, OrderRow> = {
  name: 'order',
  operation: ListCustomerOrders,
  pageSize: 1,
  point: async (read, key) => {
    const answer = await read(ListCustomerOrders, { order_id: key, offset: 0, limit: 1 });
    return keyed(
      answer.order_infos,
      answer.total_count,
      () => key,
      (row) => row.order_id,
    );
  },
};

/** A line item together with the order it was read with. */
export interface LineItemOfOrder {
  readonly item: OrderLineItemRow;
  readonly order: OrderDetailRow | undefined;
}

export const lineItemsByOrder: Edge<null, LineItemOfOrder> = {
  name: 'Order.lineItems',
  operation: ShowCustomerOrderDetails,
  pageSize: pageSizeOf(ShowCustomerOrderDetails),
  point: async (read, key, _filter, range) => {
    const answer = await read(ShowCustomerOrderDetails, { order_id: key, ...range });
    return keyed(
      answer.order_line_items.map((item) => ({ item, order: answer.order_info })),
      answer.total_count,
      () => key,
      (row) => row.item.order_line_item_id,
    );
  },
};
