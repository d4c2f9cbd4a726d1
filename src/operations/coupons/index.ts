// Coupons, and the quotas that they are issued from.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export {
  ListCouponQuotasRecords,
  ListIssuedCouponQuotas,
  ListPartnerCouponsRecord,
  ListQuotaCoupons,
} from './coupon-quotas.ts';
export { ListIssuedPartnerCoupons } from './coupons.ts';
export { ListSubCustomerCoupons } from './customer-coupons.ts';
