import { customerCouponRow } from '../world/accounts/accounts.ts';
import { couponRow } from '../world/accounts/coupons.ts';
import { couponRecordRows, issuedQuotaRows, quotaRecordRows, quotaRows } from '../world/partner/partner.ts';
import type { TruthScope } from './scope.ts';

export const coupons = (scope: TruthScope) => ({
  coupons: scope.perCustomer((customer) => customer.coupons.map(couponRow)),
  /** The same, as their customers see them. */
  customerCoupons: scope.named((customer) => customer.coupons.map(customerCouponRow)),
  couponQuotas: () => quotaRows(scope.world),
  couponRecords: () => couponRecordRows(scope.world),
  issuedCouponQuotas: () => issuedQuotaRows(scope.world),
  couponQuotaRecords: () => quotaRecordRows(scope.world),
});
