// Coupons that the partner issued. Used ones name the order that they paid for, locked ones the order that
// waits for payment.

import { fromCents, wireMoney } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { DAY, HOUR, instant, SECOND } from '../../base/time.ts';
import { draw, HEAVY_INDEX, volumes } from '../frame.ts';
import { COMPLETED, orderId, PENDING_PAYMENT } from '../orders/orders.ts';
import type { Coupon, Customer } from '../types.ts';

const INACTIVE = 1;
const UNUSED = 2;
const USED = 3;
const EXPIRED = 4;
const UNKNOWN = 9;

export function couponCount(customer: Customer): number {
  if (!customer.active || !customer.resale) return 0;
  const { density, seed } = customer.frame;
  const random = new Random(seed, draw.coupon, customer.index);
  const volume = volumes[density];
  const drawn = random.chance(volume.couponHolders) ? random.int(...volume.coupons) : 0;
  return customer.index <= HEAVY_INDEX ? Math.max(3, drawn) : drawn;
}

export function drawCoupon(customer: Customer, ordinal: number): Coupon {
  const { seed, today } = customer.frame;
  const random = new Random(seed, draw.coupon, customer.index, ordinal);
  const id = `CP${random.hex(16).toUpperCase()}`;
  const age = Math.min(500 * DAY, today - customer.associatedAt - DAY);
  const createdAt = today - DAY - random.int(0, Math.floor(age / SECOND)) * SECOND;
  const effectiveAt = createdAt + random.int(0, 23) * HOUR;
  const expiresAt = effectiveAt + random.pick([30, 90, 180, 365]) * DAY;
  const faceValue = random.int(1, 200) * 50_00;
  const base = {
    customer,
    ordinal,
    id,
    type: random.weighted([
      [1, 80],
      [4, 18],
      [2, 2],
    ] as const),
    faceValue,
    createdAt,
    effectiveAt,
    expiresAt,
  };
  if ((customer.index === 0 && ordinal === 1) || random.chance(0.015)) {
    return { ...base, status: UNKNOWN, balance: faceValue };
  }
  const lockedBy =
    ordinal === 0 ? customer.orders.find((order) => order.status === PENDING_PAYMENT) : undefined;
  if (lockedBy) {
    const lasting = Math.max(expiresAt, today + 30 * DAY);
    return { ...base, status: UNUSED, balance: faceValue, expiresAt: lasting, lockedBy };
  }
  const usedBy = customer.orders.find(
    (order) => order.status === COMPLETED && order.paidAt > effectiveAt && order.paidAt < expiresAt,
  );
  if (usedBy && random.chance(0.3)) return { ...base, status: USED, balance: 0, usedBy };
  if (expiresAt < today) return { ...base, status: EXPIRED, balance: faceValue };
  return {
    ...base,
    status: random.chance(0.1) ? INACTIVE : UNUSED,
    balance: random.chance(0.2) ? Math.floor(faceValue / 3) : faceValue,
  };
}

/** The wire row. */
export function couponRow(coupon: Coupon): Record<string, unknown> {
  const random = new Random(
    coupon.customer.frame.seed,
    draw.coupon,
    coupon.customer.index,
    coupon.ordinal,
    1,
  );
  const plan = `SANDBOX-PLAN-${random.int(1, 12)}`;
  const { usedBy, lockedBy } = coupon;
  return {
    coupon_id: coupon.id,
    status: coupon.status,
    customer_id: coupon.customer.id,
    coupon_type: coupon.type,
    measure_id: 1,
    face_value: wireMoney(fromCents(coupon.faceValue), random.pick([0, 2])),
    effective_time: instant(coupon.effectiveAt),
    expire_time: instant(coupon.expiresAt),
    order_id: usedBy ? orderId(usedBy) : null,
    promotion_plan_id: plan,
    promotion_plan_name: `Sandbox plan ${plan.slice(13)}`,
    promotion_plan_desc: random.chance(0.5) ? 'Synthetic promotion plan of the sandbox' : null,
    media_type: 1,
    fetch_method: random.pick([3, 5]),
    use_limits: random.pick([
      null,
      [],
      [
        {
          use_limiti_info_id: `SANDBOX-LIMIT-${random.int(1, 99)}`,
          limit_key: 'CLOUD_SERVICE_TYPE',
          value1: 'hws.service.type.ec2',
          limit_type: '1',
          promotion_plan_id: plan,
        },
      ],
    ]),
    ...(coupon.status === INACTIVE ? {} : { active_time: instant(coupon.effectiveAt) }),
    ...(usedBy ? { last_used_time: instant(usedBy.paidAt) } : {}),
    promotion_id: `SANDBOX-PROMOTION-${random.int(1, 40)}`,
    create_time: instant(coupon.createdAt),
    // Old coupons carry no balance; the sandbox leaves it out on a few.
    ...(coupon.status === EXPIRED && random.chance(0.2)
      ? {}
      : { balance: wireMoney(fromCents(coupon.balance), 2) }),
    lock_order_id: lockedBy ? orderId(lockedBy) : null,
    is_frozen: random.chance(0.04) ? '1' : '0',
  };
}
