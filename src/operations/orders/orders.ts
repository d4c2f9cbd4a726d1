import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import {
  boolean,
  code,
  decimal,
  int,
  list,
  nested,
  requiredText,
  rows,
  text,
  total,
} from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { indirectPartner, language, pageInQuery, paging } from '../parameters.ts';

const amountInfo = z.object({
  discounts: list(z.object({ discount_type: code, discount_amount: decimal })),
  flexipurchase_coupon_amount: decimal,
  coupon_amount: decimal,
  stored_card_amount: decimal,
  commission_amount: decimal,
  consumed_amount: decimal,
});

export type AmountInfo = z.output<typeof amountInfo>;

const orderFields = {
  order_id: requiredText,
  customer_id: text,
  service_type_code: text,
  service_type_name: text,
  source_type: code,
  status: code,
  order_type: code,
  amount_after_discount: decimal,
  official_amount: decimal,
  measure_id: int,
  create_time: instant,
  payment_time: instant,
  currency: text,
  contract_id: text,
  amount_info: nested(amountInfo),
};

const enterpriseProjects = { enterprise_projects: list(z.object({ id: text, name: text })) };

export const orderRow = z.object({
  ...orderFields,
  ...enterpriseProjects,
  sub_order_infos: list(z.object({ ...orderFields, ...enterpriseProjects })),
  agent_pay_info: nested(z.object({ paying_agent_id: text, is_agent_pay: boolean })),
});
export type OrderRow = z.output<typeof orderRow>;

export const ListCustomerOrders = defineOperation({
  name: 'ListCustomerOrders',
  summary: 'Orders of one customer, or of all customers of the partner',
  method: 'GET',
  path: '/v2/orders/customer-orders',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'either',
  quotaPerSecond: 20,
  parameters: {
    order_id: { in: 'query', type: 'string' },
    customer_id: { in: 'query', type: 'string' },
    create_time_begin: { in: 'query', type: 'string', format: 'instant' },
    create_time_end: { in: 'query', type: 'string', format: 'instant' },
    payment_time_begin: { in: 'query', type: 'string', format: 'instant' },
    payment_time_end: { in: 'query', type: 'string', format: 'instant' },
    service_type_code: { in: 'query', type: 'string' },
    status: { in: 'query', type: 'int', min: 1, max: 9 },
    order_type: { in: 'query', type: 'string' },
    order_by: { in: 'query', type: 'string' },
    method: { in: 'query', type: 'string' },
    ...indirectPartner,
    ...pageInQuery(100),
  },
  paging: paging('order_infos', 100),
  sweep: { parameter: 'customer_id', keyField: 'customer_id', orderBy: '-createTime' },
  freshness: { seconds: 30 },
  response: z.object({ total_count: total, order_infos: rows(orderRow) }),
});

export const orderLineItemRow = z.object({
  order_line_item_id: requiredText,
  service_type_code: text,
  service_type_name: text,
  product_id: text,
  product_spec_desc: text,
  period_type: code,
  period_num: int,
  effective_time: instant,
  expire_time: instant,
  subscription_num: int,
  amount_after_discount: decimal,
  official_amount: decimal,
  amount_info: nested(amountInfo),
  currency: text,
  category_code: text,
  product_owner_service: text,
  commercial_resource: text,
  base_product_info: nested(
    z.object({
      product_id: text,
      product_spec_desc: text,
      category_code: text,
      product_owner_service: text,
      commercial_resource: text,
    }),
  ),
  order_id: text,
});
export type OrderLineItemRow = z.output<typeof orderLineItemRow>;

const orderDetailExtras = { user_name: text, pending_payment_end_time: instant };

export const orderDetailRow = z.object({
  ...orderFields,
  ...orderDetailExtras,
  sub_order_infos: list(z.object({ ...orderFields, ...orderDetailExtras })),
});
export type OrderDetailRow = z.output<typeof orderDetailRow>;

export const ShowCustomerOrderDetails = defineOperation({
  name: 'ShowCustomerOrderDetails',
  summary: 'One order with a page of its line items',
  method: 'GET',
  path: '/v2/orders/customer-orders/details/{order_id}',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'either',
  quotaPerSecond: 10,
  parameters: {
    order_id: { in: 'path', type: 'string', required: true },
    ...language,
    ...indirectPartner,
    ...pageInQuery(100),
  },
  paging: paging('order_line_items', 100),
  freshness: { seconds: 30 },
  response: z.object({
    total_count: total,
    order_info: nested(orderDetailRow),
    order_line_items: rows(orderLineItemRow),
  }),
});
