import type { RetrieveCouponRow, TransferAmountRow } from '../../src/operations/enterprises/enterprises.ts';
import { builder } from '../core/builder.ts';
import { connectionType } from '../core/connection/connection.ts';
import { siteCurrency } from '../core/money.ts';
import { amounts, instants, texts } from '../core/row-fields.ts';
import { CouponUseLimitRef } from '../coupons/coupon-use-limit.ts';

/** An amount that can be moved in either direction. */
interface MovableAmount extends Omit<TransferAmountRow, 'avail_transfer_amount'> {
  readonly available: string | undefined;
}

export const MovableAmountRef = builder.objectRef<MovableAmount>('MovableAmount').implement({
  description: 'Amount that can be moved between a master account and a sub-account.',
  fields: (t) => ({
    ...amounts(t, {
      available: ['Amount that is available to be moved.', (row) => row.available],
      balance: ['Balance of the account; for credit accounts only.', (row) => row.amount],
      creditLimit: [
        'Total credit limit of the account; for credit accounts only.',
        (row) => row.credit_amount,
      ],
    }),

    ...instants(t, {
      expiresAt: [
        'Time when the credit expires, in UTC; null when the credit does not expire.',
        (row) => row.expire_time,
      ],
    }),
  }),
});

const MovableCouponRef = builder.objectRef<Partial<RetrieveCouponRow>>('MovableCoupon').implement({
  description: 'Coupon that can be moved between a master account and a sub-account.',
  fields: (t) => ({
    ...texts(t, {
      couponId: ["Upstream id of the master account's coupon.", (row) => row.coupon_id],
      subCouponId: [
        'Upstream id of the coupon part transferred to the sub-account; for reclaimable coupons only.',
        (row) => row.sub_coupon_id,
      ],
      promotionName: ['Name of the promotion plan from which the coupon originates.', (row) => row.plan_name],
    }),

    ...amounts(t, { balance: ['Remaining balance of the coupon.', (row) => row.balance] }, siteCurrency),
    ...instants(t, {
      effectiveAt: ['Time when the coupon becomes usable, in UTC.', (row) => row.effective_time],
      expiresAt: ['Time when the coupon expires, in UTC.', (row) => row.expire_time],
    }),

    useLimits: t.field({
      type: [CouponUseLimitRef],
      nullable: { list: false, items: false },
      description: 'Restrictions on the use of the coupon; unrestricted when empty.',
      resolve: (row) => [...(row.use_limits ?? [])],
    }),
  }),
});

export const MovableCouponConnection = connectionType('MovableCoupon', MovableCouponRef, 'coupons');
