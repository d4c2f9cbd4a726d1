import type { GatewayContext } from '../../src/context/context.ts';
import {
  type CustomerCouponFilter,
  customerCouponById,
  customerCouponsByCustomer,
} from '../../src/operations/coupons/customer-coupon-edges.ts';
import type { CustomerCouponRow } from '../../src/operations/coupons/customer-coupons.ts';
import { CustomerAccountRef } from '../accounts/accounts.ts';
import { builder } from '../core/builder.ts';
import { pageArguments } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { numberIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { isKind } from '../core/kind.ts';
import { openEnum } from '../core/open-enum.ts';
import { codes, texts } from '../core/row-fields.ts';
import { partsOfKey } from '../core/scope/global-id.ts';
import { loadCustomer } from '../customers/customers.ts';
import { CouponConnection, type CouponNode, CouponRef, CouponStatus } from './coupons.ts';

const CustomerCouponKind = openEnum('OwnCouponKind', "Kind of a coupon in the owner's listing.", {
  CASH_COUPON: { code: '1', description: 'Cash coupon, which pays part of an order or bill.' },
  DISCOUNT: { code: '2', description: 'Discount coupon, which lowers a price.' },
  PRODUCT: { code: '3', description: 'Product coupon, which stands for a product.' },
  FLEXI_PURCHASE_COUPON: { code: '4', description: 'Flexi-purchase coupon, which counts as cash.' },
});

/** The customer that asks for the coupon is known, whether the row repeats it or not. */
interface CustomerCouponNode extends CouponNode {
  readonly ownerId: string;
}

const CustomerCouponRef = builder.objectRef<CustomerCouponNode>('OwnCoupon');

builder.node(CustomerCouponRef, {
  description: 'Coupon as shown to the customer that owns the coupon.',
  interfaces: [CouponRef],
  id: {
    resolve: ({ ownerId, coupon_id: couponId }) => `${ownerId}/${couponId}`,
    description: 'Global node id of the coupon.',
  },
  loadWithoutCache: (id, context) => loadCustomerCoupon(id, context),
  isTypeOf: isKind('ownCoupon'),
  fields: (t) => ({
    ...codes(t, {
      kind: [
        CustomerCouponKind,
        'Kind of the coupon; distinguishes more kinds than `type`.',
        ({ own }) => own?.coupon_type,
      ],
    }),
    ...texts(t, {
      couponCode: ['Code that identifies the coupon.', ({ own }) => own?.coupon_code],
      versionCode: ['Raw upstream code of the coupon version.', ({ own }) => own?.coupon_version],
      purpose: ['Intended purpose of the coupon.', ({ own }) => own?.coupon_usage],
      issuerId: [
        'Upstream id of the partner or campaign that issued the coupon.',
        ({ own }) => own?.source_id,
      ],
      extension: ['Additional text on the coupon from the upstream.', ({ own }) => own?.extend_param1],
    }),
    isReusable: t.boolean({
      description: 'True when the coupon can be used more than once; old coupons cannot.',
      resolve: ({ own }) => (own?.coupon_version === undefined ? null : own.coupon_version !== '1'),
    }),
  }),
});

async function loadCustomerCoupon(id: string, context: GatewayContext): Promise<CustomerCouponNode | null> {
  const [ownerId, couponId] = partsOfKey(id);
  // Nobody's credential is asked for that is not the partner's customer.
  if (!ownerId || !couponId || !(await loadCustomer(ownerId, context))) return null;
  const row = await context.loaders.one(customerCouponById, couponId, ownerId);
  return row && toCoupon(row, ownerId);
}

function toCoupon(own: CustomerCouponRow, ownerId: string): CustomerCouponNode {
  return {
    ...own,
    kind: 'ownCoupon',
    ownerId,
    coupon_id: own.coupon_id ?? '',
    effective_time: own.valid_time,
    last_used_time: own.reserve_time,
    promotion_plan_name: own.plan_name,
    promotion_plan_desc: own.plan_desc,
    own,
  };
}

const CustomerCouponFilterInput = builder.inputType('OwnCouponFilter', {
  description: "Filter for a customer's own coupons. Omitted fields do not filter.",
  fields: (t) => ({
    status: t.field({
      type: CouponStatus.ref,
      description:
        'Only coupons with this status. Used, expired and reclaimed coupons are listed for 12 months.',
    }),
    kind: t.field({ type: CustomerCouponKind.ref, description: 'Only coupons of this kind.' }),
    promotionPlanId: t.string({ description: 'Only coupons of the promotion plan with this id.' }),
    issuerId: t.string({ description: 'Only coupons issued by the partner or campaign with this id.' }),
    activatedFrom: t.field({
      type: 'DateTime',
      description: 'Only coupons activated at or after this instant.',
    }),
    activatedUntil: t.field({
      type: 'DateTime',
      description: 'Only coupons activated at or before this instant.',
    }),
  }),
});

function toFilter(
  filter: typeof CustomerCouponFilterInput.$inferInput | null | undefined,
): CustomerCouponFilter {
  checkSpan('activated', filter?.activatedFrom, filter?.activatedUntil);
  return withoutEmpty({
    status: numberIn('status', filter?.status, CouponStatus.codeOf),
    coupon_type: numberIn('kind', filter?.kind, CustomerCouponKind.codeOf),
    promotion_plan_id: filter?.promotionPlanId,
    source_id: filter?.issuerId,
    active_start_time: filter?.activatedFrom,
    active_end_time: filter?.activatedUntil,
  });
}

interface CouponArguments {
  readonly filter?: typeof CustomerCouponFilterInput.$inferInput | null | undefined;
}

builder.objectField(CustomerAccountRef, 'coupons', (t) =>
  t.field({
    type: CouponConnection,
    description:
      'Coupons of the customer as the customer sees them, including coupons that the partner did not issue.',
    args: {
      filter: t.arg({ type: CustomerCouponFilterInput, description: 'Filter for the returned coupons.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(customerCouponsByCustomer, ({ filter }: CouponArguments) => toFilter(filter), toCoupon),
  }),
);
