import type { RetrieveCouponRow, TransferAmountRow } from '../../src/operations/enterprises/enterprises.ts';
import { builder } from '../core/builder.ts';
import { connectionType } from '../core/connection/connection.ts';
import { MoneyRef, money } from '../core/money.ts';
import { instantOf } from '../core/scalars.ts';
import { CouponUseLimitRef } from '../coupons/coupon-use-limit.ts';

/** An amount that can be moved in either direction. */
interface MovableAmount extends Omit<TransferAmountRow, 'avail_transfer_amount'> {
  readonly available: string | undefined;
}

export const MovableAmountRef = builder.objectRef<MovableAmount>('MovableAmount').implement({
  description: 'Amount that can be moved between a master account and a sub-account.',
  fields: (t) => ({
    available: t.field({
      type: MoneyRef,
      description: 'Amount that is available to be moved.',
      resolve: (row, _args, context) => money(row.available, row.currency, context, row.measure_id),
    }),
    balance: t.field({
      type: MoneyRef,
      description: 'Balance of the account; for credit accounts only.',
      resolve: (row, _args, context) => money(row.amount, row.currency, context, row.measure_id),
    }),
    creditLimit: t.field({
      type: MoneyRef,
      description: 'Total credit limit of the account; for credit accounts only.',
      resolve: (row, _args, context) => money(row.credit_amount, row.currency, context, row.measure_id),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Time when the credit expires, in UTC; null when the credit does not expire.',
      resolve: (row) => instantOf(row.expire_time),
    }),
  }),
});

const MovableCouponRef = builder.objectRef<Partial<RetrieveCouponRow>>('MovableCoupon').implement({
  description: 'Coupon that can be moved between a master account and a sub-account.',
  fields: (t) => ({
    couponId: t.string({
      description: "Upstream id of the master account's coupon.",
      resolve: (row) => row.coupon_id,
    }),
    subCouponId: t.string({
      description:
        'Upstream id of the coupon part transferred to the sub-account; for reclaimable coupons only.',
      resolve: (row) => row.sub_coupon_id,
    }),
    promotionName: t.string({
      description: 'Name of the promotion plan from which the coupon originates.',
      resolve: (row) => row.plan_name,
    }),
    balance: t.field({
      type: MoneyRef,
      description: 'Remaining balance of the coupon.',
      resolve: (row, _args, context) => money(row.balance, undefined, context),
    }),
    effectiveAt: t.field({
      type: 'DateTime',
      description: 'Time when the coupon becomes usable, in UTC.',
      resolve: (row) => instantOf(row.effective_time),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Time when the coupon expires, in UTC.',
      resolve: (row) => instantOf(row.expire_time),
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
