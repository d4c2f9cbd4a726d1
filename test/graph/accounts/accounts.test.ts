import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { absent, money, type Names, named, text } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { type ConnectionPage, readConnection } from '../../support/paging.ts';

// A customer's own account: every field asks with the customer's own credential.

let harness: Harness;
let world: Truth;
/** Customers that granted the agency, and one that did not. */
let granted: readonly string[];
let refused: string;
beforeAll(async () => {
  harness = await startHarness({
    customers: 60,
    seed: 7,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
  });
  world = await harness.world(
    '?include=customers,customersWithAgency,accountBalances,accountChanges,couponChanges,storedValueCards,customerCoupons',
  );
  granted = world.customersWithAgency;
  refused = String(
    world.customers.find((row) => !granted.includes(String(row['customer_id'])))?.['customer_id'],
  );
});
afterEach(() => harness.reset());
afterAll(() => harness.close());

const of = (rows: readonly TruthRow[], customerId: string) =>
  rows.filter((row) => row['customer_id'] === customerId);

const ACCOUNT: Names = { 1: 'CASH', 2: 'CREDIT', 5: 'BONUS', 7: 'DEPOSIT' };
const CHANNEL: Names = { 1: 'ALIPAY', 2: 'BANK_TRANSFER', 5: 'WECHAT_PAY' };

const change = (row: TruthRow) => ({
  detailTypeCode: text(row['trade_detail_type']),
  tradedAt: text(row['trade_time']),
  tradeId: text(row['trade_id']),
  direction: row['revenue_expense_type'],
  directionCode: row['revenue_expense_type'],
  amount: money(row['change_amount']),
  balanceAfter: money(row['balance_after_change']),
  cycle: text(row['bill_cycle']),
  accountName: text(row['account_name']),
  serviceTypeName: text(row['cloud_service_type_name']),
  resourceTypeName: text(row['resource_type_name']),
});
const CHANGE = `detailTypeCode tradedAt tradeId direction directionCode amount { amount currency }
  balanceAfter { amount currency } cycle accountName serviceTypeName resourceTypeName`;

/** The upstream lists the last year where nobody says otherwise. */
const lastYear = (rows: readonly TruthRow[]) =>
  rows.filter((row) => String(row['trade_time']) >= '2025-10-19T16:00:00Z');

