import type { TruthRow } from '../../../src/sandbox/sandbox.ts';
import { absent, globalId, money, type Names, named, text } from './values.ts';

export const COUPON = `__typename couponId status statusCode type typeCode faceValue { amount currency }
  balance { amount currency } effectiveAt expiresAt createdAt lastUsedAt isFrozen promotionName
  promotionPlanId promotionDescription promotionId activatedAt medium mediumCode source sourceCode
  useLimits { limitId key values unit kindCode promotionPlanId }
  customer { customerId } lockedByOrder { orderId } usedByOrder { orderId }
  ... on IssuedCoupon { id }`;

const STATUS: Names = { 1: 'NOT_ACTIVATED', 2: 'AVAILABLE', 3: 'USED', 4: 'EXPIRED', 5: 'RECLAIMED' };
const TYPE: Names = { 1: 'CASH_COUPON', 4: 'FLEXI_PURCHASE_COUPON' };

const MEDIUM: Names = { 1: 'ELECTRONIC', 2: 'PAPER' };
const SOURCE: Names = { 3: 'ISSUED_ONLINE', 5: 'GIVEN_FOR_EVENT' };

const orderOf = (value: unknown) => (absent(value) ? null : { orderId: value });

export const coupon = (row: TruthRow) => ({
  __typename: 'IssuedCoupon',
  id: globalId('IssuedCoupon', row['coupon_id']),
  couponId: row['coupon_id'],
  status: named(STATUS, row['status']),
  statusCode: text(row['status']),
  type: named(TYPE, row['coupon_type']),
  typeCode: text(row['coupon_type']),
  faceValue: money(row['face_value']),
  balance: money(row['balance']),
  effectiveAt: text(row['effective_time']),
  expiresAt: text(row['expire_time']),
  createdAt: text(row['create_time']),
  lastUsedAt: text(row['last_used_time']),
  isFrozen: row['is_frozen'] === '1',
  promotionName: text(row['promotion_plan_name']),
  promotionPlanId: text(row['promotion_plan_id']),
  promotionDescription: text(row['promotion_plan_desc']),
  promotionId: text(row['promotion_id']),
  activatedAt: text(row['active_time']),
  medium: named(MEDIUM, row['media_type']),
  mediumCode: text(row['media_type']),
  source: named(SOURCE, row['fetch_method']),
  sourceCode: text(row['fetch_method']),
  useLimits: ((row['use_limits'] ?? []) as readonly TruthRow[]).map((limit) => ({
    limitId: limit['use_limiti_info_id'],
    key: limit['limit_key'],
    values: [limit['value1']],
    unit: null,
    kindCode: limit['limit_type'],
    promotionPlanId: limit['promotion_plan_id'],
  })),
  customer: { customerId: row['customer_id'] },
  lockedByOrder: orderOf(row['lock_order_id']),
  usedByOrder: orderOf(row['order_id']),
});
