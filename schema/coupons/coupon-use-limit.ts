import type { CouponUseLimit } from '../../src/operations/coupons/coupons.ts';
import { builder } from '../core/builder.ts';

/** The upstream's keys are open; values that are lists come separated by commas. */
export const CouponUseLimitRef = builder.objectRef<CouponUseLimit>('CouponUseLimit').implement({
  description: 'A condition on what a coupon can be used for.',
  fields: (t) => ({
    limitId: t.string({ description: 'Id of the condition.', resolve: (limit) => limit.use_limiti_info_id }),
    key: t.string({
      description: 'What it is about, in the words of the upstream, e.g. `CLOUD_SERVICE_TYPE`.',
      resolve: (limit) => limit.limit_key,
    }),
    values: t.stringList({
      nullable: { list: false, items: false },
      description: 'The values that are allowed, e.g. codes of services.',
      resolve: (limit) =>
        [limit.value1, limit.value2].flatMap((value) =>
          value === undefined ? [] : value.split(',').map((one) => one.trim()),
        ),
    }),
    unit: t.string({
      description: 'Unit of the values, where they have one.',
      resolve: (limit) => limit.value_unit,
    }),
    kindCode: t.string({
      description: 'Raw code of the kind of condition.',
      resolve: (limit) => limit.limit_type,
    }),
    promotionPlanId: t.string({
      description: 'Id of the promotion plan that set it.',
      resolve: (limit) => limit.promotion_plan_id,
    }),
  }),
});
