import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock/clock.ts';
import { ShowCustomerOrderDetails } from '../../src/operations/orders/orders.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { readMetrics } from '../support/metrics-page.ts';
import { openRooms } from '../support/repository/rooms.ts';
import { testScope } from '../support/scopes.ts';
import { passwordTenant } from '../support/tenants.ts';

const BY_PASSWORD = 'KeystoneCreateUserTokenByPassword';
const BY_AGENCY = 'KeystoneCreateAgencyToken';
const UNITS = '{ catalog { measureUnits { name } } }';
const ORDER = 'query ($orderId: String!) { order(orderId: $orderId) { orderId } }';
const NO_CACHE = { 'cache-control': 'no-cache' };

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ customers: 12, quotas: false, tenants: withWideQuotas });
  harness.gateway.reload([passwordTenant(harness)]);
});
afterEach(() => harness.reset());
afterAll(() => harness.close());

/** Enough for all of a test to go at once. */
function withWideQuotas(tenants: Harness['tenants']): Harness['tenants'] {
  const quotas = { ListCustomerOrders: 2_000, ListMeasureUnits: 100, ShowCustomerOrderDetails: 200 };
  return tenants.map((tenant) => ({ ...tenant, quotas }));
}

describe('a token that has expired', () => {
  it('is exchanged once for 1,000 calls at the same time, and none of them shows it', async () => {
    await harness.query(UNITS, {}, NO_CACHE);
    await harness.setFaults({ '*': { expireTokens: true } });
    const { result: answers, calls } = await harness.callsOf(() =>
      Promise.all(
        Array.from({ length: 1_000 }, (_, index) =>
          harness.query<{ order: null }>(ORDER, { orderId: `CS0${index}` }, NO_CACHE),
        ),
      ),
    );
    expect(answers.flatMap((answer) => answer.errors ?? [])).toEqual([]);
    expect(answers.every((answer) => answer.data.order === null)).toBe(true);
    expect(calls[BY_PASSWORD]).toBe(1);
    // Every order was asked for; those on their way with the old token were asked for twice.
    const retries = answers.reduce((sum, answer) => sum + answer.extensions.upstream.calls, 0) - 1_000;
    expect(calls['ListCustomerOrders']).toBe(1_000 + retries);
    expect(retries).toBeGreaterThan(0);
  });

  it('while its call is on the way costs a second attempt and no error', async () => {
    await harness.query(UNITS, {}, NO_CACHE);
    await harness.setFaults({ ListMeasureUnits: { transitDelayMs: [400, 400] } });
    const { result: answer, calls } = await harness.callsOf(async () => {
      const asked = harness.query(UNITS, {}, NO_CACHE);
      while ((await readMetrics(harness.gateway.url)).get('flights') !== 1);
      await harness.setFaults({ '*': { expireTokens: true } });
      return asked;
    });
    expect(answer.errors).toBeUndefined();
    expect(answer.extensions.upstream).toMatchObject({ calls: 2, retries: 1 });
    expect(calls).toEqual({ ListMeasureUnits: 2, [BY_PASSWORD]: 1 });
  });
});

describe('an exchange for a token', () => {
  it.each([
    ['loses its connection', { reset: true, times: 2 }],
    ['is answered with 503', { status: 503, times: 2 }],
  ])('that %s is made again, and nobody sees it', async (_what, fault) => {
    await harness.setFaults({ [BY_PASSWORD]: fault, '*': { expireTokens: true } });
    const { result: answer, calls } = await harness.callsOf(() => harness.query(UNITS, {}, NO_CACHE));
    expect(answer.errors).toBeUndefined();
    expect(calls[BY_PASSWORD]).toBe(3);
  });

  it('that is refused is not made again', async () => {
    await harness.setFaults({ [BY_PASSWORD]: { status: 401 }, '*': { expireTokens: true } });
    const { result: answer, calls } = await harness.callsOf(() => harness.query(UNITS, {}, NO_CACHE));
    expect(answer.errors?.map((error) => error.extensions.code)).toEqual(['UPSTREAM_REJECTED']);
    expect(calls[BY_PASSWORD]).toBe(1);
  });
});

describe("a customer's credential", () => {
  it('is got once for any number of calls, through one token of the partner', async () => {
    const world = await harness.world('?include=customersWithAgency');
    const tenant = passwordTenant(harness);
    const rooms = openRooms({ clock: systemClock });
    try {
      const customerId = String(world.customersWithAgency[0]);
      const scope = () =>
        testScope(systemClock, { tenant, subject: { kind: 'customer', customerId }, bypassCache: true });
      const { calls } = await harness.callsOf(() =>
        Promise.allSettled(
          Array.from({ length: 100 }, (_, index) =>
            rooms.cache.read(
              ShowCustomerOrderDetails,
              { order_id: `CS0${index}`, offset: 0, limit: 1 },
              scope(),
            ),
          ),
        ),
      );
      expect(calls).toEqual({ [BY_PASSWORD]: 1, [BY_AGENCY]: 1, ShowCustomerOrderDetails: 100 });
      expect(rooms.credentialsHeld()).toBe(2);
    } finally {
      await rooms.close();
    }
  });
});
