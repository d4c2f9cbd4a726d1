import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { type Names, named } from '../../support/expected/values.ts';
import { type Mapping, mapped, selectionOf } from '../../support/expected/wide-rows.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// The partner's own account, its coupon quotas and policies, and its resellers, each row against the world.

const CYCLE = '2026-09';
const INCLUDE =
  'partnerBalances,partnerChanges,adjustments,policies,couponQuotas,couponRecords,resellers,issuedCouponQuotas,couponQuotaRecords,consumingCustomers,customers,coupons';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({
    customers: 20,
    seed: 7,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
  });
  world = await harness.world(`?cycle=${CYCLE}&include=${INCLUDE}`);
});
afterAll(() => harness.close());

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly unknown[];
}

async function partner<Part>(selection: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await harness.query<{ partner: Part }>(`{ partner { ${selection} } }`, {}, headers);
  expect(answer.errors).toBeUndefined();
  return answer.data.partner;
}

const KIND: Names = { 1: 'CASH', 2: 'CREDIT', 5: 'BONUS', 7: 'DEPOSIT', 8: 'ALLOCATABLE' };
const BALANCE: Mapping = {
  accountId: 'account_id',
  kindCode: 'account_type',
  memo: 'memo',
  amount: ['money', 'amount'],
  designatedAmount: ['money', 'designated_amount'],
  creditLimit: ['money', 'credit_amount'],
};

const CHANGE: Mapping = {
  changeId: 'account_change_id',
  detailTypeCode: 'trade_detail_type',
  tradeId: 'trade_id',
  directionCode: 'type',
  customerAccountName: 'account_name',
  tradedAt: 'trade_time',
  amount: ['money', 'change_amount'],
  balanceAfter: ['money', 'balance_after_change'],
};

const ADJUSTMENT: Mapping = {
  typeCode: 'operation_type',
  transactionId: 'trans_id',
  scene: 'apply_scene',
  memo: 'memo',
  customerName: 'customer_name',
  amount: ['money', 'amount'],
  adjustedAt: 'operation_time',
};
const ADJUSTING: Names = {
  SOURCE_OPERATION_BEADJUST: 'ALLOCATION',
  SOURCE_OPERATION_BERETRIEVE: 'RECLAIM',
};

const QUOTA: Mapping = {
  quotaId: 'quota_id',
  typeCode: 'quota_type',
  statusCode: 'quota_status',
  amount: ['money', 'quota_value'],
  balance: ['money', 'balance'],
  createdAt: 'create_time',
  updatedAt: 'last_update_time',
  effectiveAt: 'effective_time',
  expiresAt: 'expire_time',
};
const QUOTA_TYPE: Names = { 0: 'CASH_COUPON', 1: 'FLEXI_PURCHASE_COUPON' };
const QUOTA_STATUS: Names = { 0: 'NORMAL', 3: 'INVALID', 4: 'ADJUSTING', 5: 'FROZEN' };

const RECORD: Mapping = {
  recordId: 'id',
  typeCode: 'operation_type',
  quotaId: 'quota_id',
  quotaTypeCode: 'quota_type',
  couponId: 'coupon_id',
  resultCode: 'result',
  remark: 'remark',
  amount: ['money', 'operation_amount'],
  operatedAt: 'operation_time',
};
const COUPON_OPERATION: Names = { 1: 'ISSUE', 4: 'EXPIRY' };
const RESULT: Names = { 0: 'SUCCESS', '-1': 'FAILURE' };

const QUOTA_RECORD: Mapping = {
  recordId: 'id',
  operator: 'operator',
  typeCode: 'operation_type',
  quotaId: 'quota_id',
  parentQuotaId: 'parent_quota_id',
  resultCode: 'result',
  distributorAccountName: 'indirect_partner_account_name',
  distributorName: 'indirect_partner_name',
  remark: 'remark',
  amount: ['money', 'amount'],
  operatedAt: 'operation_time',
};

const DISTRIBUTOR: Mapping = {
  distributorId: 'indirect_partner_id',
  name: 'name',
  accountName: 'account_name',
  mobilePhone: 'mobile_phone',
  email: 'email',
  associatedAt: 'associated_on',
  accountManagerId: 'account_manager_id',
  accountManagerName: 'account_manager_name',
};

const customerOf = (row: TruthRow) => (row['customer_id'] ? { customerId: row['customer_id'] } : null);

