import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ReadScope } from '../../../src/cache/cache.ts';
import { createBreakers } from '../../../src/call/breaker.ts';
import { type Call, createCall } from '../../../src/call/call.ts';
import { defineOperation } from '../../../src/call/operation.ts';
import { createRetryBudget, type RetryBudget } from '../../../src/call/retry.ts';
import { createCredentialStore } from '../../../src/credentials/credential-store.ts';
import { createThrottle } from '../../../src/throttle/throttle.ts';
import { createTransport, type Transport } from '../../../src/transport/transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { testScope, testTenant } from '../../support/scopes.ts';
import { type ScriptedUpstream, startScriptedUpstream } from '../../support/scripted-upstream.ts';

// The real rooms behind the door and a real server before it; only time is fake.

const ListThings = defineOperation({
  name: 'ListThings',
  summary: 'For tests',
  method: 'GET',
  path: '/v2/things',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'partner',
  quotaPerSecond: 100,
  parameters: { name: { in: 'query', type: 'string' } },
  paging: { limitMax: 10, limitDefault: 10, offsetMax: 100, rows: 'things', total: null },
  freshness: { seconds: 1 },
  response: z.object({ things: z.array(z.string()) }),
});
const MakeThing = defineOperation({
  ...ListThings,
  name: 'MakeThing',
  method: 'POST',
  kind: 'write',
  idempotent: false,
});

const GetThing = defineOperation({
  ...ListThings,
  name: 'GetThing',
  path: '/v2/things/{thing_id}/parts',
  parameters: { thing_id: { in: 'path', type: 'string' }, name: { in: 'query', type: 'string' } },
});

const GOOD = { body: { things: ['a', 'b'] } };

let upstream: ScriptedUpstream;
let transport: Transport;
let clock: FakeClock;
let retries: RetryBudget;
let call: Call;
beforeAll(async () => {
  upstream = await startScriptedUpstream();
});
afterAll(() => upstream.close());
beforeEach(() => {
  clock = new FakeClock();
  retries = createRetryBudget(clock);
  transport = createTransport({ clock });
  const exchange = () => Promise.reject(new Error('expected no exchange with IAM'));
  call = createCall({
    clock,
    retries,
    transport,
    throttle: createThrottle({ clock }),
    credentials: createCredentialStore({ clock, exchange }),
    breakers: createBreakers(clock),
  });
});
afterEach(() => transport.close());

const scopeOf = (change: Partial<ReadScope> = {}): ReadScope =>
  testScope(clock, {
    tenant: testTenant({ endpoints: { bss: upstream.url, iam: upstream.url } }),
    ...change,
  });

/** Waits in real turns of the event loop until something that depends on a socket has happened. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** Makes a call and moves the clock past every wait before a retry. */
async function drive<T>(scope: ReadScope, made: Promise<T>): Promise<PromiseSettledResult<T>> {
  let settled: PromiseSettledResult<T> | undefined;
  void Promise.allSettled([made]).then(([result]) => {
    settled = result;
  });
  for (let attempt = 1; !settled; attempt++) {
    await until(() => settled !== undefined || scope.trace.calls.length >= attempt);
    await clock.advance(2_000);
  }
  return settled;
}

const attempt = async (change: Partial<ReadScope> = {}, operation: typeof ListThings = ListThings) => {
  const scope = scopeOf({ deadline: clock.monotonic() + 60_000, ...change });
  return { scope, result: await drive(scope, call(operation, { name: 'x' }, scope)) };
};

