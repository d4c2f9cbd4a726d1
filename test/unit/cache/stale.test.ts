import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ReadScope } from '../../../src/cache/cache.ts';
import { defineOperation } from '../../../src/call/operation.ts';
import { CallTrace } from '../../../src/telemetry/call-trace.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openRooms, type Rooms } from '../../support/repository/rooms.ts';
import { testScope, testTenant } from '../../support/scopes.ts';
import { type ScriptedUpstream, startScriptedUpstream } from '../../support/scripted-upstream.ts';

// A real server, the real rooms from the cache to the wire; only time is fake.

const ListThings = defineOperation({
  name: 'ListThings',
  summary: 'For tests',
  method: 'GET',
  path: '/v2/things',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'either',
  quotaPerSecond: 100,
  parameters: { name: { in: 'query', type: 'string' } },
  freshness: { seconds: 60, staleSeconds: 30 },
  response: z.object({ version: z.number() }),
});
const ListOthers = defineOperation({ ...ListThings, name: 'ListOthers', path: '/v2/others' });
const ChangeThing = defineOperation({
  ...ListThings,
  name: 'ChangeThing',
  method: 'POST',
  path: '/v2/things/change',
  kind: 'write',
  idempotent: false,
  credential: 'customer',
  parameters: { name: { in: 'body', type: 'string', required: true } },
  invalidates: ['ListThings'],
});

const HOUR = 3_600_000;

let upstream: ScriptedUpstream;
let clock: FakeClock;
let rooms: Rooms;
beforeAll(async () => {
  upstream = await startScriptedUpstream();
});
afterAll(() => upstream.close());
beforeEach(() => {
  clock = new FakeClock();
  rooms = openRooms({ clock });
});
afterEach(() => rooms.close());

const version = (number: number) => ({ body: { version: number } });

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

const scopeOf = (change: Partial<ReadScope> = {}): ReadScope =>
  testScope(clock, {
    tenant: testTenant({ endpoints: { bss: upstream.url, iam: upstream.url } }),
    deadline: clock.monotonic() + 2_000,
    trace: new CallTrace(() => clock.monotonic()),
    ...change,
  });

/** Reads as one request would, and says what its trace counted. Waits before retries pass at once. */
async function read(change: Partial<ReadScope> = {}, operation: typeof ListThings = ListThings) {
  const scope = scopeOf(change);
  let settled = false;
  const reading = rooms.cache.read(operation, { name: 'x' }, scope).finally(() => {
    settled = true;
  });
  reading.catch(() => undefined);
  while (!settled) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!settled && scope.trace.calls.length > 0) await clock.advance(50);
  }
  const { calls, cacheHits, staleServed } = scope.trace.totals();
  return { value: await reading, calls, cacheHits, staleServed };
}

describe('an answer that is no longer fresh', () => {
  it('is given at once while a new one is fetched, which the next reader gets', async () => {
    upstream.script(version(1), version(2));
    expect(await read()).toEqual({ value: { version: 1 }, calls: 1, cacheHits: 0, staleServed: 0 });
    await clock.advance(60_000);
    expect(await read()).toEqual({ value: { version: 1 }, calls: 0, cacheHits: 0, staleServed: 1 });
    await until(() => upstream.arrived.length === 2 && rooms.cache.size.flights === 0);
    expect(await read()).toEqual({ value: { version: 2 }, calls: 0, cacheHits: 1, staleServed: 0 });
    expect(upstream.arrived).toHaveLength(2);
  });

  it('causes one new call, however many read it, and that in the background', async () => {
    upstream.script(version(1), version(2));
    await read();
    await clock.advance(60_000);
    await Promise.all([read(), read(), read()]);
    await until(() => upstream.arrived.length === 2 && rooms.cache.size.flights === 0);
    expect(upstream.arrived).toHaveLength(2);
  });

  it('survives a refresh that fails, and is refreshed again by the next reader', async () => {
    upstream.script(version(1), { status: 400 }, version(3));
    await read();
    await clock.advance(60_000);
    await read();
    await until(() => upstream.arrived.length === 2 && rooms.cache.size.flights === 0);
    expect(await read()).toMatchObject({ value: { version: 1 }, staleServed: 1 });
    await until(() => upstream.arrived.length === 3 && rooms.cache.size.flights === 0);
    expect(await read()).toMatchObject({ value: { version: 3 }, cacheHits: 1 });
  });

  it('is waited for once it is too old', async () => {
    upstream.script(version(1), version(2));
    await read();
    await clock.advance(90_000);
    expect(await read()).toEqual({ value: { version: 2 }, calls: 1, cacheHits: 0, staleServed: 0 });
  });
});