const limits = (row: TruthRow) =>
  ((row['limit_infos'] ?? []) as readonly TruthRow[]).map((limit) => ({
    key: limit['limit_key'],
    values: ((limit['limit_values'] ?? []) as readonly TruthRow[]).map((value) => value['value1']),
  }));

const quotaRow = (row: TruthRow) => ({
  ...mapped(QUOTA, row),
  type: named(QUOTA_TYPE, row['quota_type']),
  status: named(QUOTA_STATUS, row['quota_status']),
  limits: limits(row),
});
const QUOTA_SELECTION = `${selectionOf(QUOTA)} type status limits { key values }`;

/** Rows of listings whose order the upstream leaves open. */
const sorted = (rows: readonly unknown[]): readonly unknown[] =>
  rows.map((row) => JSON.stringify(row)).sort();

describe("the partner's account", () => {
  it('shows its balances and every change', async () => {
    const { result, calls } = await harness.callsOf(() =>
      partner<{ balances: unknown; accountChanges: Page; credit: Page }>(`
        balances { ${selectionOf(BALANCE)} kind }
        accountChanges(first: 100, filter: { tradedFrom: "2020-01-01" }) { totalCount nodes { ${selectionOf(CHANGE)} direction customer { customerId } } }
        credit: accountChanges(account: CREDIT) { totalCount nodes { changeId } }`),
    );
    expect(result.balances).toEqual(
      world.partnerBalances.map((row) => ({
        ...mapped(BALANCE, row),
        kind: named(KIND, row['account_type']),
      })),
    );
    expect(world.partnerChanges.length).toBeGreaterThan(20);
    expect(result.accountChanges).toEqual({
      totalCount: world.partnerChanges.length,
      nodes: world.partnerChanges.map((row) => ({
        ...mapped(CHANGE, row),
        direction: row['type'] === '1' ? 'REVENUE' : 'EXPENSE',
        customer: customerOf(row),
      })),
    });
    expect(result.credit).toEqual({ totalCount: 0, nodes: [] });
    expect(calls).toEqual({ ListPartnerBalances: 1, ListPartnerAccountChangeRecords: 2 });
  });

  it('filters changes by kind and business day', async () => {
    const { topUps, early, lastYear } = await partner<Record<'topUps' | 'early' | 'lastYear', Page>>(`
      topUps: accountChanges(filter: { type: TOP_UP, tradedFrom: "2020-01-01" }) { totalCount nodes { detailTypeCode } }
      early: accountChanges(first: 100, filter: { tradedFrom: "2020-01-01", tradedUntil: "2026-06-30" }) { totalCount nodes { tradedAt } }
      lastYear: accountChanges(first: 100) { totalCount nodes { tradedAt } }`);
    expect(topUps.totalCount).toBe(5);
    expect(new Set(topUps.nodes.map((node) => JSON.stringify(node)))).toEqual(
      new Set(['{"detailTypeCode":"SOURCE_OPERATION_RECHARGE"}']),
    );
    const until = Date.parse('2026-07-01T00:00:00+08:00');
    const want = world.partnerChanges.filter((row) => Date.parse(String(row['trade_time'])) < until);
    expect(want.length).toBeGreaterThan(0);
    expect(want.length).toBeLessThan(world.partnerChanges.length);
    expect(early.nodes).toEqual(want.map((row) => ({ tradedAt: row['trade_time'] })));
    const since = Date.parse('2025-10-20T00:00:00+08:00');
    const recent = world.partnerChanges.filter((row) => Date.parse(String(row['trade_time'])) >= since);
    expect(lastYear.nodes).toEqual(recent.map((row) => ({ tradedAt: row['trade_time'] })));
  });

  it('shows adjustments of all customers, of one, and of one kind', async () => {
    const [first] = world.adjustments;
    const customerId = String(first?.['customer_id']);
    const select = `totalCount nodes { ${selectionOf(ADJUSTMENT)} type customer { customerId } }`;
    const { data, errors } = await harness.query<{
      partner: { all: Page; back: Page };
      customer: { adjustments: Page };
    }>(`{ partner { all: adjustments(first: 100) { ${select} } back: adjustments(first: 100, filter: { type: RECLAIM }) { ${select} } }
      customer(customerId: "${customerId}") { adjustments { ${select} } } }`);
    expect(errors).toBeUndefined();
    const want = (rows: readonly TruthRow[]) =>
      rows.map((row) => ({
        ...mapped(ADJUSTMENT, row),
        type: named(ADJUSTING, row['operation_type']),
        customer: customerOf(row),
      }));
    expect(sorted(data.partner.all.nodes)).toEqual(sorted(want(world.adjustments)));
    const reclaims = world.adjustments.filter(
      (row) => row['operation_type'] === 'SOURCE_OPERATION_BERETRIEVE',
    );
    expect(reclaims.length).toBeGreaterThan(0);
    expect(sorted(data.partner.back.nodes)).toEqual(sorted(want(reclaims)));
    const own = world.adjustments.filter((row) => row['customer_id'] === customerId);
    expect(sorted(data.customer.adjustments.nodes)).toEqual(sorted(want(own)));
  });

  it('sweeps the adjustments of many customers instead of asking for each', async () => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query<{ customers: { nodes: { customerId: string; adjustments: Page }[] } }>(
        '{ customers(first: 20) { nodes { customerId adjustments(first: 5) { nodes { transactionId } } } } }',
        {},
        { 'cache-control': 'no-cache' },
      ),
    );
    expect(result.errors).toBeUndefined();
    expect(calls).toEqual({ ListSubCustomers: 1, ListPartnerAdjustRecords: 1 });
    for (const { customerId, adjustments } of result.data.customers.nodes) {
      const own = world.adjustments.filter((row) => row['customer_id'] === customerId);
      expect(sorted(adjustments.nodes)).toEqual(
        sorted(own.map((row) => ({ transactionId: row['trans_id'] }))),
      );
    }
  });

  it('narrows adjustments to a span', async () => {
    const times = world.adjustments.map((row) => String(row['operation_time'])).sort();
    const [from = '', until = ''] = [times[2], times.at(-3)];
    const { adjustments } = await partner<{ adjustments: Page }>(
      `adjustments(first: 100, filter: { adjustedFrom: "${from}", adjustedUntil: "${until}" }) { totalCount nodes { adjustedAt } }`,
    );
    const want = times.filter((time) => time >= from && time <= until);
    expect(want.length).toBeLessThan(times.length);
    expect(sorted(adjustments.nodes)).toEqual(sorted(want.map((adjustedAt) => ({ adjustedAt }))));
  });

  it('names what is wrong with a filter', async () => {
    const { errors } = await harness.query(
      '{ partner { accountChanges(filter: { tradedFrom: "2026-09-02", tradedUntil: "2026-09-01" }) { totalCount } adjustments(filter: { type: UNKNOWN }) { totalCount } } }',
    );
    expect(errors?.map(({ message, extensions }) => [extensions.code, message])).toEqual([
      [
        'BAD_USER_INPUT',
        'filter.tradedFrom and filter.tradedUntil: expected two days in order, got 2026-09-02 and 2026-09-01',
      ],
      ['BAD_USER_INPUT', 'filter.type: expected a known value, got UNKNOWN'],
    ]);
  });
});

