import type { CouponRecordRow } from '../../src/operations/coupons/coupon-quotas.ts';
import { couponById } from '../../src/operations/coupons/edges.ts';
import {
  type CouponRecordFilter,
  couponQuotaById,
  couponRecords,
} from '../../src/operations/coupons/quota-edges.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { listed, perCustomer } from '../core/connection/edge-connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { codeIn, codesIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { codes, instants, texts } from '../core/row-fields.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from '../customers/customers.ts';
import { PartnerAccountRef } from '../partner/partner-account.ts';
import { Outcome, OwnQuotaRef, QuotaType } from './coupon-quotas.ts';
import { CouponRef } from './coupons.ts';

const CouponOperation = openEnum('CouponOperationType', 'What was done with a coupon.', {
  ISSUE: { code: '1', description: 'It was issued.' },
  MANUAL_RECLAIM: { code: '2', description: 'It was taken back by hand.' },
  UNBINDING_RECLAIM: { code: '3', description: 'It was taken back because the association ended.' },
  EXPIRY: { code: '4', description: 'It was taken back because it expired.' },
  UNSUBSCRIPTION_RECLAIM: { code: '5', description: 'It was taken back after an unsubscription.' },
  TOP_UP_REFUND: { code: '6', description: 'It was undone with the refund of a top-up.' },
  ASSOCIATION_RECLAIM: { code: '7', description: 'It was taken back because an association began.' },
  MODE_CHANGE_RECLAIM: { code: '8', description: 'It was taken back because the association changed.' },
  RESELLER_TRANSFER: { code: '9', description: 'Its customer went to another reseller.' },
});

const CouponRecordRef = builder.objectRef<CouponRecordRow>('CouponRecord').implement({
  description: 'An operation on a coupon of a customer.',
  fields: (t) => ({
    ...texts(t, {
      recordId: ['Id of the record.', (row) => row.id],
      typeCode: ['Raw code of the type.', (row) => row.operation_type],
      quotaId: ['Id of the quota that the coupon was issued from.', (row) => row.quota_id],
      quotaTypeCode: ['Raw code of the type of the quota.', (row) => row.quota_type],
      couponId: ['Id of the coupon.', (row) => row.coupon_id],
      resultCode: ['Raw code of the result.', (row) => row.result],
      remark: ['A note on it.', (row) => row.remark],
    }),
    ...codes(t, {
      type: [CouponOperation, 'What was done.', (row) => row.operation_type],
      result: [Outcome, 'How it ended.', (row) => row.result],
      quotaType: [QuotaType, 'What is issued from the quota.', (row) => row.quota_type],
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'The face value, or what was taken back.',
      resolve: (row, _args, context) => money(row.operation_amount, undefined, context),
    }),
    ...instants(t, { operatedAt: ['When it was done.', (row) => row.operation_time] }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Whose coupon it is.',
      resolve: (row) => customerOf(row.customer_id),
    }),
    coupon: t.field({
      extensions: reads({ reads: [keyed(couponById, { rows: 'one' })], row: true }),
      type: CouponRef,
      description: 'The coupon as it stands now. One call per coupon.',
      resolve: (row, _args, context) =>
        row.coupon_id ? context.loaders.one(couponById, row.coupon_id, null) : null,
    }),
    quota: t.field({
      extensions: reads({
        reads: [
          keyed(couponQuotaById, { rows: 'one', filters: () => [{ quota_type: 0 }, { quota_type: 1 }] }),
        ],
      }),
      type: OwnQuotaRef,
      description: 'The quota as it stands now.',
      resolve: (row, _args, context) =>
        row.quota_id && (row.quota_type === '0' || row.quota_type === '1')
          ? context.loaders.one(couponQuotaById, row.quota_id, { quota_type: Number(row.quota_type) })
          : null,
    }),
  }),
});

const RecordFilterInput = builder.inputType('CouponRecordFilter', {
  description: 'Narrows operations on coupons; fields that are left out do not filter.',
  fields: (t) => ({
    types: t.field({ type: [CouponOperation.ref], description: 'One of these operations.' }),
    couponIds: t.stringList({ description: 'On one of these coupons.' }),
    quotaId: t.string({ description: 'On coupons of this quota.' }),
    quotaType: t.field({ type: QuotaType.ref, description: 'On coupons of quotas of this type.' }),
    result: t.field({ type: Outcome.ref, description: 'With this result.' }),
    operatedFrom: t.field({ type: 'DateTime', description: 'After this instant.' }),
    operatedUntil: t.field({ type: 'DateTime', description: 'Before this instant.' }),
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
    nullable: false,
    description: 'Coupons that it issued to its customers, and what became of them.',
    args: {
      filter: t.arg({ type: RecordFilterInput, description: 'Which operations.' }),
      ...pageArguments(t.arg),
    },
    ...listed(couponRecords, toRecordFilter, (row) => row),
  }),
);

builder.objectField(CustomerRef, 'couponRecords', (t) =>
  t.field({
    type: CouponRecordConnection,
    nullable: false,
    description: 'Coupons that the partner issued to it, and what became of them.',
    args: {
      filter: t.arg({ type: RecordFilterInput, description: 'Which operations.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(couponRecords, toRecordFilter, (row) => row),
  }),
);