describe('the account of a customer', () => {
  it('shows every field of everybody who granted the agency, one call each', async () => {
    const query = `{ customers(first: 60) { nodes { customerId account { balances {
      debt { amount currency }
      accounts { accountId kind kindCode amount { amount currency } designatedAmount { amount } creditLimit { amount } }
    } } } } }`;
    const { result, calls } = await harness.callsOf(() =>
      harness.query<{ customers: { nodes: { customerId: string; account: unknown }[] } }>(query),
    );
    const shown = result.data.customers.nodes.filter(({ customerId }) => granted.includes(customerId));
    expect(shown).toEqual(
      granted.map((customerId) => {
        const [row] = of(world.accountBalances, customerId);
        const accounts = row?.['account_balances'] as readonly TruthRow[];
        const plain = (value: unknown) => (absent(value) ? null : { amount: money(value)?.amount });
        return {
          customerId,
          account: {
            balances: {
              debt: money(row?.['debt_amount']),
              accounts: accounts.map((one) => ({
                accountId: one['account_id'],
                kind: named(ACCOUNT, one['account_type']),
                kindCode: text(one['account_type']),
                amount: money(one['amount']),
                designatedAmount: plain(one['designated_amount']),
                creditLimit: plain(one['credit_amount']),
              })),
            },
          },
        };
      }),
    );
    const without = world.customers.length - granted.length;
    expect(result.errors).toHaveLength(without);
    for (const { path, extensions } of result.errors ?? []) {
      expect([path?.slice(-2), extensions.code]).toEqual([['account', 'balances'], 'UPSTREAM_REJECTED']);
    }
    expect(calls['ShowCustomerAccountBalances']).toBe(granted.length);
  });

  it.each([
    ['CASH', 'BALANCE_TYPE_DEBIT'],
    ['CREDIT', 'BALANCE_TYPE_CREDIT'],
  ])('lists the changes of the %s account', async (account, balanceType) => {
    for (const customerId of granted.slice(0, 8)) {
      const { data, errors } = await harness.query(`{ customer(customerId: "${customerId}") { account {
        changes(account: ${account}, first: 500) { totalCount nodes {
          ${CHANGE} changeId paymentChannel paymentChannelCode paymentChannelNumber consumedAt
        } }
      } } }`);
      expect(errors).toBeUndefined();
      const rows = lastYear(
        of(world.accountChanges, customerId).filter((row) => row['balance_type'] === balanceType),
      );
      expect(data).toEqual({
        customer: {
          account: {
            changes: {
              totalCount: rows.length,
              nodes: rows.map((row) => ({
                ...change(row),
                changeId: row['account_change_id'],
                paymentChannel: row['payment_channel_id'] ? named(CHANNEL, row['payment_channel_id']) : null,
                paymentChannelCode: text(row['payment_channel_id']),
                paymentChannelNumber: text(row['payment_channel_no']),
                consumedAt: text(row['consume_time']),
              })),
            },
          },
        },
      });
    }
  });

  it('lists the changes of coupons, the cards and the coupons', async () => {
    for (const customerId of granted.slice(0, 8)) {
      const { data, errors } = await harness.query(`{ customer(customerId: "${customerId}") { account {
        couponChanges(first: 100) { nodes { ${CHANGE} couponId } }
        usable: storedValueCards { nodes { ...card } }
        usedUp: storedValueCards(status: USED_UP) { nodes { ...card } }
        coupons(first: 100) { totalCount nodes { __typename couponId statusCode typeCode faceValue { amount }
          balance { amount } effectiveAt expiresAt usedByOrder { orderId } useLimits { key values unit }
          ... on OwnCoupon { couponCode isReusable versionCode purpose issuerId extension } } }
      } } } fragment card on StoredValueCard { cardId name status statusCode faceValue { amount currency }
        balance { amount currency } effectiveAt expiresAt }`);
      expect(errors).toBeUndefined();
      const cards = (status: number) =>
        of(world.storedValueCards, customerId)
          .filter((row) => row['status'] === status)
          .map((row) => ({
            cardId: row['card_id'],
            name: row['card_name'],
            status: status === 1 ? 'USABLE' : 'USED_UP',
            statusCode: String(status),
            faceValue: money(row['face_value']),
            balance: money(row['balance']),
            effectiveAt: row['effective_time'],
            expiresAt: row['expire_time'],
          }));
      const coupons = of(world.customerCoupons, customerId);
      const amount = (value: unknown) => (absent(value) ? null : { amount: money(value)?.amount });
      expect(data).toEqual({
        customer: {
          account: {
            couponChanges: {
              nodes: lastYear(of(world.couponChanges, customerId)).map((row) => ({
                ...change(row),
                couponId: row['coupon_id'],
              })),
            },
            usable: { nodes: cards(1) },
            usedUp: { nodes: cards(2) },
            coupons: {
              totalCount: coupons.length,
              nodes: coupons.map((row) => ({
                __typename: 'OwnCoupon',
                couponId: row['coupon_id'],
                statusCode: text(row['status']),
                typeCode: text(row['coupon_type']),
                faceValue: amount(row['face_value']),
                balance: amount(row['balance']),
                effectiveAt: row['valid_time'],
                expiresAt: row['expire_time'],
                usedByOrder: row['order_id'] ? { orderId: row['order_id'] } : null,
                useLimits: ((row['use_limits'] ?? []) as readonly TruthRow[]).map((limit) => ({
                  key: limit['limit_key'],
                  values: [limit['value1']],
                  unit: null,
                })),
                couponCode: row['coupon_code'],
                isReusable: row['coupon_version'] === 2,
                versionCode: text(row['coupon_version']),
                purpose: null,
                issuerId: row['source_id'],
                extension: null,
              })),
            },
          },
        },
      });
    }
  });

  it('filters changes and coupons where the upstream does', async () => {
    const customerId = granted[0] ?? '';
    const all = lastYear(of(world.accountChanges, customerId)).filter(
      (row) => row['balance_type'] === 'BALANCE_TYPE_DEBIT',
    );
    const some = all[1];
    const day = new Date(Date.parse(String(some?.['trade_time'])) + 8 * 3_600_000).toISOString().slice(0, 10);
    const coupons = of(world.customerCoupons, customerId);
    const [early = '', late = ''] = coupons.map((row) => String(row['active_time'])).sort();
    const { data } = await harness.query<{ customer: { account: Record<string, { totalCount: number }> } }>(
      `{ customer(customerId: "${customerId}") { account {
        expenses: changes(filter: { direction: EXPENSE }) { totalCount }
        payments: changes(filter: { type: CONSUMPTION }) { totalCount }
        one: changes(filter: { tradeId: "${some?.['trade_id']}" }) { totalCount }
        that: changes(filter: { tradedFrom: "${day}", tradedUntil: "${day}" }) { totalCount }
        channel: changes(filter: { paymentChannels: [ALIPAY, WECHAT_PAY, BANK_TRANSFER] }) { totalCount }
        available: coupons(filter: { status: AVAILABLE }) { totalCount }
        discounts: coupons(filter: { kind: DISCOUNT }) { totalCount }
        activated: coupons(filter: { activatedFrom: "${early}", activatedUntil: "${late}" }) { totalCount }
      } } }`,
    );
    const count = (passes: (row: TruthRow) => boolean) => ({ totalCount: all.filter(passes).length });
    expect(data.customer.account).toEqual({
      expenses: count((row) => row['revenue_expense_type'] === 'EXPENSE'),
      payments: count((row) => row['revenue_expense_type'] === 'EXPENSE'),
      one: count((row) => row['trade_id'] === some?.['trade_id']),
      that: { totalCount: expect.any(Number) },
      channel: count((row) => !absent(row['payment_channel_id'])),
      available: { totalCount: coupons.filter((row) => row['status'] === 2).length },
      discounts: { totalCount: coupons.filter((row) => row['coupon_type'] === 2).length },
      activated: { totalCount: 2 },
    });
    expect(data.customer.account['that']?.totalCount).toBeGreaterThan(0);
  });

  it('pages through changes exactly once', async () => {
    const heavy = granted[4] ?? '';
    const { nodes } = await readConnection<{ customer: { account: { changes: ConnectionPage } } }>(
      harness,
      `query ($first: Int, $after: String) { customer(customerId: "${heavy}") { account {
        changes(first: $first, after: $after) { nodes { changeId } totalCount pageInfo { hasNextPage endCursor } }
      } } }`,
      30,
      (data) => data.customer.account.changes,
    );
    const expected = lastYear(of(world.accountChanges, heavy)).filter(
      (row) => row['balance_type'] === 'BALANCE_TYPE_DEBIT',
    );
    expect(nodes).toEqual(expected.map((row) => ({ changeId: row['account_change_id'] })));
    expect(nodes.length).toBeGreaterThan(30);
  });

  it.each([
    [
      'changes(filter: { tradedFrom: "2026-05-02", tradedUntil: "2026-05-01" })',
      'expected two days in order',
    ],
    ['coupons(filter: { kind: UNKNOWN })', 'expected a known value'],
    ['changes(filter: { type: UNKNOWN })', 'expected a known value'],
  ])('refuses %s without a call', async (field, expected) => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query(`{ customer(customerId: "${granted[1]}") { account { ${field} { totalCount } } } }`),
    );
    expect(result.errors?.map(({ message, extensions }) => [extensions.code, message])).toEqual([
      ['BAD_USER_INPUT', expect.stringContaining(expected)],
    ]);
    expect(Object.keys(calls)).not.toContain('ListSubCustomerCoupons');
  });
});