describe('policies and consumers of a month', () => {
  it.each(['zh', 'en'])('shows the policy of each service in %s', async (language) => {
    const localised = await harness.world(`?include=policies&language=${language === 'en' ? 'en_US' : ''}`);
    const { policies } = await partner<{ policies: Page }>(
      `policies(month: "${CYCLE}", first: 100) { totalCount nodes { serviceType { code name } incentive incentiveCode allowsPartnerDiscount } }`,
      { 'accept-language': language },
    );
    const INCENTIVE: Names = {
      0: 'GENERAL_PRODUCT',
      1: 'SPECIFIC_PRODUCT',
      2: 'NO_PERFORMANCE_NO_REBATE',
      13: 'PERFORMANCE_WITHOUT_REBATE',
    };
    expect(policies.nodes).toEqual(
      localised.policies.map((row) => ({
        serviceType: { code: row['service_type_code'], name: row['service_type_name'] },
        incentive: named(INCENTIVE, row['incentive_policy']),
        incentiveCode: row['incentive_policy'],
        allowsPartnerDiscount: row['allow_discount'] === 'YES',
      })),
    );
    expect(policies.totalCount).toBe(localised.policies.length);
  });

  it('shows the policy of one service', async () => {
    const code = String(world.policies[1]?.['service_type_code']);
    const { policies } = await partner<{ policies: Page }>(
      `policies(month: "${CYCLE}", serviceTypeCode: "${code}") { totalCount nodes { serviceType { code } } }`,
    );
    expect(policies).toEqual({ totalCount: 1, nodes: [{ serviceType: { code } }] });
  });

  it('shows who consumed anything', async () => {
    const { consumingCustomers } = await partner<{ consumingCustomers: Page }>(
      `consumingCustomers(cycle: "${CYCLE}", first: 100) { totalCount nodes { customerId name } }`,
    );
    expect(world.consumingCustomers.length).toBeGreaterThan(5);
    expect(consumingCustomers.totalCount).toBe(world.consumingCustomers.length);
    const name = (id: unknown) => world.customers.find((row) => row['customer_id'] === id)?.['customer'];
    expect(sorted(consumingCustomers.nodes)).toEqual(
      sorted(
        world.consumingCustomers.map((row) => ({
          customerId: row['customer_id'],
          name: name(row['customer_id']) ?? null,
        })),
      ),
    );
  });
});

