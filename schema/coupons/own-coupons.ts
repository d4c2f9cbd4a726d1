import { badInput } from '../../src/errors/errors.ts';
import { type OwnCouponFilter, ownCouponsByCustomer } from '../../src/operations/coupons/own-coupon-edges.ts';
import type { OwnCouponRow } from '../../src/operations/coupons/own-coupons.ts';
import { CustomerAccountRef } from '../accounts/accounts.ts';
import { builder } from '../core/builder.ts';
import { pageArguments } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { openEnum } from '../core/open-enum.ts';
import { codes } from '../core/row-fields.ts';
import { CouponConnection, type CouponNode, CouponRef, CouponStatus } from './coupons.ts';

const OwnCouponKind = openEnum('OwnCouponKind', "What kind a coupon is in its owner's listing.", {
  CASH_COUPON: { code: '1', description: 'A voucher that pays part of an order or bill.' },
  DISCOUNT: { code: '2', description: 'A voucher that lowers a price.' },
  PRODUCT: { code: '3', description: 'A voucher for a product.' },
  FLEXI_PURCHASE_COUPON: { code: '4', description: 'A voucher that counts as cash.' },
});

builder.objectRef<CouponNode>('OwnCoupon').implement({
  description: 'A coupon as the customer that owns it sees it.',
  interfaces: [CouponRef],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'own' in value,
  fields: (t) => ({
    ...codes(t, {
      kind: [
        OwnCouponKind,
        'What kind it is; this listing knows more kinds than `type`.',
        ({ own }) => own?.coupon_type,
      ],
    }),
    couponCode: t.string({ description: 'Code of the coupon.', resolve: ({ own }) => own?.coupon_code }),
    isReusable: t.boolean({
      description: 'Whether it can be used more than once; old coupons cannot.',
      resolve: ({ own }) => (own?.coupon_version === undefined ? null : own.coupon_version !== '1'),
    }),
    versionCode: t.string({
      description: 'Raw code of the version of the coupon.',
      resolve: ({ own }) => own?.coupon_version,
    }),
    purpose: t.string({ description: 'What it is meant for.', resolve: ({ own }) => own?.coupon_usage }),
    issuerId: t.string({
      description: 'Id of the partner or campaign that issued it.',
      resolve: ({ own }) => own?.source_id,
    }),
    extension: t.string({
      description: 'Further text of the upstream.',
      resolve: ({ own }) => own?.extend_param1,
    }),
  }),
});

function toCoupon(own: OwnCouponRow): CouponNode {
  return {
    ...own,
    coupon_id: own.coupon_id ?? '',
    effective_time: own.valid_time,
    last_used_time: own.reserve_time,
    promotion_plan_name: own.plan_name,
    promotion_plan_desc: own.plan_desc,
    own,
  };
}

const OwnCouponFilterInput = builder.inputType('OwnCouponFilter', {
  description: "Narrows a customer's own coupons; fields that are left out do not filter.",
  fields: (t) => ({
    status: t.field({
      type: CouponStatus.ref,
      description: 'Where they stand. Used, expired and reclaimed ones are listed for 12 months.',
    }),
    kind: t.field({ type: OwnCouponKind.ref, description: 'What kind they are.' }),
    promotionPlanId: t.string({ description: 'Of this promotion plan.' }),
    issuerId: t.string({ description: 'Issued by this partner or campaign.' }),
    activatedFrom: t.field({ type: 'DateTime', description: 'Activated at this instant or later.' }),
    activatedUntil: t.field({ type: 'DateTime', description: 'Activated at this instant or earlier.' }),
  }),
});

function toFilter(filter: typeof OwnCouponFilterInput.$inferInput | null | undefined): OwnCouponFilter {
  if (!filter) return {};
  checkSpan('activated', filter.activatedFrom, filter.activatedUntil);
  const status = filter.status ? CouponStatus.codeOf(filter.status) : undefined;
  if (filter.status && !status)
    throw badInput(`filter.status: expected a known status, got ${filter.status}`);
  const kind = filter.kind ? OwnCouponKind.codeOf(filter.kind) : undefined;
  if (filter.kind && !kind) throw badInput(`filter.kind: expected a known kind, got ${filter.kind}`);
  return {
    ...(status ? { status: Number(status) } : {}),
    ...(kind ? { coupon_type: Number(kind) } : {}),
    ...(filter.promotionPlanId ? { promotion_plan_id: filter.promotionPlanId } : {}),
    ...(filter.issuerId ? { source_id: filter.issuerId } : {}),
    ...(filter.activatedFrom ? { active_start_time: filter.activatedFrom } : {}),
    ...(filter.activatedUntil ? { active_end_time: filter.activatedUntil } : {}),
  };
}

interface CouponArguments {
  readonly filter?: typeof OwnCouponFilterInput.$inferInput | null | undefined;
}

builder.objectField(CustomerAccountRef, 'coupons', (t) =>
  t.field({
    type: CouponConnection,
    nullable: false,
    description: 'Its coupons as it sees them, those that its partner did not issue included.',
    args: {
      filter: t.arg({ type: OwnCouponFilterInput, description: 'Which coupons.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(ownCouponsByCustomer, ({ filter }: CouponArguments) => toFilter(filter), toCoupon),
  }),
);