describe('an answer that cannot be replaced', () => {
  it.each([
    ['throttled', { status: 429 }],
    ['down', { status: 503 }],
    ['not reachable', { reset: true }],
  ])('is given for an hour while the upstream is %s, and marked', async (_what, trouble) => {
    upstream.script(version(1));
    await read();
    upstream.script(trouble);
    await clock.advance(90_000);
    expect(await read()).toMatchObject({ value: { version: 1 }, staleServed: 1 });
    await clock.advance(HOUR);
    await expect(read()).rejects.toMatchObject({
      code: expect.stringMatching(/^UPSTREAM_(BUSY|UNAVAILABLE)$/),
    });
  });

  it('is not given in place of a refusal', async () => {
    upstream.script(version(1));
    await read();
    upstream.script({ status: 400 });
    await clock.advance(90_000);
    await expect(read()).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
  });

  it('is not given to those who want a new one', async () => {
    upstream.script(version(1));
    await read();
    upstream.script({ status: 429 });
    await expect(read({ bypassCache: true })).rejects.toMatchObject({ code: 'UPSTREAM_BUSY' });
    expect(await read()).toMatchObject({ value: { version: 1 }, cacheHits: 1 });
  });
});

describe('a write', () => {
  const customer: Partial<ReadScope> = { subject: { kind: 'customer', customerId: 'c-1' } };
  const token = {
    status: 201,
    headers: { 'x-subject-token': 'test-token' },
    body: { token: { expires_at: '2099-01-01T00:00:00.000000Z' } },
  };
  const agency = (): Partial<ReadScope> => {
    const endpoints = { bss: upstream.url, iam: upstream.url };
    return { tenant: testTenant({ endpoints, agencyName: 'agency' }) };
  };
  const write = () => rooms.cache.write(ChangeThing, { name: 'x' }, scopeOf({ ...agency(), ...customer }));

  it("makes the partner's and the customer's own answers worthless, and leaves others alone", async () => {
    upstream.script(token, version(1));
    await read({ ...agency(), ...customer });
    await read(agency());
    await read(agency(), ListOthers);
    await read({ ...agency(), subject: { kind: 'customer', customerId: 'c-2' } }).catch(() => undefined);
    upstream.script(version(2));
    await write();
    expect(upstream.arrived.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /v2/things/change']);
    expect(await read({ ...agency(), ...customer })).toMatchObject({ value: { version: 2 }, calls: 1 });
    expect(await read(agency())).toMatchObject({ value: { version: 2 }, calls: 1 });
    expect(await read(agency(), ListOthers)).toMatchObject({ value: { version: 1 }, cacheHits: 1 });
  });

  it('does so also when nobody knows whether it was taken', async () => {
    upstream.script(version(1));
    await read(agency());
    upstream.script(token, { reset: true }, version(2));
    await expect(write()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    // Sent once: it may have been taken.
    expect(upstream.arrived.filter(({ url }) => url.endsWith('/change'))).toHaveLength(1);
    expect(await read(agency())).toMatchObject({ value: { version: 2 }, calls: 1 });
  });

  it('keeps an answer that was on its way meanwhile from being kept', async () => {
    // Calls go out beside each other only with a key that was accepted once.
    upstream.script(version(0));
    await read({ tenant: { ...scopeOf().tenant, id: 'other' } });
    const held = Promise.withResolvers<void>();
    upstream.script({ ...version(1), after: held.promise }, token, version(2), version(3));
    const reading = read(agency());
    await until(() => upstream.arrived.length === 1);
    await write();
    held.resolve();
    expect(await reading).toMatchObject({ value: { version: 1 } });
    expect(await read(agency())).toMatchObject({ value: { version: 3 }, calls: 1 });
  });
});
