import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, list, rows, text, total, yesNo } from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { customerRead } from '../accounts/accounts.ts';
import { couponUseLimit } from '../coupon-use-limit.ts';
import { pageInQuery, paging } from '../parameters.ts';

export const customerCouponRow = z.object({
  coupon_id: text,
  coupon_code: text,
  status: code,
  customer_id: text,
  coupon_type: code,
  measure_id: int,
  face_value: decimal,
  valid_time: instant,
  expire_time: instant,
  order_id: text,
  promotion_plan_id: text,
  plan_name: text,
  plan_desc: text,
  media_type: code,
  fetch_method: code,
  use_limits: list(couponUseLimit),
  active_time: instant,
  reserve_time: instant,
  promotion_id: text,
  create_time: instant,
  coupon_version: code,
  balance: decimal,
  lock_order_id: text,
  coupon_usage: text,
  is_frozen: yesNo,
  currency: text,
  extend_param1: text,
  source_id: text,
});

export type CustomerCouponRow = z.output<typeof customerCouponRow>;

/** With the partner's credential it lists the partner's own coupons, never those of customers. */
export const ListSubCustomerCoupons = defineOperation({
  ...customerRead,
  name: 'ListSubCustomerCoupons',
  summary: 'Coupons of the account that asks',
  method: 'GET',
  path: '/v2/promotions/benefits/coupons',
  sites: ['cn', 'intl'],
  credential: 'either',
  parameters: {
    coupon_id: { in: 'query', type: 'string' },
    order_id: { in: 'query', type: 'string' },
    promotion_plan_id: { in: 'query', type: 'string' },
    coupon_type: { in: 'query', type: 'int', min: 1, max: 4 },
    status: { in: 'query', type: 'int', min: 1, max: 5 },
    active_start_time: { in: 'query', type: 'string', format: 'instant' },
    active_end_time: { in: 'query', type: 'string', format: 'instant' },
    source_id: { in: 'query', type: 'string' },
    indirect_partner_id: { in: 'query', type: 'string' },
    ...pageInQuery(100),
  },
  paging: paging('user_coupons', 100, 'count'),
  freshness: { seconds: 60 },
  response: z.object({ count: total, user_coupons: rows(customerCouponRow) }),
});
