import { customerListing } from '../customer-listing.ts';
import { type Edge, requestAs, toPage } from '../edge.ts';
import { type CustomerCouponRow, ListSubCustomerCoupons } from './customer-coupons.ts';

export interface CustomerCouponFilter {
  readonly coupon_type?: number;
  readonly status?: number;
  readonly promotion_plan_id?: string;
  readonly source_id?: string;
  readonly active_start_time?: string;
  readonly active_end_time?: string;
}

export const customerCouponsByCustomer: Edge<CustomerCouponFilter, CustomerCouponRow> = customerListing(
  'CustomerAccount.coupons',
  ListSubCustomerCoupons,
  {
    rows: (answer) => answer.user_coupons,
    total: (answer) => answer.count,
    idOf: (row) => row.coupon_id ?? '',
  },
);

/** A customer's own coupon by its id; the customer is the filter, because its credential asks. */
export const customerCouponById: Edge<string, CustomerCouponRow> = {
  name: 'coupon (own)',
  operation: ListSubCustomerCoupons,
  pageSize: 1,
  point: (key, customerId) =>
    requestAs(customerId, ListSubCustomerCoupons, { coupon_id: key, offset: 0, limit: 1 }, (answer) =>
      toPage(
        answer.user_coupons,
        answer.count,
        () => key,
        (row) => row.coupon_id ?? '',
      ),
    ),
};
