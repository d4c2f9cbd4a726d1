import type { OrderCouponRow, OrderCoupons } from '../../src/operations/payments/payments.ts';
import { builder } from '../core/builder.ts';
import { selectsBeyond } from '../core/connection/selection.ts';
import { MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { codes } from '../core/row-fields.ts';
import { instantOf } from '../core/scalars.ts';
import { OrderRef, referredOrder, refersToOrder } from '../orders/orders.ts';

const CouponStatus = openEnum('OrderCouponStatus', 'Where a coupon that can pay an order stands.', {
  NOT_ACTIVATED: { code: '1', description: 'Not activated yet.' },
  AVAILABLE: { code: '2', description: 'Can be used.' },
});

const CouponType = openEnum('OrderCouponType', 'Kind of a coupon that can pay an order.', {
  CASH_COUPON: { code: '1', description: 'Pays part of an order.' },
  DISCOUNT_COUPON: { code: '2', description: 'Lowers the price.' },
  PRODUCT_COUPON: { code: '3', description: 'Stands for a product.' },
  FLEXI_PURCHASE_COUPON: { code: '4', description: 'Counts as cash.' },
});

/** Editions of the upstream's pages number the same kinds in two ways. */
const OTHER_NUMBERS = new Map([
  ['300', '2'],
  ['301', '1'],
  ['302', '4'],
]);
const couponType = (code: string | undefined) => CouponType.of(OTHER_NUMBERS.get(code ?? '') ?? code);

const CouponGroup = openEnum('OrderCouponGroup', 'Coupons that limits on the number used count together.', {
  CLOUD_SERVICES: { code: '0', description: 'Coupons for cloud services: all but the others.' },
  MARKETPLACE: { code: '1', description: 'Coupons issued by the marketplace.' },
  DEDICATED: { code: '2', description: 'Dedicated cash coupons of campaigns.' },
  HARDWARE: { code: '3', description: 'Coupons that can only pay for hardware.' },
});

const CouponVersion = openEnum('OrderCouponVersion', 'Generation of a coupon.', {
  OLD: { code: '1', description: 'The old one: cash, discount and bonus coupons.' },
  NEW: { code: '2', description: 'The new one: cash coupons alone.' },
});

type LimitRow = OrderCouponRow['use_limits'][number];

const CouponLimitRef = builder.objectRef<LimitRow>('OrderCouponLimit').implement({
  description: 'A condition under which a coupon can pay an order.',
  fields: (t) => ({
    limitId: t.string({ description: 'Id of the condition.', resolve: (row) => row.use_limiti_info_id }),
    key: t.string({
      description: 'What it is about, as the upstream words it.',
      resolve: (row) => row.limit_key,
    }),
    value: t.string({ description: 'Its value, or the lower end of a span.', resolve: (row) => row.value1 }),
    upperValue: t.string({ description: 'Upper end, where it is a span.', resolve: (row) => row.value2 }),
    unit: t.string({ description: 'Unit of the values.', resolve: (row) => row.value_unit }),
    typeCode: t.string({
      description: 'Raw code of the kind of condition.',
      resolve: (row) => row.limit_type,
    }),
    promotionPlanId: t.string({
      description: 'Promotion plan that it belongs to.',
      resolve: (row) => row.promotion_plan_id,
    }),
  }),
});

const OrderCouponRef = builder.objectRef<OrderCouponRow>('OrderCoupon').implement({
  description: 'A coupon that a pending order could be paid with.',
  fields: (t) => ({
    couponId: t.string({
      nullable: false,
      description: 'Id of the coupon.',
      resolve: (row) => row.coupon_id,
    }),
    couponCode: t.string({ description: 'Code of the coupon.', resolve: (row) => row.coupon_code }),
    ...codes(t, {
      status: [CouponStatus, 'Where it stands.', (row) => row.status],
    }),
    statusCode: t.string({ description: 'Raw code of the status.', resolve: (row) => row.status }),
    type: t.field({
      type: CouponType.ref,
      nullable: false,
      description: 'What kind it is.',
      resolve: (row) => couponType(row.coupon_type),
    }),
    typeCode: t.string({ description: 'Raw code of the type.', resolve: (row) => row.coupon_type }),
    ...codes(t, {
      group: [CouponGroup, 'Which coupons it is counted with.', (row) => row.coupon_group],
    }),
    groupCode: t.string({ description: 'Raw code of the group.', resolve: (row) => row.coupon_group }),
    ...codes(t, {
      version: [CouponVersion, 'Its generation.', (row) => row.coupon_version],
    }),
    versionCode: t.string({
      description: 'Raw code of the generation.',
      resolve: (row) => row.coupon_version,
    }),
    faceValue: t.field({
      type: MoneyRef,
      description: 'What it was issued for.',
      resolve: (row, _args, context) => money(row.face_value, undefined, context, row.measure_id),
    }),
    balance: t.field({
      type: MoneyRef,
      description: 'What is left of it.',
      resolve: (row, _args, context) => money(row.balance, undefined, context, row.measure_id),
    }),
    promotionName: t.string({ description: 'Name of its promotion plan.', resolve: (row) => row.plan_name }),
    promotionDescription: t.string({
      description: 'What the promotion plan is about.',
      resolve: (row) => row.plan_desc,
    }),
    purpose: t.string({ description: 'What it is meant for.', resolve: (row) => row.coupon_usage }),
    useLimits: t.field({
      type: [CouponLimitRef],
      nullable: { list: true, items: false },
      description: 'Conditions under which it can be used.',
      resolve: (row) => row.use_limits,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was issued.',
      resolve: (row) => instantOf(row.create_time),
    }),
    activatedAt: t.field({
      type: 'DateTime',
      description: 'When it was activated.',
      resolve: (row) => instantOf(row.active_time),
    }),
    effectiveAt: t.field({
      type: 'DateTime',
      description: 'From when it can be used.',
      resolve: (row) => instantOf(row.effective_time),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when it can be used.',
      resolve: (row) => instantOf(row.expire_time),
    }),
    lastUsedAt: t.field({
      type: 'DateTime',
      description: 'When it was last used.',
      resolve: (row) => instantOf(row.last_used_time),
    }),
    lockedByOrder: t.field({
      extensions: refersToOrder(0.1),
      type: OrderRef,
      description: 'The order that holds it: no other can be paid with it.',
      resolve: (row, _args, context, info) =>
        referredOrder(row.used_by_order_id, context, selectsBeyond(info, 'orderId', 'id')),
    }),
  }),
});

type MostUsed = OrderCoupons['coupon_max_use_quantity'][number];

const CouponQuantityRef = builder.objectRef<MostUsed>('OrderCouponQuantity').implement({
  description: 'How many coupons of a kind an order can be paid with.',
  fields: (t) => ({
    type: t.field({
      type: CouponType.ref,
      nullable: false,
      description: 'Of what kind.',
      resolve: (row) => couponType(row.coupon_type),
    }),
    typeCode: t.string({ description: 'Raw code of the type.', resolve: (row) => row.coupon_type }),
    ...codes(t, {
      group: [CouponGroup, 'Of which group.', (row) => row.coupon_group],
    }),
    groupCode: t.string({ description: 'Raw code of the group.', resolve: (row) => row.coupon_group }),
    most: t.int({ description: 'At most so many.', resolve: (row) => row.use_quantity_value }),
  }),
});

export const OrderCouponsRef = builder.objectRef<OrderCoupons>('OrderCoupons').implement({
  description: 'Coupons that a pending order could be paid with.',
  fields: (t) => ({
    totalCount: t.int({ description: 'How many there are.', resolve: (answer) => answer.count }),
    coupons: t.field({
      type: [OrderCouponRef],
      nullable: { list: true, items: false },
      description: 'The coupons.',
      resolve: (answer) => answer.user_coupons,
    }),
    quantities: t.field({
      type: [CouponQuantityRef],
      nullable: { list: true, items: false },
      description: 'How many of each kind can be used together.',
      resolve: (answer) => answer.coupon_max_use_quantity,
    }),
  }),
});