describe('who asks', () => {
  const query = (id: string) =>
    `{ customer(customerId: "${id}") { account { balances { debt { amount } } } } }`;

  it('a customer sees its own account, and nobody else', async () => {
    const [one, other] = [granted[0] ?? '', granted[1] ?? ''];
    const own = await startHarness({
      customers: 60,
      seed: 7,
      withoutQuotas: true,
      environment: { DEV_VIEWER: `sandbox:CUSTOMER:${one}` },
    });
    try {
      expect((await own.query<object>(query(one))).data).toMatchObject({
        customer: { account: { balances: { debt: { amount: expect.any(String) } } } },
      });
      const stranger = await own.callsOf(() => own.query(query(other)));
      expect(stranger.result.data).toEqual({ customer: null });
      expect(stranger.calls).toEqual({});
    } finally {
      await own.close();
    }
  });

  it('a tenant without delegation is told so before any call', async () => {
    const plain = await startHarness({
      customers: 60,
      seed: 7,
      withoutQuotas: true,
      tenants: (tenants) => tenants.map((tenant) => ({ ...tenant, delegatedCustomers: false })),
    });
    try {
      const { result, calls } = await plain.callsOf(() => plain.query(query(granted[0] ?? '')));
      expect(result.errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
      expect(calls).toEqual({ ListSubCustomers: 1 });
    } finally {
      await plain.close();
    }
  });

  it('a customer that did not grant the agency is one null with one error', async () => {
    const { data, errors } = await harness.query(query(refused));
    expect(data).toEqual({ customer: { account: { balances: null } } });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_REJECTED']);
  });
});

describe('fifty customers', () => {
  it('take fifty tokens, exchanged once each, within the quota of the address', async () => {
    const limited = await startHarness({ customers: 60, seed: 7 });
    try {
      const some = (await limited.world('?include=customersWithAgency')).customersWithAgency.slice(0, 50);
      const fields = some.map(
        (id, at) => `c${at}: customer(customerId: "${id}") { account {
          balances { debt { amount } } storedValueCards { totalCount } coupons { totalCount } } }`,
      );
      const answer = await limited.query(`{ ${fields.join(' ')} }`, {}, { 'x-deadline-ms': '15000' });
      const again = await limited.query(`{ ${fields.join(' ')} }`, {}, { 'cache-control': 'no-cache' });
      expect([answer.errors, again.errors]).toEqual([undefined, undefined]);
      const { operations } = await limited.log();
      const exchanges = Object.entries(operations).filter(([name]) => /token/i.test(name));
      expect(exchanges.reduce((sum, [, { calls }]) => sum + calls, 0)).toBe(50);
      for (const name of ['ShowCustomerAccountBalances', 'ListStoredValueCards', 'ListSubCustomerCoupons']) {
        expect(operations[name]).toMatchObject({ calls: 100, throttled: 0 });
        for (const most of Object.values(operations[name]?.maxInWindowByAddress ?? {})) {
          expect(most).toBeLessThanOrEqual(10);
        }
      }
    } finally {
      await limited.close();
    }
  }, 40_000);
});
