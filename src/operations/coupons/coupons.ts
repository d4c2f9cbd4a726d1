import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, list, requiredText, rows, text, total, yesNo } from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { couponUseLimit } from '../coupon-use-limit.ts';
import { indirectPartner, pageInQuery, paging } from '../parameters.ts';

export const issuedCouponRow = z.object({
  coupon_id: requiredText,
  customer_id: text,
  status: code,
  coupon_type: code,
  measure_id: int,
  face_value: decimal,
  balance: decimal,
  effective_time: instant,
  expire_time: instant,
  create_time: instant,
  active_time: instant,
  last_used_time: instant,
  order_id: text,
  lock_order_id: text,
  promotion_plan_id: text,
  promotion_plan_name: text,
  promotion_plan_desc: text,
  promotion_id: text,
  media_type: code,
  fetch_method: code,
  is_frozen: yesNo,
  use_limits: list(couponUseLimit),
});
export type IssuedCouponRow = z.output<typeof issuedCouponRow>;

export const ListIssuedPartnerCoupons = defineOperation({
  name: 'ListIssuedPartnerCoupons',
  summary: 'Coupons that the partner issued to resale customers',
  method: 'GET',
  path: '/v2/promotions/benefits/partner-coupons',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'partner',
  quotaPerSecond: 10,
  parameters: {
    coupon_id: { in: 'query', type: 'string' },
    customer_id: { in: 'query', type: 'string' },
    order_id: { in: 'query', type: 'string' },
    coupon_type: { in: 'query', type: 'int', min: 1, max: 4 },
    status: { in: 'query', type: 'int', min: 1, max: 5 },
    create_time_begin: { in: 'query', type: 'string', format: 'instant' },
    create_time_end: { in: 'query', type: 'string', format: 'instant' },
    effective_time_begin: { in: 'query', type: 'string', format: 'instant' },
    effective_time_end: { in: 'query', type: 'string', format: 'instant' },
    expire_time_begin: { in: 'query', type: 'string', format: 'instant' },
    expire_time_end: { in: 'query', type: 'string', format: 'instant' },
    ...indirectPartner,
    ...pageInQuery(100),
  },
  paging: paging('user_coupons', 100),
  sweep: { parameter: 'customer_id', keyField: 'customer_id' },
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, user_coupons: rows(issuedCouponRow) }),
});
