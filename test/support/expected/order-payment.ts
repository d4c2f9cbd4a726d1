import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import {
  decimal,
  money,
  type Names,
  named,
  number,
  RESOURCE_TYPE,
  rowWith,
  SERVICE_TYPE,
  serviceType,
  text,
} from './values.ts';

const KIND: Names = {
  1: 'CASH_COUPON',
  2: 'DISCOUNT_COUPON',
  3: 'PRODUCT_COUPON',
  4: 'FLEXI_PURCHASE_COUPON',
};
const GROUP: Names = { 0: 'CLOUD_SERVICES', 1: 'MARKETPLACE', 2: 'DEDICATED', 3: 'HARDWARE' };
const STATUS: Names = { 1: 'NOT_ACTIVATED', 2: 'AVAILABLE' };

export const ORDER_COUPONS = `{ totalCount coupons {
  couponId couponCode status statusCode type typeCode group groupCode version versionCode
  faceValue { amount currency } balance { amount currency } promotionName promotionDescription purpose
  useLimits { limitId key value upperValue unit typeCode promotionPlanId }
  createdAt activatedAt effectiveAt expiresAt lastUsedAt lockedByOrder { orderId }
} quantities { type typeCode group groupCode most } }`;

const listOf = (value: unknown): readonly TruthRow[] => (value ?? []) as readonly TruthRow[];

export const orderCoupons = (row: TruthRow) => ({
  totalCount: number(row['count']),
  coupons: listOf(row['user_coupons']).map((coupon) => ({
    couponId: coupon['coupon_id'],
    couponCode: text(coupon['coupon_code']),
    status: named(STATUS, coupon['status']),
    statusCode: text(coupon['status']),
    type: named(KIND, coupon['coupon_type']),
    typeCode: text(coupon['coupon_type']),
    group: named(GROUP, coupon['coupon_group']),
    groupCode: text(coupon['coupon_group']),
    version: 'NEW',
    versionCode: '2',
    faceValue: money(coupon['face_value']),
    balance: money(coupon['balance']),
    promotionName: text(coupon['plan_name']),
    promotionDescription: text(coupon['plan_desc']),
    purpose: text(coupon['coupon_usage']),
    useLimits: listOf(coupon['use_limits']).map((limit) => ({
      limitId: text(limit['use_limiti_info_id']),
      key: text(limit['limit_key']),
      value: text(limit['value1']),
      upperValue: text(limit['value2']),
      unit: text(limit['value_unit']),
      typeCode: text(limit['limit_type']),
      promotionPlanId: text(limit['promotion_plan_id']),
    })),
    createdAt: text(coupon['create_time']),
    activatedAt: text(coupon['active_time']),
    effectiveAt: text(coupon['effective_time']),
    expiresAt: text(coupon['expire_time']),
    lastUsedAt: text(coupon['last_used_time']),
    lockedByOrder: coupon['used_by_order_id'] ? { orderId: coupon['used_by_order_id'] } : null,
  })),
  quantities: listOf(row['coupon_max_use_quantity']).map((one) => ({
    type: named(KIND, one['coupon_type']),
    typeCode: text(one['coupon_type']),
    group: named(GROUP, one['coupon_group']),
    groupCode: text(one['coupon_group']),
    most: number(one['use_quantity_value']),
  })),
});

export const USABLE_DISCOUNT = `{ discountId type typeCode value orders { orderId lineItems {
  lineItemIds mode modeCode amount { amount currency } ratio
} } }`;

const DISCOUNT: Names = {
  0: 'PROMOTION',
  1: 'CONTRACT',
  2: 'COMMERCIAL',
  3: 'PARTNER',
  609: 'PRICE_ADJUSTMENT',
};
const MODE: Names = { 0: 'RATE', 1: 'FIXED_PRICE', 2: 'REDUCTION' };

export const usableDiscount = (row: TruthRow) => ({
  discountId: row['discount_id'],
  type: named(DISCOUNT, row['discount_type']),
  typeCode: text(row['discount_type']),
  value: decimal(row['discount_value']),
  orders: listOf(row['orders']).map((order) => ({
    orderId: order['order_id'],
    lineItems: listOf(order['order_line_items']).map((line) => ({
      lineItemIds: line['order_line_item_ids'],
      mode: named(MODE, line['discount_mode']),
      modeCode: text(line['discount_mode']),
      amount: money(line['discount_amount']),
      ratio: decimal(line['discount_ratio']),
    })),
  })),
});

export const REFUND = `{ refundItemId amount { amount currency } customer { customerId } ${SERVICE_TYPE}
  ${RESOURCE_TYPE} regionCode originalOrder { orderId } }`;

export const refund = (world: Truth, row: TruthRow) => ({
  refundItemId: row['id'],
  amount: money(row['amount']),
  customer: { customerId: row['customer_id'] },
  serviceType: serviceType(world, row['service_type_code'], row['service_type_name']),
  resourceType: {
    code: row['resource_type_code'],
    name: text(
      row['resource_type_name'] ??
        rowWith(world.resourceTypes, 'resource_type_code', row['resource_type_code'])?.['resource_type_name'],
    ),
  },
  regionCode: row['region_code'],
  originalOrder: row['base_order_id'] ? { orderId: row['base_order_id'] } : null,
});