describe('one call', () => {
  it('sends what was laid out, signed, and gives the decoded value with the length of its body', async () => {
    upstream.script(GOOD);
    const { scope, result } = await attempt();
    expect(result).toEqual({ status: 'fulfilled', value: { value: { things: ['a', 'b'] }, bytes: 20 } });
    expect(upstream.arrived).toHaveLength(1);
    expect(upstream.arrived[0]).toMatchObject({
      method: 'GET',
      url: '/v2/things?name=x',
      headers: {
        authorization: expect.stringMatching(/^SDK-HMAC-SHA256 Access=test-access-key, SignedHeaders=/),
        'x-sdk-date': '20260115T000000Z',
      },
    });
    expect(scope.trace.calls).toEqual([
      { operation: 'ListThings', startMs: 0, queuedMs: 0, durationMs: 0, status: 200, rows: 2, attempt: 1 },
    ]);
  });

  it('is not made on a site that does not have it', async () => {
    upstream.script(GOOD);
    const { result } = await attempt({ tenant: testTenant({ site: 'intl' }) });
    expect(result).toMatchObject({
      reason: {
        code: 'NOT_AVAILABLE_ON_SITE',
        message: 'ListThings: expected a tenant on site cn, got one on intl',
        upstream: { operation: 'ListThings' },
      },
    });
    expect(upstream.arrived).toEqual([]);
  });

  it('is not made as a customer for a tenant whose customers do not delegate', async () => {
    upstream.script(GOOD);
    const { result } = await attempt({
      tenant: testTenant({ delegatedCustomers: false }),
      subject: { kind: 'customer', customerId: 'c-1' },
    });
    expect(result).toMatchObject({ reason: { code: 'FORBIDDEN', upstream: { operation: 'ListThings' } } });
    expect(upstream.arrived).toEqual([]);
  });

  it('is not made for a request that has ended', async () => {
    upstream.script(GOOD);
    const { result } = await attempt({ signal: AbortSignal.abort(new Error('gone')) });
    expect(result).toMatchObject({ reason: { message: 'gone' } });
    expect(upstream.arrived).toEqual([]);
  });
});