describe('coupon quotas and records', () => {
  it('shows quotas by kind, state and id', async () => {
    const [first] = world.couponQuotas;
    const { coupons, cash, frozen, one } = await partner<Record<string, Page>>(`
      coupons: couponQuotas(first: 100) { totalCount nodes { ${QUOTA_SELECTION} } }
      cash: couponQuotas(first: 100, filter: { type: FLEXI_PURCHASE_COUPON }) { totalCount nodes { ${QUOTA_SELECTION} } }
      frozen: couponQuotas(first: 100, filter: { statuses: [FROZEN, INVALID] }) { totalCount nodes { statusCode } }
      one: couponQuotas(filter: { quotaIds: ["${first?.['quota_id']}"] }) { totalCount nodes { quotaId } }`);
    const ofType = (type: number) => world.couponQuotas.filter((row) => row['quota_type'] === type);
    expect(coupons?.nodes).toEqual(ofType(0).map(quotaRow));
    expect(cash?.nodes).toEqual(ofType(1).map(quotaRow));
    expect(ofType(1).length).toBeGreaterThan(0);
    const stopped = ofType(0).filter((row) => row['quota_status'] === 5 || row['quota_status'] === 3);
    expect(frozen?.totalCount).toBe(stopped.length);
    expect(one).toEqual({ totalCount: 1, nodes: [{ quotaId: first?.['quota_id'] }] });
  });

  it('shows what became of coupons, with coupon, quota and customer', async () => {
    const select = `totalCount nodes { ${selectionOf(RECORD)} type result quotaType customer { customerId }
      coupon { couponId } quota { quotaId } }`;
    const { result, calls } = await harness.callsOf(() =>
      partner<{ couponRecords: Page; expired: Page }>(`
        couponRecords(first: 3) { ${select} }
        expired: couponRecords(first: 100, filter: { types: [EXPIRY] }) { totalCount nodes { typeCode } }`),
    );
    const want = (row: TruthRow) => ({
      ...mapped(RECORD, row),
      type: named(COUPON_OPERATION, row['operation_type']),
      result: named(RESULT, row['result']),
      quotaType: named(QUOTA_TYPE, row['quota_type']),
      customer: customerOf(row),
      coupon: { couponId: row['coupon_id'] },
      quota: { quotaId: row['quota_id'] },
    });
    expect(result.couponRecords).toEqual({
      totalCount: world.couponRecords.length,
      nodes: world.couponRecords.slice(0, 3).map(want),
    });
    const expiries = world.couponRecords.filter((row) => row['operation_type'] === '4');
    expect(expiries.length).toBeGreaterThan(0);
    expect(result.expired.totalCount).toBe(expiries.length);
    // Three records of one quota: its id is asked for once.
    expect(calls['ListQuotaCoupons']).toBe(1);
  });

  it('narrows records to coupons and spans', async () => {
    const [first, second] = world.couponRecords.map((row) => String(row['coupon_id']));
    const times = world.couponRecords.map((row) => String(row['operation_time'])).sort();
    const quotaTimes = world.couponQuotaRecords.map((row) => String(row['operation_time'])).sort();
    const middle = (all: readonly string[]) => [all[1] ?? '', all.at(-2) ?? ''] as const;
    const [from, until] = middle(times);
    const [quotaFrom, quotaUntil] = middle(quotaTimes);
    const { some, spanned, quotas } = await partner<Record<string, Page>>(`
      some: couponRecords(first: 100, filter: { couponIds: ["${first}", "${second}"] }) { totalCount nodes { couponId } }
      spanned: couponRecords(first: 500, filter: { operatedFrom: "${from}", operatedUntil: "${until}" }) { totalCount nodes { operatedAt } }
      quotas: couponQuotaRecords(first: 500, filter: { operatedFrom: "${quotaFrom}", operatedUntil: "${quotaUntil}" }) { totalCount nodes { operatedAt } }`);
    const ids = world.couponRecords.map((row) => row['coupon_id']);
    expect(sorted(some?.nodes ?? [])).toEqual(
      sorted(ids.filter((id) => id === first || id === second).map((couponId) => ({ couponId }))),
    );
    const within = (all: readonly string[], [begin, end]: readonly [string, string]) =>
      sorted(all.filter((time) => time >= begin && time <= end).map((operatedAt) => ({ operatedAt })));
    expect(sorted(spanned?.nodes ?? [])).toEqual(within(times, [from, until]));
    expect(sorted(quotas?.nodes ?? [])).toEqual(within(quotaTimes, [quotaFrom, quotaUntil]));
    expect(spanned?.totalCount).toBeLessThan(times.length);
  });

  it('shows what became of the coupons of one customer', async () => {
    const customerId = String(world.couponRecords[0]?.['customer_id']);
    const { data } = await harness.query<{ customer: { couponRecords: Page } }>(
      `{ customer(customerId: "${customerId}") { couponRecords(first: 100) { totalCount nodes { recordId } } } }`,
    );
    const own = world.couponRecords.filter((row) => row['customer_id'] === customerId);
    expect(data.customer.couponRecords).toEqual({
      totalCount: own.length,
      nodes: own.map((row) => ({ recordId: row['id'] })),
    });
  });
});

