import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../../support/harness.ts';

// The queries of `npm run bench -- calls`, each asked twice without kept answers: once the sizes have been seen,
// the expected figure is near what is called. The harness checks the upper bound of both.

const CYCLE = '2026-09';
const CYCLES = ['2026-09', '2026-08', '2026-07', '2026-06', '2026-05', '2026-04'];
const HEADERS = { 'cache-control': 'no-cache', 'x-upstream-trace': '1' };

const join = (first: number) => `{ customers(first: ${first}) { nodes {
  customerId
  balance { available { amount } }
  orders(first: 5) { nodes { orderId } }
  coupons(first: 5) { nodes { couponId } }
  monthlyBill(cycle: "${CYCLE}") { total { amount } }
} } }`;

const bills = CYCLES.map((cycle, at) => `b${at}: monthlyBill(cycle: "${cycle}") { total { amount } }`);

const QUERIES = [
  ['dashboard', join(100)],
  ['few of many', join(20)],
  ['orders with customers', '{ orders(first: 100) { nodes { orderId customer { customerId name } } } }'],
  ['bills of six cycles', `{ customers(first: 50) { nodes { customerId ${bills.join(' ')} } } }`],
  [
    'depth',
    `{ customers(first: 20) { nodes { orders(first: 2) { nodes { resources(first: 5) { nodes {
      resourceId customer { consumption(cycle: "${CYCLE}", first: 5) { nodes { recordId } } }
    } } } } } } }`,
  ],
] as const;

describe.each([
  { customers: 200, density: 'dense' },
  { customers: 200, density: 'sparse' },
  { customers: 2_000, density: 'dense' },
] as const)('in a $density world of $customers customers', (world) => {
  let harness: Harness;
  beforeAll(async () => {
    const fixedNow = Date.UTC(2026, 9, 20, 4);
    harness = await startHarness({ ...world, seed: 7, fixedNow, withoutQuotas: true });
  });
  afterAll(() => harness.close());

  it.each(QUERIES)('expects the calls of "%s" within 30 %%', async (_name, query) => {
    await harness.query(query, {}, HEADERS);
    const { errors, extensions } = await harness.query(query, {}, HEADERS);
    expect(errors).toBeUndefined();
    const { calls, estimatedCalls } = extensions.upstream;
    expect(estimatedCalls / calls).toBeGreaterThan(0.7);
    expect(estimatedCalls / calls).toBeLessThan(1.3);
  });
});
