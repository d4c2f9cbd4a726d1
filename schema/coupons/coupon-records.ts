import type { CouponRecordRow } from '../../src/operations/coupons/coupon-quotas.ts';
import { couponById } from '../../src/operations/coupons/edges.ts';
import {
  type CouponRecordFilter,
  couponQuotaById,
  couponRecords,
} from '../../src/operations/coupons/quota-edges.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { listField, perCustomer } from '../core/connection/edge-connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { codeIn, codesIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { ofKind } from '../core/kind.ts';
import { siteCurrency } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { amounts, codes, instants, texts } from '../core/row-fields.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from '../customers/customers.ts';
import { PartnerAccountRef } from '../partner/partner-account.ts';
import { Outcome, QuotaType } from './coupon-quota-enums.ts';
import { OwnQuotaRef } from './coupon-quotas.ts';
import { CouponRef, toIssuedCoupon } from './coupons.ts';

const CouponOperation = openEnum('CouponOperationType', 'Type of an operation on a coupon.', {
  ISSUE: { code: '1', description: 'Issuance of the coupon to a customer.' },
  MANUAL_RECLAIM: { code: '2', description: 'Manual reclaim of the coupon.' },
  UNBINDING_RECLAIM: { code: '3', description: 'Reclaim of the coupon because the association ended.' },
  EXPIRY: { code: '4', description: 'Reclaim of the coupon because the coupon expired.' },
  UNSUBSCRIPTION_RECLAIM: { code: '5', description: 'Reclaim of the coupon after an unsubscription.' },
  TOP_UP_REFUND: { code: '6', description: 'Reversal of the coupon with the refund of a top-up.' },
  ASSOCIATION_RECLAIM: { code: '7', description: 'Reclaim of the coupon because an association began.' },
  MODE_CHANGE_RECLAIM: { code: '8', description: 'Reclaim of the coupon because the association changed.' },
  RESELLER_TRANSFER: { code: '9', description: "Transfer of the coupon's customer to another reseller." },
});

const CouponRecordRef = builder.objectRef<CouponRecordRow>('CouponRecord').implement({
  description: 'Record of an operation on a coupon of a customer.',
  fields: (t) => ({
    ...texts(t, {
      recordId: ['Upstream id of the record.', (row) => row.id],
      typeCode: ['Raw upstream code of the operation type.', (row) => row.operation_type],
      quotaId: ['Upstream id of the quota from which the coupon was issued.', (row) => row.quota_id],
      quotaTypeCode: ['Raw upstream code of the quota type.', (row) => row.quota_type],
      couponId: ['Upstream id of the coupon.', (row) => row.coupon_id],
      resultCode: ['Raw upstream code of the result.', (row) => row.result],
      remark: ['Note on the operation on the coupon.', (row) => row.remark],
    }),
    ...codes(t, {
      type: [CouponOperation, 'Type of the operation on the coupon.', (row) => row.operation_type],
      result: [Outcome, 'Result of the operation on the coupon.', (row) => row.result],
      quotaType: [QuotaType, 'Type of coupons issued from the quota.', (row) => row.quota_type],
    }),
    ...amounts(
      t,
      {
        amount: [
          'Face value of the coupon, or the amount that was reclaimed.',
          (row) => row.operation_amount,
        ],
      },
      siteCurrency,
    ),
    ...instants(t, {
      operatedAt: ['Time when the operation was performed, in UTC.', (row) => row.operation_time],
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Customer that holds the coupon.',
      resolve: (row, _args, context) => customerOf(row.customer_id, context),
    }),
    coupon: t.field({
      extensions: reads({ reads: [keyedRead(couponById, { rows: 'one' })], loaded: true }),
      type: CouponRef,
      description: 'Current state of the coupon. One call per coupon.',
      resolve: (row, _args, context) =>
        row.coupon_id
          ? context.loaders
              .one(couponById, row.coupon_id, null)
              .then((coupon) => coupon && toIssuedCoupon(coupon))
          : null,
    }),
    quota: t.field({
      extensions: reads({
        reads: [
          keyedRead(couponQuotaById, { rows: 'one', filters: () => [{ quota_type: 0 }, { quota_type: 1 }] }),
        ],
      }),
      type: OwnQuotaRef,
      description: 'Current state of the coupon quota.',
      resolve: async (row, _args, context) => {
        if (!row.quota_id || (row.quota_type !== '0' && row.quota_type !== '1')) return null;
        const filter = { quota_type: Number(row.quota_type) };
        const quota = await context.loaders.one(couponQuotaById, row.quota_id, filter);
        return quota && ofKind('ownQuota')(quota);
      },
    }),
  }),
});

const RecordFilterInput = builder.inputType('CouponRecordFilter', {
  description: 'Filter for a list of operations on coupons. Omitted fields do not filter.',
  fields: (t) => ({
    types: t.field({ type: [CouponOperation.ref], description: 'Only operations of one of these types.' }),
    couponIds: t.stringList({ description: 'Only operations on coupons with one of these ids.' }),
    quotaId: t.string({ description: 'Only operations on coupons of the quota with this id.' }),
    quotaType: t.field({
      type: QuotaType.ref,
      description: 'Only operations on coupons of quotas of this type.',
    }),
    result: t.field({ type: Outcome.ref, description: 'Only operations with this result.' }),
    operatedFrom: t.field({ type: 'DateTime', description: 'Only operations performed after this instant.' }),
    operatedUntil: t.field({
      type: 'DateTime',
      description: 'Only operations performed before this instant.',
    }),
  }),
});

interface RecordArguments {
  readonly filter?: typeof RecordFilterInput.$inferInput | null | undefined;
}

function toRecordFilter({ filter }: RecordArguments): CouponRecordFilter {
  checkSpan('operated', filter?.operatedFrom, filter?.operatedUntil);
  const types = codesIn('types', filter?.types, CouponOperation.codeOf);
  const quotaType = codeIn('quotaType', filter?.quotaType, QuotaType.codeOf);
  return {
    ...(types.length > 0 ? { operation_types: types } : {}),
    ...(filter?.couponIds && filter.couponIds.length > 0 ? { coupon_ids: filter.couponIds } : {}),
    ...(quotaType === undefined ? {} : { quota_type: Number(quotaType) }),
    ...withoutEmpty({
      quota_id: filter?.quotaId,
      result: codeIn('result', filter?.result, Outcome.codeOf),
      operation_time_begin: filter?.operatedFrom,
      operation_time_end: filter?.operatedUntil,
    }),
  };
}

const CouponRecordConnection = connectionType('CouponRecord', CouponRecordRef, 'operations on coupons');

builder.interfaceField(PartnerAccountRef, 'couponRecords', (t) =>
  t.field({
    type: CouponRecordConnection,
    description: 'Records of coupons issued to customers and of later operations on the coupons.',
    args: {
      filter: t.arg({ type: RecordFilterInput, description: 'Filter for the returned coupon records.' }),
      ...pageArguments(t.arg),
    },
    ...listField(couponRecords, toRecordFilter, (row) => row),
  }),
);

builder.objectField(CustomerRef, 'couponRecords', (t) =>
  t.field({
    type: CouponRecordConnection,
    description:
      'Operations on coupons that the partner issued to the customer, such as issuance and reclaim.',
    args: {
      filter: t.arg({
        type: RecordFilterInput,
        description: 'Filter for the returned operations on coupons.',
      }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(couponRecords, toRecordFilter, (row) => row),
  }),
);