describe('resellers', () => {
  it('lists them, with the quotas that they got', async () => {
    const { distributors, issuedCouponQuotas, couponQuotaRecords } = await partner<Record<string, Page>>(`
      distributors(first: 100) { totalCount nodes { ${selectionOf(DISTRIBUTOR)} } }
      issuedCouponQuotas(first: 100) { totalCount nodes { ${QUOTA_SELECTION} parentQuotaId
        distributorName distributorAccountName distributor { distributorId name } } }
      couponQuotaRecords(first: 100) { totalCount nodes { ${selectionOf(QUOTA_RECORD)} type result
        distributor { distributorId } } }`);
    expect(distributors?.nodes).toEqual(world.resellers.map((row) => mapped(DISTRIBUTOR, row)));
    expect(issuedCouponQuotas?.nodes).toEqual(
      world.issuedCouponQuotas.map((row) => ({
        ...quotaRow(row),
        parentQuotaId: row['parent_quota_id'],
        distributorName: row['indirect_partner_name'],
        distributorAccountName: row['indirect_partner_account_name'],
        distributor: { distributorId: row['indirect_partner_id'], name: row['indirect_partner_name'] },
      })),
    );
    expect(couponQuotaRecords?.nodes).toEqual(
      world.couponQuotaRecords.map((row) => ({
        ...mapped(QUOTA_RECORD, row),
        type: row['operation_type'] === '10' ? 'GRANT' : 'RECLAIM',
        result: named(RESULT, row['result']),
        distributor: { distributorId: row['indirect_partner_id'] },
      })),
    );
  });

  it('filters them, their quotas and what became of these', async () => {
    const row = world.issuedCouponQuotas.at(-1);
    const id = String(row?.['indirect_partner_id']);
    const { named, issued, granted, later } = await partner<Record<string, Page>>(`
      named: distributors(filter: { accountName: "reseller_07" }) { totalCount nodes { accountName } }
      later: distributors(first: 100, filter: { associatedFrom: "2026-09-01T00:00:00Z" }) { totalCount nodes { name } }
      issued: issuedCouponQuotas(filter: { distributorId: "${id}" }) { totalCount nodes { quotaId } }
      granted: couponQuotaRecords(first: 100, filter: { type: GRANT, distributorId: "${id}" }) { totalCount nodes { quotaId } }`);
    expect(named?.nodes).toEqual([{ accountName: 'sandbox_reseller_07' }]);
    const recent = world.resellers.filter((one) => String(one['associated_on']) >= '2026-09-01T00:00:00Z');
    expect(recent.length).toBeGreaterThan(0);
    expect(later?.totalCount).toBe(recent.length);
    const own = (rows: readonly TruthRow[]) => rows.filter((one) => one['indirect_partner_id'] === id);
    expect(issued?.nodes).toEqual(own(world.issuedCouponQuotas).map((one) => ({ quotaId: one['quota_id'] })));
    expect(granted?.totalCount).toBe(
      own(world.couponQuotaRecords).filter((one) => one['operation_type'] === '10').length,
    );
  });
});
