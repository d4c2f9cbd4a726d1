import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { money, type Names, named, text } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// Enterprises as their master accounts see them.

let harness: Harness;
let world: Truth;
let masters: readonly string[];
beforeAll(async () => {
  harness = await startHarness({
    customers: 20,
    seed: 7,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
  });
  world = await harness.world(
    '?include=customersWithAgency,organizations,subAccounts,transferAmounts,transferCoupons,retrieveAmounts,retrieveCoupons',
  );
  masters = world.customersWithAgency.slice(0, 8);
});
afterAll(() => harness.close());

const of = (rows: readonly TruthRow[], customerId: string) =>
  rows.filter((row) => row['customer_id'] === customerId);

interface Unit {
  readonly unitId: unknown;
  readonly relationId: unknown;
  readonly name: unknown;
  readonly units: readonly Unit[];
}

const units = (rows: unknown): readonly Unit[] =>
  ((rows ?? []) as readonly TruthRow[]).map((row) => ({
    unitId: row['id'],
    relationId: row['relation_id'],
    name: row['name'],
    units: units(row['child_nodes']),
  }));

const STATUS: Names = { 1: 'NORMAL', 2: 'CREATING', 3: 'CLOSING', 4: 'CLOSED', 101: 'REGISTERING' };
const UNIT = 'unitId relationId name';
const AMOUNT =
  '{ available { amount currency } balance { amount currency } creditLimit { amount currency } expiresAt }';
const COUPON = `{ nodes { couponId subCouponId promotionName balance { amount currency } effectiveAt expiresAt
  useLimits { key values } } }`;

const amount = (field: string) => (row: TruthRow) => ({
  available: money(row[field]),
  balance: money(row['amount']),
  creditLimit: money(row['credit_amount']),
  expiresAt: text(row['expire_time']),
});

const coupon = (row: TruthRow) => ({
  couponId: row['coupon_id'],
  subCouponId: text(row['sub_coupon_id']),
  promotionName: row['plan_name'],
  balance: money(row['balance']),
  effectiveAt: row['effective_time'],
  expiresAt: row['expire_time'],
  useLimits: ((row['use_limits'] ?? []) as readonly TruthRow[]).map((limit) => ({
    key: limit['limit_key'],
    values: [limit['value1']],
  })),
});

it('shows the organisation, the sub-accounts and what can be moved', async () => {
  for (const customerId of masters) {
    const { result, calls } = await harness.callsOf(() =>
      harness.query(`{ customer(customerId: "${customerId}") { enterprise {
        organization { rootId name units { ${UNIT} units { ${UNIT} units { ${UNIT} units { ${UNIT} } } } } }
        subAccounts(first: 100) { totalCount nodes {
          subAccountId name displayName status statusCode unitId unitName
          cash: reclaimableAmounts ${AMOUNT}
          credit: reclaimableAmounts(account: CREDIT) ${AMOUNT}
          reclaimableCoupons ${COUPON}
        } }
        cash: transferableAmounts ${AMOUNT}
        credit: transferableAmounts(account: CREDIT) ${AMOUNT}
        transferableCoupons(first: 100) ${COUPON}
      } } }`),
    );
    expect(result.errors).toBeUndefined();
    const [organization] = of(world.organizations, customerId);
    const subAccounts = of(world.subAccounts, customerId);
    const typed = (rows: readonly TruthRow[], type: string) =>
      rows.filter((row) => row['balance_type'] === `BALANCE_TYPE_${type}`);
    const trim = (level: number, all: readonly Unit[]): readonly object[] =>
      all.map(({ units: below, ...unit }) =>
        level === 3 ? unit : { ...unit, units: trim(level + 1, below) },
      );
    expect(result.data).toEqual({
      customer: {
        enterprise: {
          organization: {
            rootId: organization?.['root_id'],
            name: organization?.['root_name'],
            units: trim(0, units(organization?.['child_nodes'])),
          },
          subAccounts: {
            totalCount: subAccounts.length,
            nodes: subAccounts.map((row) => {
              const mine = (rows: readonly TruthRow[]) =>
                rows.filter((one) => one['sub_customer_id'] === row['id']);
              const amounts = mine(world.retrieveAmounts);
              return {
                subAccountId: row['id'],
                name: row['name'],
                displayName: row['display_name'],
                status: named(STATUS, row['status']),
                statusCode: String(row['status']),
                unitId: row['org_id'],
                unitName: text(row['org_name']),
                cash: typed(amounts, 'DEBIT').map(amount('avail_retrieve_amount')),
                credit: typed(amounts, 'CREDIT').map(amount('avail_retrieve_amount')),
                reclaimableCoupons: { nodes: mine(world.retrieveCoupons).map(coupon) },
              };
            }),
          },
          cash: typed(of(world.transferAmounts, customerId), 'DEBIT').map(amount('avail_transfer_amount')),
          credit: typed(of(world.transferAmounts, customerId), 'CREDIT').map(amount('avail_transfer_amount')),
          transferableCoupons: { nodes: of(world.transferCoupons, customerId).map(coupon) },
        },
      },
    });
    const count = subAccounts.length;
    expect(calls).toMatchObject({
      ListEnterpriseOrganizations: 1,
      ListEnterpriseSubCustomers: 1,
      ShowMultiAccountTransferAmount: 2,
      ListMultiAccountTransferCoupons: 1,
      ...(count > 0 ? { ListEnterpriseMultiAccount: 2 * count, ListMultiAccountRetrieveCoupons: count } : {}),
    });
  }
  expect(masters.some((id) => of(world.subAccounts, id).length > 20)).toBe(true);
  expect(masters.some((id) => of(world.subAccounts, id).length === 0)).toBe(true);
});

it('narrows by unit and by name, and looks below a unit', async () => {
  const customerId = masters.find((id) => of(world.subAccounts, id).length > 5) ?? '';
  const all = of(world.subAccounts, customerId);
  const [one] = all;
  const [unit] = units(of(world.organizations, customerId)[0]?.['child_nodes']);
  const { data, errors } = await harness.query(`{ customer(customerId: "${customerId}") { enterprise {
    unit: subAccounts(filter: { unitId: "${one?.['org_id']}" }) { totalCount }
    name: subAccounts(filter: { name: "${one?.['name']}" }) { nodes { subAccountId } }
    part: subAccounts(filter: { name: "_sub_0", partial: true }) { totalCount }
    whole: subAccounts(filter: { name: "_sub_0" }) { totalCount }
    organization(unitId: "${unit?.unitId}") { units { unitId } }
  } } }`);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    customer: {
      enterprise: {
        unit: { totalCount: all.filter((row) => row['org_id'] === one?.['org_id']).length },
        name: { nodes: [{ subAccountId: one?.['id'] }] },
        part: { totalCount: Math.min(9, all.length) },
        whole: { totalCount: 0 },
        organization: { units: unit?.units.map(({ unitId }) => ({ unitId })) },
      },
    },
  });
});

it.each([
  ['subAccounts(filter: { displayName: "Sandbox sub" }) { totalCount }', 'expected text without spaces'],
  ['organization(unitId: "A1") { name }', 'unitId: expected digits'],
])('refuses %s', async (field, expected) => {
  const { errors } = await harness.query(
    `{ customer(customerId: "${masters[0]}") { enterprise { ${field} } } }`,
  );
  expect(errors?.map(({ message, extensions }) => [extensions.code, message])).toEqual([
    ['BAD_USER_INPUT', expect.stringContaining(expected)],
  ]);
});
