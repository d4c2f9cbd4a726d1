import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, list, requiredText, rows, text, total } from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { couponUseLimit } from '../coupon-use-limit.ts';

const orderId = { order_id: { in: 'query', type: 'string', required: true } } as const;

export const orderCouponRow = z.object({
  coupon_id: requiredText,
  coupon_code: text,
  status: code,
  coupon_type: code,
  measure_id: int,
  face_value: decimal,
  effective_time: instant,
  expire_time: instant,
  plan_name: text,
  plan_desc: text,
  use_limits: list(couponUseLimit),
  active_time: instant,
  last_used_time: instant,
  create_time: instant,
  coupon_version: code,
  balance: decimal,
  used_by_order_id: text,
  coupon_usage: text,
  coupon_group: code,
});
export type OrderCouponRow = z.output<typeof orderCouponRow>;

const orderCoupons = z.object({
  count: total,
  user_coupons: rows(orderCouponRow),
  coupon_max_use_quantity: list(z.object({ coupon_type: code, coupon_group: code, use_quantity_value: int })),
});
export type OrderCoupons = z.output<typeof orderCoupons>;

export const ListOrderCouponsByOrderId = defineOperation({
  name: 'ListOrderCouponsByOrderId',
  summary: 'Coupons that a pending order could be paid with, as its customer sees them',
  method: 'GET',
  path: '/v2/orders/customer-orders/order-coupons',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'customer',
  quotaPerSecond: 10,
  parameters: orderId,
  freshness: { seconds: 30 },
  response: orderCoupons,
});

export const orderDiscountRow = z.object({
  discount_id: requiredText,
  discount_value: decimal,
  discount_type: code,
  orders: list(
    z.object({
      order_id: text,
      order_line_items: list(
        z.object({
          order_line_item_ids: list(text),
          discount_mode: code,
          discount_amount: decimal,
          discount_ratio: decimal,
        }),
      ),
    }),
  ),
});
export type OrderDiscountRow = z.output<typeof orderDiscountRow>;

export const ListOrderDiscounts = defineOperation({
  name: 'ListOrderDiscounts',
  summary: 'Discounts that a pending order could be paid with, as its customer sees them',
  method: 'GET',
  path: '/v2/orders/customer-orders/order-discounts',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'customer',
  quotaPerSecond: 10,
  parameters: orderId,
  freshness: { seconds: 30 },
  response: z.object({ discounts: rows(orderDiscountRow) }),
});

export const refundRow = z.object({
  id: requiredText,
  amount: decimal,
  measure_id: int,
  customer_id: text,
  resource_type_code: text,
  service_type_code: text,
  resource_type_name: text,
  service_type_name: text,
  region_code: text,
  base_order_id: text,
});
export type RefundRow = z.output<typeof refundRow>;

export const ShowRefundOrderDetails = defineOperation({
  name: 'ShowRefundOrderDetails',
  summary: 'What an unsubscription or downgrade paid back, charged and kept, by original order',
  method: 'GET',
  path: '/v2/orders/customer-orders/refund-orders',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'either',
  quotaPerSecond: 10,
  parameters: {
    ...orderId,
    customer_id: { in: 'query', type: 'string' },
    indirect_partner_id: { in: 'query', type: 'string' },
  },
  freshness: { seconds: 300 },
  response: z.object({ total_count: total, refund_infos: rows(refundRow) }),
});