describe('an id in a path', () => {
  const get = (thing_id: string, name?: string) => call(GetThing, { thing_id, name }, scopeOf());

  it.each([
    'a b',
    "a+b c&d=e?f#g%h~i(1)*!'",
    '%2F',
    '%2e%2e',
    '..a',
    'a\\b',
    '{thing_id}',
    '$&',
    '名',
    'a\tb\u0000',
    '😀',
  ])('arrives as it was, encoded once: %j', async (id) => {
    upstream.script(GOOD);
    await get(id, id);
    const [path = '', query = ''] = upstream.arrived[0]?.url.split('?') ?? [];
    expect(path.split('/').map(decodeURIComponent)).toEqual(['', 'v2', 'things', id, 'parts']);
    expect(decodeURIComponent(query)).toBe(`name=${id}`);
  });

  it.each(['.', '..', 'a/b', '../../v3/auth', '/', 'a\ud800'])(
    'never leads to another path: %j is refused',
    async (id) => {
      upstream.script(GOOD);
      await expect(get(id)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(upstream.arrived).toEqual([]);
    },
  );
});

describe('a call that fails for a while', () => {
  it.each([
    ['503', { status: 503 }],
    ['429', { status: 429 }],
    ['a broken connection', { reset: true }],
  ])('is made again after %s, each time signed anew', async (_what, failure) => {
    upstream.script(failure, failure, GOOD);
    const { scope, result } = await attempt();
    expect(result).toMatchObject({ status: 'fulfilled' });
    expect(scope.trace.calls.map((record) => record.attempt)).toEqual([1, 2, 3]);
    const dates = upstream.arrived.map((request) => request.headers['x-sdk-date']);
    // The first retry may fall into the same second as the first attempt.
    expect(dates[0] === dates[2]).toBe(false);
    expect(scope.trace.totals()).toMatchObject({ calls: 3, retries: 2 });
  });

  it('is made four times and no more', async () => {
    upstream.script({ status: 503 });
    const { scope, result } = await attempt();
    expect(result).toMatchObject({ reason: { code: 'UPSTREAM_UNAVAILABLE' } });
    expect(scope.trace.calls).toHaveLength(4);
  });

  it('is not made again when the budget for retries is spent', async () => {
    retries.earn();
    while (retries.spend());
    upstream.script({ status: 503 }, GOOD);
    const { scope, result } = await attempt();
    expect(result).toMatchObject({ reason: { code: 'UPSTREAM_UNAVAILABLE' } });
    expect(scope.trace.calls).toHaveLength(1);
  });

  it('is not made again when the wait would pass the deadline: Retry-After is a floor', async () => {
    upstream.script({ status: 429, headers: { 'retry-after': '30' } }, GOOD);
    const { scope, result } = await attempt({ deadline: clock.monotonic() + 20_000 });
    expect(result).toMatchObject({ reason: { code: 'UPSTREAM_BUSY', retryAfterMs: 30_000 } });
    expect(scope.trace.calls).toHaveLength(1);
  });

  it('is not made again for a request that ends meanwhile', async () => {
    const leaving = new AbortController();
    upstream.script({ status: 503 }, GOOD);
    const scope = scopeOf({ signal: leaving.signal });
    const made = call(ListThings, {}, scope);
    await until(() => scope.trace.calls.length === 1);
    leaving.abort(new Error('gone'));
    await expect(made).rejects.toThrow('gone');
    await clock.advance(5_000);
    expect(upstream.arrived).toHaveLength(1);
  });
});

describe('a call that fails for good', () => {
  it.each([400, 403, 404, 500])('is not made again after %i', async (status) => {
    upstream.script({ status }, GOOD);
    const { scope, result } = await attempt();
    expect(result.status).toBe('rejected');
    expect(scope.trace.calls).toHaveLength(1);
  });
});

describe('an upstream whose window is long', () => {
  const used = (time: string) => ({
    status: 429,
    body: { error_code: 'APIGW.0308', error_msg: `over ratelimit,limit:200,time:${time}` },
  });

  it('is not asked again in a second, and the client learns when', async () => {
    upstream.script(used('5 minute'), GOOD);
    const { scope, result } = await attempt({ deadline: clock.monotonic() + 20_000 });
    expect(result).toMatchObject({ reason: { code: 'UPSTREAM_BUSY', retryAfterMs: 300_000 } });
    expect(scope.trace.calls).toHaveLength(1);
  });
});

describe('a write', () => {
  it.each([
    ['503', { status: 503 }],
    ['500', { status: 500 }],
    ['a connection that broke behind it', { reset: true }],
  ])('is sent once, whatever %s says', async (_what, failure) => {
    upstream.script(failure, GOOD);
    const scope = scopeOf();
    const result = await drive(scope, call(MakeThing, { name: 'x' }, scope));
    expect(result.status).toBe('rejected');
    expect(upstream.arrived).toHaveLength(1);
  });

  it('is sent again after 429, which says that it was not taken', async () => {
    upstream.script({ status: 429 }, GOOD);
    const scope = scopeOf({ deadline: clock.monotonic() + 60_000 });
    expect(await drive(scope, call(MakeThing, { name: 'x' }, scope))).toMatchObject({ status: 'fulfilled' });
    expect(upstream.arrived).toHaveLength(2);
  });
});

describe('a deadline', () => {
  it('ends a call that is under way with its own code', async () => {
    upstream.script({ hang: true });
    const scope = scopeOf({ deadline: clock.monotonic() + 300 });
    const failed = expect(call(ListThings, {}, scope)).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      retryable: true,
      upstream: { operation: 'ListThings' },
    });
    await until(() => upstream.arrived.length === 1);
    await clock.advance(300);
    await failed;
  });

  it('says of a write that was under way that it may have been taken', async () => {
    upstream.script({ hang: true });
    const failed = expect(
      call(MakeThing, {}, scopeOf({ deadline: clock.monotonic() + 300 })),
    ).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: false });
    await until(() => upstream.arrived.length === 1);
    await clock.advance(300);
    await failed;
  });

  it('that has passed is no lack of quota', async () => {
    upstream.script(GOOD);
    await expect(call(ListThings, {}, scopeOf({ deadline: clock.monotonic() }))).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      upstream: { operation: 'ListThings' },
    });
    expect(upstream.arrived).toEqual([]);
  });

  it.each([
    ['forward', 3_600_000],
    ['back', -86_400_000],
  ])('is not moved by a wall clock that is set %s', async (_way, ms) => {
    upstream.script({ status: 503 }, GOOD);
    const endpoints = { bss: upstream.url, iam: upstream.url };
    const tenant = testTenant({ endpoints, quotas: { ListThings: 1 } });
    const scope = scopeOf({ tenant });
    const made = call(ListThings, {}, scope);
    await until(() => scope.trace.calls.length === 1);
    clock.step(ms);
    expect(await drive(scope, made)).toMatchObject({ status: 'fulfilled' });
  });

  it('refuses a call at once that would wait longer than that for its quota', async () => {
    upstream.script(GOOD);
    const endpoints = { bss: upstream.url, iam: upstream.url };
    const tenant = testTenant({ endpoints, quotas: { ListThings: 1 } });
    expect(await call(ListThings, {}, scopeOf({ tenant }))).toMatchObject({ bytes: 20 });
    await expect(
      call(ListThings, {}, scopeOf({ tenant, deadline: clock.monotonic() + 300 })),
    ).rejects.toMatchObject({
      code: 'UPSTREAM_BUSY',
      retryable: true,
      retryAfterMs: expect.any(Number),
      upstream: { operation: 'ListThings' },
    });
    expect(upstream.arrived).toHaveLength(1);
  });
});
