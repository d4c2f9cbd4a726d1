import { badInput } from '../../src/errors/errors.ts';
import type {
  CouponQuotaRow,
  IssuedQuotaRow,
  QuotaRecordRow,
} from '../../src/operations/coupons/coupon-quotas.ts';
import {
  type CouponQuotaFilter,
  couponQuotas,
  type IssuedQuotaFilter,
  issuedQuotas,
  type QuotaRecordFilter,
  quotaRecords,
} from '../../src/operations/coupons/quota-edges.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { listed } from '../core/connection/edge-connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { codeIn, codesIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { codes, instants, interfaceCodes, texts } from '../core/row-fields.ts';
import { instantOf } from '../core/scalars.ts';
import { DistributorRef, distributorOf } from '../distributors/distributor-node.ts';
import { PartnerRef } from '../partner/partner.ts';
import { PartnerAccountRef } from '../partner/partner-account.ts';

export const QuotaType = openEnum('CouponQuotaType', 'What is issued from a quota.', {
  CASH_COUPON: { code: '0', description: 'Vouchers that pay part of an order or bill.' },
  FLEXI_PURCHASE_COUPON: { code: '1', description: 'Vouchers that count as cash.' },
});

const QuotaStatus = openEnum('CouponQuotaStatus', 'Whether coupons can be issued from a quota.', {
  NORMAL: { code: '0', description: 'They can.' },
  INVALID: { code: '3', description: 'It expired or was invalidated.' },
  ADJUSTING: { code: '4', description: 'It is being adjusted and cannot be used meanwhile.' },
  FROZEN: { code: '5', description: 'It is frozen.' },
});

type QuotaLimit = CouponQuotaRow['limit_infos'][number];

const QuotaLimitRef = builder.objectRef<QuotaLimit>('CouponQuotaLimit').implement({
  description: 'A condition on what coupons of a quota can be used for.',
  fields: (t) => ({
    key: t.string({
      description: 'What it is about, in the words of the upstream, e.g. `CLOUD_SERVICE_TYPE`.',
      resolve: (limit) => limit.limit_key,
    }),
    values: t.stringList({
      nullable: { list: false, items: false },
      description: 'The values that are allowed, e.g. codes of services; a range is two.',
      resolve: (limit) =>
        limit.limit_values.flatMap(({ value1, value2 }) =>
          [value1, value2].filter((value) => value !== undefined),
        ),
    }),
  }),
});

const QuotaRef = builder.interfaceRef<CouponQuotaRow>('CouponQuota').implement({
  description: 'An amount up to which coupons can be issued.',
  resolveType: (row) => ('indirect_partner_id' in row ? 'IssuedCouponQuota' : 'OwnCouponQuota'),
  fields: (t) => ({
    quotaId: t.string({ description: 'Id of the quota.', resolve: (row) => row.quota_id }),
    ...interfaceCodes(t, {
      type: [QuotaType, 'What is issued from it.', (row) => row.quota_type],
    }),
    typeCode: t.string({ description: 'Raw code of the type.', resolve: (row) => row.quota_type }),
    ...interfaceCodes(t, {
      status: [QuotaStatus, 'Whether coupons can be issued from it.', (row) => row.quota_status],
    }),
    statusCode: t.string({ description: 'Raw code of the status.', resolve: (row) => row.quota_status }),
    amount: t.field({
      type: MoneyRef,
      description: 'The whole quota.',
      resolve: (row, _args, context) => money(row.quota_value, row.currency, context, row.measure_id),
    }),
    balance: t.field({
      type: MoneyRef,
      description: 'What is left of it.',
      resolve: (row, _args, context) => money(row.balance, row.currency, context, row.measure_id),
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was given.',
      resolve: (row) => instantOf(row.create_time),
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When it was last changed.',
      resolve: (row) => instantOf(row.last_update_time),
    }),
    effectiveAt: t.field({
      type: 'DateTime',
      description: 'From when coupons can be issued.',
      resolve: (row) => instantOf(row.effective_time),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when coupons can be issued.',
      resolve: (row) => instantOf(row.expire_time),
    }),
    limits: t.field({
      type: [QuotaLimitRef],
      nullable: { list: false, items: false },
      description: 'What its coupons can be used for; everything, when there are none.',
      resolve: (row) => [...row.limit_infos],
    }),
  }),
});

export const OwnQuotaRef = builder.objectRef<CouponQuotaRow>('OwnCouponQuota').implement({
  description: 'A quota of the partner itself, or of the reseller that was asked about.',
  interfaces: [QuotaRef],
});

const IssuedQuotaRef = builder.objectRef<IssuedQuotaRow>('IssuedCouponQuota').implement({
  description: 'A quota that a distributor gave to a reseller.',
  interfaces: [QuotaRef],
  fields: (t) => ({
    distributor: t.field({
      type: DistributorRef,
      description: 'The reseller that has it.',
      resolve: (row) => distributorOf(row.indirect_partner_id),
    }),
    ...texts(t, {
      distributorAccountName: ['Login name of the reseller.', (row) => row.indirect_partner_account_name],
      distributorName: ['Name of the reseller.', (row) => row.indirect_partner_name],
      parentQuotaId: ["Id of the distributor's own quota that it came from.", (row) => row.parent_quota_id],
    }),
  }),
});

export const Outcome = openEnum('CouponOperationResult', 'How an operation on coupons or quotas ended.', {
  SUCCESS: { code: '0', description: 'It worked.' },
  FAILURE: { code: '-1', description: 'It failed.' },
});

const QuotaOperation = openEnum('CouponQuotaOperationType', 'What was done with the quota of a reseller.', {
  GRANT: { code: '10', description: 'It was given.' },
  RECLAIM: { code: '11', description: 'It was taken back.' },
});

const QuotaRecordRef = builder.objectRef<QuotaRecordRow>('CouponQuotaRecord').implement({
  description: 'A quota that a distributor gave to a reseller, or took back.',
  fields: (t) => ({
    ...texts(t, {
      recordId: ['Id of the record.', (row) => row.id],
      operator: ['Login name of the person who did it.', (row) => row.operator],
      typeCode: ['Raw code of the type.', (row) => row.operation_type],
      quotaId: ['Id of the quota of the reseller.', (row) => row.quota_id],
      parentQuotaId: ["Id of the distributor's own quota.", (row) => row.parent_quota_id],
      resultCode: ['Raw code of the result.', (row) => row.result],
      distributorAccountName: ['Login name of the reseller.', (row) => row.indirect_partner_account_name],
      distributorName: ['Name of the reseller.', (row) => row.indirect_partner_name],
      remark: ['A note on it.', (row) => row.remark],
    }),
    ...codes(t, {
      type: [QuotaOperation, 'What was done.', (row) => row.operation_type],
      result: [Outcome, 'How it ended.', (row) => row.result],
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'How much.',
      resolve: (row, _args, context) => money(row.amount, undefined, context),
    }),
    ...instants(t, { operatedAt: ['When it was done.', (row) => row.operation_time] }),
    distributor: t.field({
      type: DistributorRef,
      description: 'The reseller whose quota it is.',
      resolve: (row) => distributorOf(row.indirect_partner_id),
    }),
  }),
});

const QuotaFilterInput = builder.inputType('CouponQuotaFilter', {
  description: 'Narrows coupon quotas; fields that are left out do not filter, but for `type`.',
  fields: (t) => ({
    quotaIds: t.stringList({ description: 'With one of these ids, at most 50.' }),
    type: t.field({
      type: QuotaType.ref,
      description: 'What is issued from them; `CASH_COUPON` when left out, as in the upstream.',
    }),
    statuses: t.field({ type: [QuotaStatus.ref], description: 'In one of these states, at most 5.' }),
    createdFrom: t.field({ type: 'DateTime', description: 'Given after this instant.' }),
    createdUntil: t.field({ type: 'DateTime', description: 'Given before this instant.' }),
    effectiveFrom: t.field({ type: 'DateTime', description: 'Usable from after this instant.' }),
    effectiveUntil: t.field({ type: 'DateTime', description: 'Usable from before this instant.' }),
    expiresFrom: t.field({ type: 'DateTime', description: 'Expire after this instant.' }),
    expiresUntil: t.field({ type: 'DateTime', description: 'Expire before this instant.' }),
  }),
});

interface QuotaArguments {
  readonly filter?: typeof QuotaFilterInput.$inferInput | null | undefined;
}

function toQuotaFilter({ filter }: QuotaArguments): CouponQuotaFilter {
  checkSpan('created', filter?.createdFrom, filter?.createdUntil);
  checkSpan('effective', filter?.effectiveFrom, filter?.effectiveUntil);
  checkSpan('expires', filter?.expiresFrom, filter?.expiresUntil);
  const ids = filter?.quotaIds ?? [];
  if (ids.length > 50) throw badInput(`filter.quotaIds: expected at most 50 ids, got ${ids.length}`);
  const statuses = codesIn('statuses', filter?.statuses, QuotaStatus.codeOf).map(Number);
  const type = codeIn('type', filter?.type, QuotaType.codeOf);
  return {
    ...(ids.length > 0 ? { quota_ids: ids } : {}),
    ...(statuses.length > 0 ? { quota_status_list: statuses } : {}),
    ...(type === undefined ? {} : { quota_type: Number(type) }),
    ...withoutEmpty({
      create_time_begin: filter?.createdFrom,
      create_time_end: filter?.createdUntil,
      effective_time_begin: filter?.effectiveFrom,
      effective_time_end: filter?.effectiveUntil,
      expire_time_begin: filter?.expiresFrom,
      expire_time_end: filter?.expiresUntil,
    }),
  };
}

const IssuedQuotaFilterInput = builder.inputType('IssuedCouponQuotaFilter', {
  description: 'Narrows quotas of resellers; fields that are left out do not filter.',
  fields: (t) => ({
    distributorId: t.string({ description: 'Of this reseller.' }),
    quotaId: t.string({ description: 'With this id.' }),
    parentQuotaId: t.string({ description: "From this quota of the distributor's own." }),
  }),
});

interface IssuedQuotaArguments {
  readonly filter?: typeof IssuedQuotaFilterInput.$inferInput | null | undefined;
}

const toIssuedQuotaFilter = ({ filter }: IssuedQuotaArguments): IssuedQuotaFilter =>
  withoutEmpty({
    indirect_partner_id: filter?.distributorId,
    quota_id: filter?.quotaId,
    parent_quota_id: filter?.parentQuotaId,
  });

const QuotaRecordFilterInput = builder.inputType('CouponQuotaRecordFilter', {
  description: 'Narrows operations on quotas of resellers; fields that are left out do not filter.',
  fields: (t) => ({
    distributorId: t.string({ description: 'On quotas of this reseller.' }),
    quotaId: t.string({ description: 'On this quota of a reseller.' }),
    parentQuotaId: t.string({ description: "On this quota of the distributor's own." }),
    type: t.field({ type: QuotaOperation.ref, description: 'This operation.' }),
    operatedFrom: t.field({ type: 'DateTime', description: 'At this instant or later.' }),
    operatedUntil: t.field({ type: 'DateTime', description: 'At this instant or earlier.' }),
  }),
});

interface QuotaRecordArguments {
  readonly filter?: typeof QuotaRecordFilterInput.$inferInput | null | undefined;
}

function toQuotaRecordFilter({ filter }: QuotaRecordArguments): QuotaRecordFilter {
  checkSpan('operated', filter?.operatedFrom, filter?.operatedUntil);
  return withoutEmpty({
    indirect_partner_id: filter?.distributorId,
    quota_id: filter?.quotaId,
    parent_quota_id: filter?.parentQuotaId,
    operation_type: codeIn('type', filter?.type, QuotaOperation.codeOf),
    operation_time_begin: filter?.operatedFrom,
    operation_time_end: filter?.operatedUntil,
  });
}

builder.interfaceField(PartnerAccountRef, 'couponQuotas', (t) =>
  t.field({
    type: connectionType('OwnCouponQuota', OwnQuotaRef, 'coupon quotas'),
    nullable: false,
    description: 'Quotas that it can issue coupons from.',
    args: {
      filter: t.arg({ type: QuotaFilterInput, description: 'Which quotas.' }),
      ...pageArguments(t.arg),
    },
    ...listed(couponQuotas, toQuotaFilter, (row) => row),
  }),
);

builder.objectFields(PartnerRef, (t) => ({
  issuedCouponQuotas: t.field({
    type: connectionType('IssuedCouponQuota', IssuedQuotaRef, 'quotas of resellers'),
    nullable: false,
    description: 'Quotas that it gave to its resellers; of distributors only.',
    args: {
      filter: t.arg({ type: IssuedQuotaFilterInput, description: 'Which quotas.' }),
      ...pageArguments(t.arg),
    },
    ...listed(issuedQuotas, toIssuedQuotaFilter, (row) => row),
  }),
  couponQuotaRecords: t.field({
    type: connectionType('CouponQuotaRecord', QuotaRecordRef, 'operations on quotas of resellers'),
    nullable: false,
    description: 'Quotas that it gave to its resellers and took back; of distributors only.',
    args: {
      filter: t.arg({ type: QuotaRecordFilterInput, description: 'Which operations.' }),
      ...pageArguments(t.arg),
    },
    ...listed(quotaRecords, toQuotaRecordFilter, (row) => row),
  }),
}));
