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
import { listField } from '../core/connection/edge-connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { codeIn, codesIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { type Kind, ofKind } from '../core/kind.ts';
import { siteCurrency } from '../core/money.ts';
import { amounts, codes, instants, ofInterface, texts } from '../core/row-fields.ts';
import { DistributorRef, distributorOf } from '../distributors/distributor-node.ts';
import { PartnerRef } from '../partner/partner.ts';
import { PartnerAccountRef } from '../partner/partner-account.ts';
import { Outcome, QuotaOperation, QuotaStatus, QuotaType } from './coupon-quota-enums.ts';

type QuotaLimit = CouponQuotaRow['limit_infos'][number];

const QuotaLimitRef = builder.objectRef<QuotaLimit>('CouponQuotaLimit').implement({
  description: 'Restriction on the use of coupons of a quota.',
  fields: (t) => ({
    ...texts(t, {
      key: [
        'Subject of the restriction, as named by the upstream, e.g. `CLOUD_SERVICE_TYPE`.',
        (limit) => limit.limit_key,
      ],
    }),
    values: t.stringList({
      nullable: { list: false, items: false },
      description: 'Allowed values, e.g. codes of cloud services; a range consists of two values.',
      resolve: (limit) =>
        limit.limit_values.flatMap(({ value1, value2 }) =>
          [value1, value2].filter((value) => value !== undefined),
        ),
    }),
  }),
});

export type OwnQuota = CouponQuotaRow & Kind<'ownQuota'>;
type IssuedQuota = IssuedQuotaRow & Kind<'issuedQuota'>;

const QuotaRef = builder.interfaceRef<OwnQuota | IssuedQuota>('CouponQuota').implement({
  description: 'Amount up to which coupons can be issued.',
  resolveType: ({ kind }) => (kind === 'issuedQuota' ? 'IssuedCouponQuota' : 'OwnCouponQuota'),
  fields: (t) => ({
    ...texts(ofInterface(t), {
      quotaId: ['Upstream id of the coupon quota.', (row) => row.quota_id],
      typeCode: ['Raw upstream code of the quota type.', (row) => row.quota_type],
      statusCode: ['Raw upstream code of the quota status.', (row) => row.quota_status],
    }),
    ...codes(ofInterface(t), {
      type: [QuotaType, 'Type of the coupons issued from the quota.', (row) => row.quota_type],
      status: [
        QuotaStatus,
        'Status of the coupon quota: availability for issuing coupons.',
        (row) => row.quota_status,
      ],
    }),

    ...amounts(ofInterface(t), {
      amount: ['Total amount of the coupon quota.', (row) => row.quota_value],
      balance: ['Remaining amount of the coupon quota.', (row) => row.balance],
    }),

    ...instants(ofInterface(t), {
      createdAt: ['Time when the coupon quota was granted, in UTC.', (row) => row.create_time],
      updatedAt: ['Time when the coupon quota was last changed, in UTC.', (row) => row.last_update_time],
      effectiveAt: [
        'Time from which coupons can be issued from the quota, in UTC.',
        (row) => row.effective_time,
      ],
      expiresAt: ['Time until which coupons can be issued from the quota, in UTC.', (row) => row.expire_time],
    }),

    limits: t.field({
      type: [QuotaLimitRef],
      nullable: { list: false, items: false },
      description: 'Restrictions on the use of coupons from the quota; unrestricted when empty.',
      resolve: (row) => [...row.limit_infos],
    }),
  }),
});

export const OwnQuotaRef = builder.objectRef<OwnQuota>('OwnCouponQuota').implement({
  description: 'Coupon quota of the partner itself, or of the requested reseller.',
  interfaces: [QuotaRef],
});

const IssuedQuotaRef = builder.objectRef<IssuedQuota>('IssuedCouponQuota').implement({
  description: 'Coupon quota granted to a reseller by a distributor.',
  interfaces: [QuotaRef],
  fields: (t) => ({
    distributor: t.field({
      type: DistributorRef,
      description: 'Reseller that holds the coupon quota.',
      resolve: (row) => distributorOf(row.indirect_partner_id),
    }),
    ...texts(t, {
      distributorAccountName: ['Login name of the reseller.', (row) => row.indirect_partner_account_name],
      distributorName: ['Company name of the reseller.', (row) => row.indirect_partner_name],
      parentQuotaId: [
        "Upstream id of the distributor's own quota from which the coupon quota originates.",
        (row) => row.parent_quota_id,
      ],
    }),
  }),
});

