import type { GatewayContext } from '../../src/context/context.ts';
import { maySee } from '../../src/context/viewer.ts';
import type { IssuedCouponRow } from '../../src/operations/coupons/coupons.ts';
import type { CustomerCouponRow } from '../../src/operations/coupons/customer-coupons.ts';
import {
  couponById,
  couponsByCustomer,
  type IssuedCouponFilter,
} from '../../src/operations/coupons/edges.ts';
import { builder } from '../core/builder.ts';
import {
  asConnection,
  Connection,
  connectionType,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { numberIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { isKind, type Kind, ofKind } from '../core/kind.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyedRead, reads, sweepOf } from '../core/reads/reads.ts';
import { amounts, codes, instants, ofInterface, texts } from '../core/row-fields.ts';
import { customerGraphFields } from '../core/scope/customer-graph.ts';
import { CustomerRef, customerOf, isConsultative, REFERS_TO_CUSTOMER } from '../customers/customers.ts';
import { orderField } from '../orders/orders.ts';
import { CouponUseLimitRef } from './coupon-use-limit.ts';

export const CouponStatus = openEnum('CouponStatus', 'Status of an issued coupon.', {
  NOT_ACTIVATED: { code: '1', description: 'Coupon that is not yet activated.' },
  AVAILABLE: { code: '2', description: 'Coupon that can be used.' },
  USED: { code: '3', description: 'Coupon that is completely used up.' },
  EXPIRED: { code: '4', description: 'Coupon that has expired.' },
  RECLAIMED: { code: '5', description: 'Coupon that was reclaimed by the partner.' },
});

const CouponType = openEnum('CouponType', 'Type of an issued coupon.', {
  CASH_COUPON: { code: '1', description: 'Cash coupon, which pays part of an order or bill.' },
  FLEXI_PURCHASE_COUPON: { code: '4', description: 'Flexi-purchase coupon, which counts as cash.' },
});

const CouponMedium = openEnum('CouponMedium', 'Medium on which a coupon is issued.', {
  ELECTRONIC: { code: '1', description: 'Coupon in electronic form.' },
  PAPER: { code: '2', description: 'Coupon that is issued on paper.' },
});

const CouponSource = openEnum('CouponSource', 'Source from which a coupon was obtained.', {
  CLAIMED_ONLINE: { code: '1', description: 'Coupon that was claimed online.' },
  REDEEMED_ONLINE: { code: '2', description: 'Coupon that was redeemed online.' },
  ISSUED_ONLINE: { code: '3', description: 'Coupon that was issued online.' },
  CLAIMED_OFFLINE: { code: '4', description: 'Coupon that was claimed offline.' },
  GIVEN_FOR_EVENT: { code: '5', description: 'Coupon that was given at an event.' },
});

/** A coupon of either listing, under the partner's field names. `own` is the row of the customer's listing. */
export interface CouponNode extends IssuedCouponRow, Kind<'issuedCoupon' | 'ownCoupon'> {
  readonly own?: CustomerCouponRow;
}

export const CouponRef = builder.interfaceRef<CouponNode>('Coupon').implement({
  description: 'Coupon with which a customer can pay.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: ({ kind }) => (kind === 'ownCoupon' ? 'OwnCoupon' : 'IssuedCoupon'),
  fields: (t) => ({
    couponId: t.string({
      nullable: false,
      description: 'Upstream id of the coupon.',
      resolve: (row) => row.coupon_id,
    }),
    ...codes(ofInterface(t), {
      status: [CouponStatus, 'Lifecycle status of the coupon.', (row) => row.status],
      type: [CouponType, 'Type of the coupon, such as cash coupon.', (row) => row.coupon_type],
      medium: [CouponMedium, 'Medium on which the coupon was issued.', (row) => row.media_type],
      source: [CouponSource, 'Source from which the coupon was obtained.', (row) => row.fetch_method],
    }),
    ...texts(ofInterface(t), {
      statusCode: ['Raw upstream code of the coupon status.', (row) => row.status],
      typeCode: ['Raw upstream code of the coupon type.', (row) => row.coupon_type],
      promotionName: [
        'Name of the promotion plan from which the coupon originates.',
        (row) => row.promotion_plan_name,
      ],
      promotionPlanId: [
        'Upstream id of the promotion plan from which the coupon originates.',
        (row) => row.promotion_plan_id,
      ],
      promotionDescription: ['Description of the promotion plan.', (row) => row.promotion_plan_desc],
      promotionId: ['Upstream id of the promotion.', (row) => row.promotion_id],
      mediumCode: ['Raw upstream code of the coupon medium.', (row) => row.media_type],
      sourceCode: ['Raw upstream code of the coupon source.', (row) => row.fetch_method],
    }),

    ...amounts(ofInterface(t), {
      faceValue: ['Face value of the coupon.', (row) => row.face_value],
      balance: ['Remaining balance of the coupon.', (row) => row.balance],
    }),

    ...instants(ofInterface(t), {
      effectiveAt: ['Time when the coupon becomes usable, in UTC.', (row) => row.effective_time],
      expiresAt: ['Time when the coupon expires, in UTC.', (row) => row.expire_time],
      createdAt: ['Time when the coupon was issued, in UTC.', (row) => row.create_time],
      lastUsedAt: ['Time when the coupon was last used, in UTC.', (row) => row.last_used_time],
      activatedAt: ['Time when the coupon was activated, in UTC.', (row) => row.active_time],
    }),

    isFrozen: t.boolean({
      description: 'True when the coupon is frozen.',
      resolve: (row) => (row.is_frozen === undefined ? null : row.is_frozen === '1'),
    }),

    useLimits: t.field({
      type: [CouponUseLimitRef],
      nullable: { list: false, items: false },
      description: 'Restrictions on the use of the coupon; unrestricted when empty.',
      resolve: (row) => [...row.use_limits],
    }),
    usedByOrder: t.field({
      ...orderField((row) => row.order_id, 0.3),
      description: 'Order for which the coupon was used.',
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Customer that owns the coupon.',
      resolve: (row, _args, context) => customerOf(row.customer_id, context),
    }),
    lockedByOrder: t.field({
      ...orderField((row) => row.lock_order_id, 0.1),
      description: 'Order that holds the coupon; null when no order does.',
    }),
  }),
});

export const toIssuedCoupon: (row: IssuedCouponRow) => CouponNode = ofKind('issuedCoupon');

const IssuedCouponRef = builder.objectRef<CouponNode>('IssuedCoupon');

builder.node(IssuedCouponRef, {
  description: 'Coupon as shown to the partner that issued the coupon.',
  interfaces: [CouponRef],
  isTypeOf: isKind('issuedCoupon'),
  id: { resolve: (row) => row.coupon_id, description: 'Global node id of the coupon.' },
  loadWithoutCache: (id, context) => loadCoupon(id, context),
});

async function loadCoupon(id: string, context: GatewayContext): Promise<CouponNode | null> {
  const row = await context.loaders.one(couponById, id, null);
  return row && maySee(context.viewer, row.customer_id) ? toIssuedCoupon(row) : null;
}

const CouponFilter = builder.inputType('CouponFilter', {
  description: 'Filter for a list of coupons. Omitted fields do not filter.',
  fields: (t) => ({
    status: t.field({ type: CouponStatus.ref, description: 'Only coupons with this status.' }),
    type: t.field({ type: CouponType.ref, description: 'Only coupons of this type.' }),
    createdFrom: t.field({ type: 'DateTime', description: 'Only coupons issued after this instant.' }),
    createdUntil: t.field({ type: 'DateTime', description: 'Only coupons issued before this instant.' }),
    effectiveFrom: t.field({
      type: 'DateTime',
      description: 'Only coupons that become usable after this instant.',
    }),
    effectiveUntil: t.field({
      type: 'DateTime',
      description: 'Only coupons that become usable before this instant.',
    }),
    usedByOrderId: t.string({ description: 'Only coupons used for the order with this id.' }),
    expiresFrom: t.field({ type: 'DateTime', description: 'Only coupons that expire after this instant.' }),
    expiresUntil: t.field({ type: 'DateTime', description: 'Only coupons that expire before this instant.' }),
  }),
});

function toIssuedFilter(filter: typeof CouponFilter.$inferInput | null | undefined): IssuedCouponFilter {
  checkSpan('expires', filter?.expiresFrom, filter?.expiresUntil);
  checkSpan('created', filter?.createdFrom, filter?.createdUntil);
  checkSpan('effective', filter?.effectiveFrom, filter?.effectiveUntil);
  return withoutEmpty({
    status: numberIn('status', filter?.status, CouponStatus.codeOf),
    coupon_type: numberIn('type', filter?.type, CouponType.codeOf),
    create_time_begin: filter?.createdFrom,
    create_time_end: filter?.createdUntil,
    effective_time_begin: filter?.effectiveFrom,
    effective_time_end: filter?.effectiveUntil,
    order_id: filter?.usedByOrderId,
    expire_time_begin: filter?.expiresFrom,
    expire_time_end: filter?.expiresUntil,
  });
}

export const CouponConnection = connectionType('Coupon', CouponRef, 'coupons');

const filtersOf = (args: { filter?: typeof CouponFilter.$inferInput | null }) => [
  toIssuedFilter(args.filter),
];

builder.objectField(CustomerRef, 'coupons', (t) =>
  t.field({
    extensions: reads({ reads: [keyedRead(couponsByCustomer, { rows: 'page', filters: filtersOf })] }),
    type: CouponConnection,
    description: 'Coupons issued to the customer; none are shown for consultative-sale customers.',
    args: {
      filter: t.arg({ type: CouponFilter, description: 'Filter for the returned coupons.' }),
      ...pageArguments(t.arg),
    },
    resolve: (customer, args, context, info) =>
      asConnection(info, async () => {
        const page = readPage(args, info);
        const filter = toIssuedFilter(args.filter);
        if (isConsultative(customer)) return Connection.empty<CouponNode>();
        const load = context.loaders.rows(couponsByCustomer, customer.customerId, filter, page);
        return toConnection<IssuedCouponRow, CouponNode>(page, load, toIssuedCoupon);
      }),
  }),
);

customerGraphFields((t) => ({
  coupons: t.field({
    extensions: reads({ reads: [sweepOf(couponsByCustomer, { rows: 'page', filters: filtersOf })] }),
    type: CouponConnection,
    description: "Coupons issued to the partner's resale customers.",
    authScopes: { partner: true },
    args: {
      filter: t.arg({ type: CouponFilter, description: 'Filter for the returned coupons.' }),
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context, info) =>
      asConnection(info, async () => {
        const page = readPage(args, info);
        const load = context.loaders.listing(couponsByCustomer, toIssuedFilter(args.filter), page);
        return toConnection<IssuedCouponRow, CouponNode>(page, load, toIssuedCoupon);
      }),
  }),
}));
