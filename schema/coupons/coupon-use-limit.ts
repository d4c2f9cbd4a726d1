import type { CouponUseLimit } from '../../src/operations/coupon-use-limit.ts';
import { builder } from '../core/builder.ts';
import { texts } from '../core/row-fields.ts';

/** The upstream's keys are open; values that are lists come separated by commas. */
export const CouponUseLimitRef = builder.objectRef<CouponUseLimit>('CouponUseLimit').implement({
  description: 'Restriction on the use of a coupon.',
  fields: (t) => ({
    ...texts(t, {
      limitId: ['Upstream id of the restriction.', (limit) => limit.use_limiti_info_id],
      key: [
        'Subject of the restriction, as named by the upstream, e.g. `CLOUD_SERVICE_TYPE`.',
        (limit) => limit.limit_key,
      ],
      unit: ['Unit of the allowed values, where the values have one.', (limit) => limit.value_unit],
      kindCode: ['Raw upstream code of the restriction kind.', (limit) => limit.limit_type],
      promotionPlanId: [
        'Upstream id of the promotion plan that set the restriction.',
        (limit) => limit.promotion_plan_id,
      ],
    }),

    values: t.stringList({
      nullable: { list: false, items: false },
      description: 'Allowed values, e.g. codes of cloud services.',
      resolve: (limit) =>
        [limit.value1, limit.value2].flatMap((value) =>
          value === undefined ? [] : value.split(',').map((one) => one.trim()),
        ),
    }),
  }),
});
