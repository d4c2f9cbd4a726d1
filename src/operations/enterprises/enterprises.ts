import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, list, rows, text, total } from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { couponUseLimit } from '../coupon-use-limit.ts';
import { pageInQuery, paging } from '../parameters.ts';

// What an enterprise's master account sees of its organisation; the master account's credential asks.

const master = {
  method: 'GET',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'customer',
  quotaPerSecond: 10,
} as const;

export interface OrganizationUnitRow {
  readonly relation_id?: string | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly child_nodes: readonly OrganizationUnitRow[];
}

const organizationUnit: z.ZodType<OrganizationUnitRow> = z.object({
  relation_id: text,
  id: text,
  name: text,
  get child_nodes() {
    return list(organizationUnit);
  },
});

export const organization = z.object({
  root_id: text,
  root_name: text,
  child_nodes: rows(organizationUnit),
});
export type OrganizationRow = z.output<typeof organization>;

export const ListEnterpriseOrganizations = defineOperation({
  ...master,
  name: 'ListEnterpriseOrganizations',
  summary: 'The tree of units of an enterprise',
  path: '/v2/enterprises/multi-accounts/enterprise-organizations',
  parameters: {
    recursive_query: { in: 'query', type: 'int', min: 0, max: 1 },
    parent_id: { in: 'query', type: 'string' },
  },
  freshness: { seconds: 600 },
  response: organization,
});

export const subAccountRow = z.object({
  id: text,
  name: text,
  display_name: text,
  status: code,
  org_id: text,
  org_name: text,
});
export type SubAccountRow = z.output<typeof subAccountRow>;

export const ListEnterpriseSubCustomers = defineOperation({
  ...master,
  name: 'ListEnterpriseSubCustomers',
  summary: 'The sub-accounts of an enterprise',
  path: '/v2/enterprises/multi-accounts/sub-customers',
  sites: ['cn', 'intl'],
  parameters: {
    sub_customer_account_name: { in: 'query', type: 'string' },
    sub_customer_display_name: { in: 'query', type: 'string' },
    fuzzy_query: { in: 'query', type: 'int', min: 0, max: 1 },
    org_id: { in: 'query', type: 'string' },
    ...pageInQuery(100, 0),
  },
  paging: paging('sub_customer_infos', 100),
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, sub_customer_infos: rows(subAccountRow) }),
});

const amount = {
  measure_id: int,
  currency: text,
  amount: decimal,
  credit_amount: decimal,
  expire_time: instant,
};

export const transferAmountRow = z.object({ ...amount, avail_transfer_amount: decimal });
export type TransferAmountRow = z.output<typeof transferAmountRow>;

export const ShowMultiAccountTransferAmount = defineOperation({
  ...master,
  name: 'ShowMultiAccountTransferAmount',
  summary: 'What the master account can transfer to its sub-accounts',
  path: '/v2/enterprises/multi-accounts/transfer-amount',
  parameters: { balance_type: { in: 'query', type: 'string', required: true }, ...pageInQuery(100, 0) },
  paging: paging('amount_infos', 100),
  freshness: { seconds: 30 },
  response: z.object({ total_count: total, amount_infos: rows(transferAmountRow) }),
});

export const retrieveAmountRow = z.object({ ...amount, avail_retrieve_amount: decimal });
export type RetrieveAmountRow = z.output<typeof retrieveAmountRow>;

export const ListEnterpriseMultiAccount = defineOperation({
  ...master,
  name: 'ListEnterpriseMultiAccount',
  summary: 'What can be taken back from a sub-account',
  path: '/v2/enterprises/multi-accounts/retrieve-amount',
  parameters: {
    sub_customer_id: { in: 'query', type: 'string', required: true },
    balance_type: { in: 'query', type: 'string', required: true },
    ...pageInQuery(100),
  },
  paging: paging('amount_infos', 100),
  freshness: { seconds: 30 },
  response: z.object({ total_count: total, amount_infos: rows(retrieveAmountRow) }),
});

const coupon = {
  coupon_id: text,
  plan_name: text,
  balance: decimal,
  effective_time: instant,
  expire_time: instant,
  use_limits: list(couponUseLimit),
};

export const transferCouponRow = z.object(coupon);
export type TransferCouponRow = z.output<typeof transferCouponRow>;

export const ListMultiAccountTransferCoupons = defineOperation({
  ...master,
  name: 'ListMultiAccountTransferCoupons',
  summary: 'Coupons that the master account can transfer to its sub-accounts',
  path: '/v2/enterprises/multi-accounts/transfer-coupons',
  parameters: pageInQuery(100, 0),
  paging: paging('avail_transfer_coupons', 100),
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, avail_transfer_coupons: rows(transferCouponRow) }),
});

export const retrieveCouponRow = z.object({ ...coupon, sub_coupon_id: text });
export type RetrieveCouponRow = z.output<typeof retrieveCouponRow>;

export const ListMultiAccountRetrieveCoupons = defineOperation({
  ...master,
  name: 'ListMultiAccountRetrieveCoupons',
  summary: 'Coupons that can be taken back from a sub-account',
  path: '/v2/enterprises/multi-accounts/retrieve-coupons',
  parameters: { sub_customer_id: { in: 'query', type: 'string', required: true }, ...pageInQuery(100) },
  paging: paging('avail_retrieve_coupons', 100),
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, avail_retrieve_coupons: rows(retrieveCouponRow) }),
});
