import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { balance } from '../../support/expected/customers.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// What a bulk call brought serves every one of its keys again, alone or among others, as long as it is fresh.

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 60, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  world = await harness.world('?include=customers,balances');
});
afterAll(() => harness.close());

const BALANCE = 'balance { available { amount currency } debt { amount currency } }';

/** Balances of the customers from `offset` on, each against the world, and the calls for them. */
async function balancesFrom(offset: number, first: number, headers = {}) {
  const after = offset === 0 ? 'null' : `"${Buffer.from(`r:${offset - 1}`).toString('base64url')}"`;
  const { result, calls } = await harness.callsOf(() =>
    harness.query<{ customers: { nodes: { customerId: string; balance: unknown }[] } }>(
      `{ customers(first: ${first}, after: ${after}) { nodes { customerId ${BALANCE} } } }`,
      {},
      headers,
    ),
  );
  expect(result.errors).toBeUndefined();
  const ids = world.customers.slice(offset, offset + first).map((row) => row['customer_id']);
  expect(result.data.customers.nodes).toEqual(
    ids.map((customerId) => ({ customerId, balance: balance(world, customerId) })),
  );
  return calls['ListCustomersBalancesDetail'] ?? 0;
}

describe('a kept bulk answer', () => {
  it('serves some of its keys, and keys of several answers, without a call', async () => {
    expect(await balancesFrom(0, 20)).toBe(1);
    expect(await balancesFrom(20, 20)).toBe(1);
    expect(await balancesFrom(5, 10)).toBe(0);
    expect(await balancesFrom(10, 20)).toBe(0);
  });

  it('leaves only the other keys to a call', async () => {
    expect(await balancesFrom(30, 20)).toBe(1);
    const { last } = await harness.log();
    const asked = last.findLast(({ operation }) => operation === 'ListCustomersBalancesDetail');
    expect(asked?.parameters['customer_infos']).toHaveLength(
      world.customers.slice(40, 50).filter((row) => row['association_type'] === '2').length,
    );
  });

  it('is not used where the client wants nothing that is kept', async () => {
    expect(await balancesFrom(5, 10, { 'cache-control': 'no-cache' })).toBe(1);
  });
});
