import type * as operations from '../../operations/coupons/index.ts';
import { customerCouponRow } from '../world/accounts/accounts.ts';
import { couponRow } from '../world/accounts/coupons.ts';
import { orderId } from '../world/orders/orders.ts';
import { type AnswersOf, contains, int, type Span, span, text } from './answer.ts';
import { couponQuotas } from './coupon-quotas.ts';
import { filtered } from './filtered.ts';
import { kept, pageText } from './page.ts';

const renderCoupon = kept(couponRow);

/** These time filters are strict: a coupon exactly at an end is left out. */
const strictly = (ends: Span | undefined, at: number): boolean =>
  ends === undefined || (contains(ends, at) && at !== ends.from && at !== ends.to);

export const coupons = {
  ListIssuedPartnerCoupons: (request) => {
    const { world, values } = request;
    const [customerId, id, order] = [
      text(values, 'customer_id'),
      text(values, 'coupon_id'),
      text(values, 'order_id')?.toUpperCase(),
    ];
    const [type, status] = [int(values, 'coupon_type'), int(values, 'status')];
    const [created, effective, expires] = [
      span(values, 'create_time'),
      span(values, 'effective_time'),
      span(values, 'expire_time'),
    ];
    const all = customerId === undefined ? world.coupons : (world.customer(customerId)?.coupons ?? []);
    const rows = filtered(
      all,
      values,
      (coupon) =>
        (id === undefined || coupon.id === id) &&
        (order === undefined || (coupon.usedBy !== undefined && orderId(coupon.usedBy) === order)) &&
        (type === undefined || coupon.type === type) &&
        (status === undefined || coupon.status === status) &&
        strictly(created, coupon.createdAt) &&
        strictly(effective, coupon.effectiveAt) &&
        strictly(expires, coupon.expiresAt),
    );
    return pageText(request, { rows: 'user_coupons', total: 'total_count' }, rows, renderCoupon);
  },

  /** A partner has coupons of its own, of which the sandbox has none. */
  ListSubCustomerCoupons: (request) => {
    const { values, caller: who } = request;
    const [id, order, plan, source] = ['coupon_id', 'order_id', 'promotion_plan_id', 'source_id'].map(
      (name) => text(values, name),
    );
    const [type, status] = [int(values, 'coupon_type'), int(values, 'status')];
    const [begin, end] = [text(values, 'active_start_time'), text(values, 'active_end_time')];
    const active = span({ active_begin: begin, active_end: end }, 'active');
    const rows = (who.customer?.coupons ?? []).filter((coupon) => {
      const row = customerCouponRow(coupon);
      return (
        (id === undefined || coupon.id === id) &&
        (order === undefined || row['order_id'] === order) &&
        (plan === undefined || row['promotion_plan_id'] === plan) &&
        (source === undefined || row['source_id'] === source) &&
        (type === undefined || coupon.type === type) &&
        (status === undefined || coupon.status === status) &&
        (active === undefined || contains(active, coupon.effectiveAt))
      );
    });
    return pageText(request, { rows: 'user_coupons', total: 'count' }, rows, (coupon) =>
      JSON.stringify(customerCouponRow(coupon)),
    );
  },

  ...couponQuotas,
} satisfies AnswersOf<typeof operations>;
