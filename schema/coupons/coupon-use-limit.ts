import type { CouponUseLimit } from '../../src/operations/coupon-use-limit.ts';
import { builder } from '../core/builder.ts';

/** The upstream's keys are open; values that are lists come separated by commas. */
export const CouponUseLimitRef = builder.objectRef<CouponUseLimit>('CouponUseLimit').implement({
  description: 'Restriction on the use of a coupon.',
  fields: (t) => ({
    limitId: t.string({
      description: 'Upstream id of the restriction.',
      resolve: (limit) => limit.use_limiti_info_id,
    }),
    key: t.string({
      description: 'Subject of the restriction, as named by the upstream, e.g. `CLOUD_SERVICE_TYPE`.',
      resolve: (limit) => limit.limit_key,
    }),
    values: t.stringList({
      nullable: { list: false, items: false },
      description: 'Allowed values, e.g. codes of cloud services.',
      resolve: (limit) =>
        [limit.value1, limit.value2].flatMap((value) =>
          value === undefined ? [] : value.split(',').map((one) => one.trim()),
        ),
    }),
    unit: t.string({
      description: 'Unit of the allowed values, where the values have one.',
      resolve: (limit) => limit.value_unit,
    }),
    kindCode: t.string({
      description: 'Raw upstream code of the restriction kind.',
      resolve: (limit) => limit.limit_type,
    }),
    promotionPlanId: t.string({
      description: 'Upstream id of the promotion plan that set the restriction.',
      resolve: (limit) => limit.promotion_plan_id,
    }),
  }),
});
