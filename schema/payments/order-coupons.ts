import type { OrderCouponRow, OrderCoupons } from '../../src/operations/payments/payments.ts';
import { builder } from '../core/builder.ts';
import { openEnum } from '../core/open-enum.ts';
import { amounts, codes, instants, texts } from '../core/row-fields.ts';
import { orderField } from '../orders/orders.ts';

const CouponStatus = openEnum('OrderCouponStatus', 'Status of a coupon that can pay for an order.', {
  NOT_ACTIVATED: { code: '1', description: 'Coupon that is not activated yet.' },
  AVAILABLE: { code: '2', description: 'Coupon that can be used.' },
});

const CouponType = openEnum('OrderCouponType', 'Type of a coupon that can pay for an order.', {
  CASH_COUPON: { code: '1', description: 'Cash coupon, which pays part of an order.' },
  DISCOUNT_COUPON: { code: '2', description: 'Discount coupon, which lowers the price.' },
  PRODUCT_COUPON: { code: '3', description: 'Product coupon, which stands for a product.' },
  FLEXI_PURCHASE_COUPON: { code: '4', description: 'Flexi-purchase coupon, which counts as cash.' },
});

/** Editions of the upstream's pages number the same kinds in two ways. */
const OTHER_NUMBERS = new Map([
  ['300', '2'],
  ['301', '1'],
  ['302', '4'],
]);
const couponType = (code: string | undefined) => CouponType.of(OTHER_NUMBERS.get(code ?? '') ?? code);

const CouponGroup = openEnum(
  'OrderCouponGroup',
  'Group of coupons that count together towards limits on the number used.',
  {
    CLOUD_SERVICES: {
      code: '0',
      description: 'Coupons for cloud services: all coupons outside the other groups.',
    },
    MARKETPLACE: { code: '1', description: 'Coupons issued by the marketplace.' },
    DEDICATED: { code: '2', description: 'Dedicated cash coupons of campaigns.' },
    HARDWARE: { code: '3', description: 'Coupons that can only pay for hardware.' },
  },
);

const CouponVersion = openEnum('OrderCouponVersion', 'Generation of a coupon that can pay for an order.', {
  OLD: { code: '1', description: 'Old generation: cash, discount and bonus coupons.' },
  NEW: { code: '2', description: 'New generation: cash coupons only.' },
});

type LimitRow = OrderCouponRow['use_limits'][number];

const CouponLimitRef = builder.objectRef<LimitRow>('OrderCouponLimit').implement({
  description: 'Condition under which a coupon can pay for an order.',
  fields: (t) => ({
    ...texts(t, {
      limitId: ['Upstream id of the condition.', (row) => row.use_limiti_info_id],
      key: ['Subject of the condition, as worded by the upstream.', (row) => row.limit_key],
      value: ['Value of the condition, or the lower end of a range.', (row) => row.value1],
      upperValue: ["Upper end of the condition's range; only for ranges.", (row) => row.value2],
      unit: ['Unit of the values of the condition.', (row) => row.value_unit],
      typeCode: ['Raw upstream code of the condition type.', (row) => row.limit_type],
      promotionPlanId: [
        'Upstream id of the promotion plan to which the condition belongs.',
        (row) => row.promotion_plan_id,
      ],
    }),
  }),
});

const OrderCouponRef = builder.objectRef<OrderCouponRow>('OrderCoupon').implement({
  description: 'Coupon usable to pay for a pending order.',
  fields: (t) => ({
    couponId: t.string({
      nullable: false,
      description: 'Upstream id of the coupon.',
      resolve: (row) => row.coupon_id,
    }),
    ...texts(t, {
      couponCode: ['Code that identifies the coupon.', (row) => row.coupon_code],
      statusCode: ['Raw upstream code of the coupon status.', (row) => row.status],
      typeCode: ['Raw upstream code of the coupon type.', (row) => row.coupon_type],
      groupCode: ['Raw upstream code of the coupon group.', (row) => row.coupon_group],
      versionCode: ['Raw upstream code of the coupon generation.', (row) => row.coupon_version],
      promotionName: ['Name of the promotion plan from which the coupon originates.', (row) => row.plan_name],
      promotionDescription: ['Description of the promotion plan.', (row) => row.plan_desc],
      purpose: ['Intended purpose of the coupon.', (row) => row.coupon_usage],
    }),
    ...codes(t, {
      status: [CouponStatus, 'Lifecycle status of the coupon.', (row) => row.status],
      group: [
        CouponGroup,
        'Group in which the coupon counts towards limits on the number used.',
        (row) => row.coupon_group,
      ],
      version: [CouponVersion, 'Generation of the coupon: old or new.', (row) => row.coupon_version],
    }),

    type: t.field({
      type: CouponType.ref,
      nullable: false,
      description: 'Type of the coupon, such as cash coupon.',
      resolve: (row) => couponType(row.coupon_type),
    }),

    ...amounts(t, {
      faceValue: ['Face value of the coupon.', (row) => row.face_value],
      balance: ['Remaining balance of the coupon.', (row) => row.balance],
    }),

    useLimits: t.field({
      type: [CouponLimitRef],
      nullable: { list: true, items: false },
      description: 'Conditions on the use of the coupon.',
      resolve: (row) => row.use_limits,
    }),
    ...instants(t, {
      createdAt: ['Time when the coupon was issued, in UTC.', (row) => row.create_time],
      activatedAt: ['Time when the coupon was activated, in UTC.', (row) => row.active_time],
      effectiveAt: ['Time when the coupon becomes usable, in UTC.', (row) => row.effective_time],
      expiresAt: ['Time when the coupon expires, in UTC.', (row) => row.expire_time],
      lastUsedAt: ['Time when the coupon was last used, in UTC.', (row) => row.last_used_time],
    }),

    lockedByOrder: t.field({
      ...orderField((row) => row.used_by_order_id, 0.1),
      description: 'Order that holds the coupon; no other order can be paid with the coupon.',
    }),
  }),
});

type MostUsed = OrderCoupons['coupon_max_use_quantity'][number];

const CouponQuantityRef = builder.objectRef<MostUsed>('OrderCouponQuantity').implement({
  description: 'Maximum number of coupons of one kind that an order can be paid with.',
  fields: (t) => ({
    type: t.field({
      type: CouponType.ref,
      nullable: false,
      description: 'Type of the counted coupons.',
      resolve: (row) => couponType(row.coupon_type),
    }),
    ...texts(t, {
      typeCode: ['Raw upstream code of the coupon type.', (row) => row.coupon_type],
      groupCode: ['Raw upstream code of the coupon group.', (row) => row.coupon_group],
    }),
    ...codes(t, { group: [CouponGroup, 'Group of the counted coupons.', (row) => row.coupon_group] }),

    most: t.int({
      description: 'Maximum number of coupons that can be used.',
      resolve: (row) => row.use_quantity_value,
    }),
  }),
});

export const OrderCouponsRef = builder.objectRef<OrderCoupons>('OrderCoupons').implement({
  description: 'Coupons usable to pay for a pending order.',
  fields: (t) => ({
    totalCount: t.int({ description: 'Total number of usable coupons.', resolve: (answer) => answer.count }),
    coupons: t.field({
      type: [OrderCouponRef],
      nullable: { list: true, items: false },
      description: 'Coupons usable to pay for the order.',
      resolve: (answer) => answer.user_coupons,
    }),
    quantities: t.field({
      type: [CouponQuantityRef],
      nullable: { list: true, items: false },
      description: 'Maximum number of coupons of each kind that can be used together.',
      resolve: (answer) => answer.coupon_max_use_quantity,
    }),
  }),
});
