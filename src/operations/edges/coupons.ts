import { type IssuedCouponRow, ListIssuedPartnerCoupons } from '../coupons.ts';
import { type Edge, keyed, pageSizeOf } from '../edge.ts';

export interface IssuedCouponFilter {
  readonly status?: number;
  readonly coupon_type?: number;
  readonly expire_time_begin?: string;
  readonly expire_time_end?: string;
}

export const couponsByCustomer: Edge<IssuedCouponFilter, IssuedCouponRow> = {
  name: 'Customer.coupons',
  operation: ListIssuedPartnerCoupons,
  pageSize: pageSizeOf(ListIssuedPartnerCoupons),
  point: async (read, key, filter, range) => {
    const answer = await read(ListIssuedPartnerCoupons, { ...filter, customer_id: key, ...range });
    return keyed(
      answer.user_coupons,
      answer.total_count,
      () => key,
      (row) => row.coupon_id,
    );
  },
  sweep: {
    ordered: false,
    hasTotal: true,
    fetch: async (read, filter, range) => {
      const answer = await read(ListIssuedPartnerCoupons, { ...filter, ...range });
      return keyed(
        answer.user_coupons,
        answer.total_count,
        (row) => row.customer_id ?? '',
        (row) => row.coupon_id,
      );
    },
  },
};

export const couponById: Edge<null, IssuedCouponRow> = {
  name: 'coupon',
  operation: ListIssuedPartnerCoupons,
  pageSize: 1,
  point: async (read, key) => {
    const answer = await read(ListIssuedPartnerCoupons, { coupon_id: key, offset: 0, limit: 1 });
    return keyed(
      answer.user_coupons,
      answer.total_count,
      () => key,
      (row) => row.coupon_id,
    );
  },
};
