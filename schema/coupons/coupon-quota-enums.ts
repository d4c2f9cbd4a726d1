import { openEnum } from '../core/open-enum.ts';

export const QuotaType = openEnum('CouponQuotaType', 'Type of coupons issued from a quota.', {
  CASH_COUPON: { code: '0', description: 'Quota for cash coupons, which pay part of an order or bill.' },
  FLEXI_PURCHASE_COUPON: { code: '1', description: 'Quota for flexi-purchase coupons, which count as cash.' },
});

export const QuotaStatus = openEnum(
  'CouponQuotaStatus',
  'Status of a coupon quota, which determines if coupons can be issued.',
  {
    NORMAL: { code: '0', description: 'Quota from which coupons can be issued.' },
    INVALID: { code: '3', description: 'Quota that expired or was invalidated.' },
    ADJUSTING: {
      code: '4',
      description: 'Quota that is being adjusted and cannot be used during the adjustment.',
    },
    FROZEN: { code: '5', description: 'Coupon quota that is frozen.' },
    RECLAIMED: { code: '6', description: 'Coupon quota that was reclaimed.' },
  },
);

export const Outcome = openEnum(
  'CouponOperationResult',
  'Result of an operation on a coupon or coupon quota.',
  {
    SUCCESS: { code: '0', description: 'Operation that has succeeded.' },
    FAILURE: { code: '-1', description: 'Operation that has failed.' },
  },
);

export const QuotaOperation = openEnum(
  'CouponQuotaOperationType',
  'Type of an operation on the coupon quota of a reseller.',
  {
    GRANT: { code: '10', description: 'Grant of a quota to the reseller.' },
    RECLAIM: { code: '11', description: 'Reclaim of a quota from the reseller.' },
  },
);
