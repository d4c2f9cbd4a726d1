import { z } from 'zod';
import { spelled, text } from '../decode/wire.ts';

/** What a coupon can be used for, however it was issued. */
export const couponUseLimit = spelled(
  'use_limiti_info_id',
  'use_limit_info_id',
  z.object({
    use_limiti_info_id: text,
    limit_key: text,
    value1: text,
    value2: text,
    value_unit: text,
    limit_type: text,
    promotion_plan_id: text,
  }),
);
export type CouponUseLimit = z.output<typeof couponUseLimit>;
