import { type Conditions, type Edge, pageSizeOf, request, toPage } from '../edge.ts';
import { type IssuedCouponRow, ListIssuedPartnerCoupons } from './coupons.ts';

export interface IssuedCouponFilter {
  readonly status?: number;
  readonly coupon_type?: number;
  readonly create_time_begin?: string;
  readonly create_time_end?: string;
  readonly effective_time_begin?: string;
  readonly effective_time_end?: string;
  readonly order_id?: string;
  readonly expire_time_begin?: string;
  readonly expire_time_end?: string;
}

export const couponsByCustomer: Edge<IssuedCouponFilter, IssuedCouponRow> = {
  name: 'Customer.coupons',
  operation: ListIssuedPartnerCoupons,
  pageSize: pageSizeOf(ListIssuedPartnerCoupons),
  point: (key, filter, range) =>
    request(ListIssuedPartnerCoupons, { ...filter, customer_id: key, ...range }, (answer) =>
      couponPage(answer, () => key),
    ),
  sweep: {
    ordered: false,
    request: (filter, range) =>
      request(ListIssuedPartnerCoupons, { ...filter, ...range }, (answer) =>
        couponPage(answer, (row) => row.customer_id ?? ''),
      ),
  },
  local: {
    conditions: ({ status, coupon_type, ...others }): Conditions | undefined =>
      Object.keys(others).length > 0
        ? undefined
        : {
            ...(status === undefined ? {} : { status }),
            ...(coupon_type === undefined ? {} : { coupon_type }),
          },
    accepts: (filter, row) =>
      (filter.status === undefined || String(filter.status) === row.status) &&
      (filter.coupon_type === undefined || String(filter.coupon_type) === row.coupon_type),
  },
};

function couponPage(
  answer: { readonly user_coupons: readonly IssuedCouponRow[]; readonly total_count: number | undefined },
  keyOf: (row: IssuedCouponRow) => string,
) {
  return toPage(answer.user_coupons, answer.total_count, keyOf, (row) => row.coupon_id);
}

export const couponById: Edge<null, IssuedCouponRow> = {
  name: 'coupon',
  operation: ListIssuedPartnerCoupons,
  pageSize: 1,
  point: (key) =>
    request(ListIssuedPartnerCoupons, { coupon_id: key, offset: 0, limit: 1 }, (answer) =>
      couponPage(answer, () => key),
    ),
};