const QuotaRecordRef = builder.objectRef<QuotaRecordRow>('CouponQuotaRecord').implement({
  description: 'Grant of a coupon quota by a distributor to a reseller, or reclaim of such a quota.',
  fields: (t) => ({
    ...texts(t, {
      recordId: ['Upstream id of the record.', (row) => row.id],
      operator: ['Login name of the person who performed the operation.', (row) => row.operator],
      typeCode: ['Raw upstream code of the operation type.', (row) => row.operation_type],
      quotaId: ['Upstream id of the quota of the reseller.', (row) => row.quota_id],
      parentQuotaId: ["Upstream id of the distributor's own quota.", (row) => row.parent_quota_id],
      resultCode: ['Raw upstream code of the result.', (row) => row.result],
      distributorAccountName: ['Login name of the reseller.', (row) => row.indirect_partner_account_name],
      distributorName: [
        'Name of the reseller that has the coupon quota.',
        (row) => row.indirect_partner_name,
      ],
      remark: ['Note on the operation on the coupon quota.', (row) => row.remark],
    }),
    ...codes(t, {
      type: [QuotaOperation, 'Type of the operation on the coupon quota.', (row) => row.operation_type],
      result: [Outcome, 'Result of the operation on the coupon quota.', (row) => row.result],
    }),
    ...amounts(
      t,
      { amount: ['Amount of quota that was granted or reclaimed.', (row) => row.amount] },
      siteCurrency,
    ),
    ...instants(t, {
      operatedAt: ['Time when the operation was performed, in UTC.', (row) => row.operation_time],
    }),
    distributor: t.field({
      type: DistributorRef,
      description: 'Reseller that has the coupon quota.',
      resolve: (row) => distributorOf(row.indirect_partner_id),
    }),
  }),
});

const QuotaFilterInput = builder.inputType('CouponQuotaFilter', {
  description: 'Filter for a list of coupon quotas. Omitted fields do not filter, except `type`.',
  fields: (t) => ({
    quotaIds: t.stringList({ description: 'Only quotas with one of these ids, at most 50.' }),
    type: t.field({
      type: QuotaType.ref,
      description: 'Only quotas for coupons of this type; `CASH_COUPON` when omitted, as in the upstream.',
    }),
    statuses: t.field({
      type: [QuotaStatus.ref],
      description: 'Only quotas with one of these statuses, at most 5.',
    }),
    createdFrom: t.field({ type: 'DateTime', description: 'Only quotas granted after this instant.' }),
    createdUntil: t.field({ type: 'DateTime', description: 'Only quotas granted before this instant.' }),
    effectiveFrom: t.field({
      type: 'DateTime',
      description: 'Only quotas that become usable after this instant.',
    }),
    effectiveUntil: t.field({
      type: 'DateTime',
      description: 'Only quotas that become usable before this instant.',
    }),
    expiresFrom: t.field({ type: 'DateTime', description: 'Only quotas that expire after this instant.' }),
    expiresUntil: t.field({ type: 'DateTime', description: 'Only quotas that expire before this instant.' }),
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
  description: 'Filter for a list of coupon quotas of resellers. Omitted fields do not filter.',
  fields: (t) => ({
    distributorId: t.string({ description: 'Only quotas of the reseller with this id.' }),
    quotaId: t.string({ description: 'Only the quota with this id.' }),
    parentQuotaId: t.string({
      description: "Only quotas granted from the distributor's quota with this id.",
    }),
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
  description: 'Filter for a list of operations on coupon quotas of resellers. Omitted fields do not filter.',
  fields: (t) => ({
    distributorId: t.string({ description: 'Only operations on quotas of the reseller with this id.' }),
    quotaId: t.string({ description: "Only operations on the reseller's quota with this id." }),
    parentQuotaId: t.string({ description: "Only operations on the distributor's own quota with this id." }),
    type: t.field({ type: QuotaOperation.ref, description: 'Only operations of this type.' }),
    operatedFrom: t.field({
      type: 'DateTime',
      description: 'Only operations performed at or after this instant.',
    }),
    operatedUntil: t.field({
      type: 'DateTime',
      description: 'Only operations performed at or before this instant.',
    }),
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
    description: 'Quotas from which the partner or reseller can issue coupons.',
    args: {
      filter: t.arg({ type: QuotaFilterInput, description: 'Filter for the returned coupon quotas.' }),
      ...pageArguments(t.arg),
    },
    ...listField(couponQuotas, toQuotaFilter, ofKind('ownQuota')),
  }),
);

builder.objectFields(PartnerRef, (t) => ({
  issuedCouponQuotas: t.field({
    type: connectionType('IssuedCouponQuota', IssuedQuotaRef, 'quotas of resellers'),
    description: 'Quotas granted to resellers; for distributors only.',
    args: {
      filter: t.arg({
        type: IssuedQuotaFilterInput,
        description: 'Filter for the returned issued coupon quotas.',
      }),
      ...pageArguments(t.arg),
    },
    ...listField(issuedQuotas, toIssuedQuotaFilter, ofKind('issuedQuota')),
  }),
  couponQuotaRecords: t.field({
    type: connectionType('CouponQuotaRecord', QuotaRecordRef, 'operations on quotas of resellers'),
    description: 'Records of quotas granted to resellers and taken back; for distributors only.',
    args: {
      filter: t.arg({
        type: QuotaRecordFilterInput,
        description: 'Filter for the returned coupon quota records.',
      }),
      ...pageArguments(t.arg),
    },
    ...listField(quotaRecords, toQuotaRecordFilter, (row) => row),
  }),
}));
