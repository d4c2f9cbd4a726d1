import { couponRow } from '../world/accounts/coupons.ts';
import { orderId } from '../world/orders/orders.ts';
import { type Answer, contains, int, type Span, span, text } from './answer.ts';
import { filtered } from './filtered.ts';
import { kept, pageText } from './page.ts';

const renderCoupon = kept(couponRow);

/** These time filters are strict: a coupon exactly at an end is left out. */
const strictly = (ends: Span | undefined, at: number): boolean =>
  ends === undefined || (contains(ends, at) && at !== ends.from && at !== ends.to);

export const listIssuedPartnerCoupons: Answer = (question) => {
  const { world, values } = question;
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
  return pageText(question, { rows: 'user_coupons', total: 'total_count' }, rows, renderCoupon);
};
