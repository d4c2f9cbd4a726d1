import { ownListing } from '../customer-listing.ts';
import type { Edge } from '../edge.ts';
import { ListSubCustomerCoupons, type OwnCouponRow } from './own-coupons.ts';

export interface OwnCouponFilter {
  readonly coupon_type?: number;
  readonly status?: number;
  readonly promotion_plan_id?: string;
  readonly source_id?: string;
  readonly active_start_time?: string;
  readonly active_end_time?: string;
}

export const ownCouponsByCustomer: Edge<OwnCouponFilter, OwnCouponRow> = ownListing(
  'CustomerAccount.coupons',
  ListSubCustomerCoupons,
  {
    rows: (answer) => answer.user_coupons,
    total: (answer) => answer.count,
    idOf: (row) => row.coupon_id ?? '',
  },
);
