import type * as operations from '../../operations/orders/index.ts';
import { DAY } from '../base/time.ts';
import { orderNotFound, parameterError } from '../wire/refusal.ts';
import { serviceAt } from '../world/catalog/services.ts';
import { lineItemRows } from '../world/orders/line-items.ts';
import { orderDetail, orderRow } from '../world/orders/orders.ts';
import type { Order } from '../world/types.ts';
import { type AnswersOf, type ApiRequest, contains, int, span, text } from './answer.ts';
import { filtered } from './filtered.ts';
import { kept, pageText } from './page.ts';

const renderOrder = kept(orderRow);
const YEAR = 366 * DAY;
const SORTS = ['createTime', '-createTime'] as const;

/** The orders that a request is about, sorted. Without `order_by` they come in an order that helps nobody, because the
 * upstream promises none. */
function inOrder(request: ApiRequest): readonly Order[] {
  const { world, values } = request;
  const [by, id] = [text(values, 'order_by'), text(values, 'order_id')];
  if (by !== undefined && !SORTS.some((sort) => sort === by)) {
    throw parameterError(`order_by: expected ${SORTS.join(' or ')}, got ${JSON.stringify(by)}`);
  }
  const own = request.caller.customer?.id;
  const customerId = text(values, 'customer_id') ?? own;
  if (own !== undefined && customerId !== own) return [];
  if (id !== undefined) {
    const order = world.order(id)?.order;
    return order && (customerId === undefined || order.customer.id === customerId) ? [order] : [];
  }
  if (customerId !== undefined) {
    const orders = world.customer(customerId)?.orders ?? [];
    return by === '-createTime' ? orders.toReversed() : orders;
  }
  if (by === undefined) return world.orders;
  return by === 'createTime' ? world.ordersOldestFirst : world.ordersNewestFirst;
}

export const orders = {
  ListCustomerOrders: (request) => {
    const { values } = request;
    const [created, paid] = [span(values, 'create_time', YEAR), span(values, 'payment_time', YEAR)];
    const [status, type, service] = [
      int(values, 'status'),
      text(values, 'order_type'),
      text(values, 'service_type_code'),
    ];
    const method = text(values, 'method');
    if (method !== undefined && method !== 'oneself' && method !== 'sub_customer') {
      throw parameterError(`method: expected oneself or sub_customer, got ${JSON.stringify(method)}`);
    }
    const rows = filtered(
      inOrder(request),
      values,
      (order) =>
        (method !== 'sub_customer' || orderRow(order)['agent_pay_info'] !== undefined) &&
        (status === undefined || order.status === status) &&
        (type === undefined || String(order.type) === type) &&
        (service === undefined || serviceAt(order.service).code === service) &&
        contains(created, order.createdAt) &&
        (paid === undefined || (order.paidAt > 0 && contains(paid, order.paidAt))),
    );
    return pageText(request, { rows: 'order_infos', total: 'total_count' }, rows, renderOrder);
  },

  ShowCustomerOrderDetails: (request) => {
    const place = request.world.order(text(request.values, 'order_id') ?? '');
    const own = request.caller.customer;
    if (!place || (own && place.order.customer !== own)) throw orderNotFound();
    const info = JSON.stringify(orderDetail(place.order, place.part));
    const rows = lineItemRows(place.order, request.language, place.part);
    const names = { rows: 'order_line_items', total: 'total_count', extra: `"order_info":${info},` };
    return pageText(request, names, rows, (row) => JSON.stringify(row));
  },
} satisfies AnswersOf<typeof operations>;
