import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCredentialStore } from '../../../src/credentials/credential-store.ts';
import type { CredentialScope, CredentialStore, Subject } from '../../../src/credentials/credentials.ts';
import { signRequest } from '../../../src/credentials/signing.ts';
import { anyRequest, HOUR, Iam, keyScope, passwordScope } from '../../support/credentials/iam-stand-in.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const partner: Subject = { kind: 'partner' };
const customer = (customerId: string): Subject => ({ kind: 'customer', customerId });

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let clock: FakeClock;
let iam: Iam;
let store: CredentialStore;
beforeEach(() => {
  clock = new FakeClock();
  iam = new Iam(clock);
  store = createCredentialStore({ clock, exchange: iam.exchange, maxCustomers: 100, refreshAheadMs: HOUR });
});

const soon = () => ({ deadline: clock.monotonic() + 15_000, operation: 'ListThings' });
const now = () => new Date(clock.now());

async function headersOf(scope: CredentialScope, subject: Subject): Promise<Record<string, string>> {
  const authorization = await store.authorize(scope, subject, soon());
  const headers = authorization.apply(anyRequest, now());
  authorization.settle({ kind: 'accepted' });
  return headers;
}

describe('the partner', () => {
  test('with a key signs every attempt anew and asks nobody', async () => {
    const authorization = await store.authorize(keyScope, partner, soon());
    const key = { accessKey: 'AK', secretKey: 'KEY-SECRET', domainId: 'partner-domain' };
    const first = authorization.apply(anyRequest, now());
    expect(first).toEqual(signRequest(anyRequest, key, now()));
    await clock.advance(1_000);
    expect(authorization.apply(anyRequest, now())['X-Sdk-Date']).not.toBe(first['X-Sdk-Date']);
    expect(iam.asked).toEqual([]);
  });

  test('with a temporary key sends its security token', async () => {
    const scope: CredentialScope = {
      ...keyScope,
      credential: { type: 'aksk', accessKey: 'AK', secretKey: 'SK', securityToken: 'ST' },
    };
    expect(await headersOf(scope, partner)).toMatchObject({ 'X-Security-Token': 'ST' });
  });

  test('with a password gets a token for the whole account', async () => {
    expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-1' });
    expect(iam.asked[0]).toMatchObject({
      operation: 'CreateToken',
      tenantId: 't1',
      method: 'POST',
      url: new URL('http://127.0.0.1:8801/v3/auth/tokens'),
      headers: { 'Content-Type': 'application/json;charset=UTF-8' },
    });
    expect(iam.bodies[0]).toEqual({
      auth: {
        identity: {
          methods: ['password'],
          password: {
            user: { name: 'operator', password: 'PASSWORD-SECRET', domain: { name: 'partner-name' } },
          },
        },
        scope: { domain: { name: 'partner-name' } },
      },
    });
  });
});

describe('a customer', () => {
  test('is reached with the partner token and the agency', async () => {
    expect(await headersOf(passwordScope, customer('c1'))).toEqual({ 'X-Auth-Token': 'token-2' });
    expect(iam.asked[1]?.headers).toMatchObject({ 'X-Auth-Token': 'token-1' });
    expect(iam.bodies[1]).toEqual({
      auth: {
        identity: {
          methods: ['assume_role'],
          assume_role: { agency_name: 'platform-agency', domain_id: 'c1' },
        },
        scope: { domain: { id: 'c1' } },
      },
    });
  });

  test('is reached by a signed exchange when the partner has a key', async () => {
    expect(await headersOf(keyScope, customer('c1'))).toEqual({ 'X-Auth-Token': 'token-1' });
    const asked = iam.asked[0];
    if (!asked) throw new Error('expected an exchange, got none');
    const unsigned = { ...asked, headers: { 'Content-Type': 'application/json;charset=UTF-8' } };
    const key = { accessKey: 'AK', secretKey: 'KEY-SECRET', domainId: 'partner-domain' };
    expect(asked.headers).toEqual({ ...unsigned.headers, ...signRequest(unsigned, key, now()) });
  });

  test('gets one exchange per tenant and customer, never one of another tenant', async () => {
    const other: CredentialScope = { ...passwordScope, tenantId: 't2' };
    const tokens = new Set<string | undefined>();
    for (const scope of [passwordScope, other, passwordScope, other]) {
      for (const id of ['c1', 'c2', 'c1']) tokens.add((await headersOf(scope, customer(id)))['X-Auth-Token']);
    }
    expect(tokens.size).toBe(4);
    expect(iam.asked).toHaveLength(6);
  });

  test('cannot be reached without an agency name', async () => {
    const { agencyName: _, ...scope } = passwordScope;
    await expect(store.authorize(scope, customer('c1'), soon())).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: 'expected agencyName for tenant "t1" to act as a customer, got none',
    });
    expect(iam.asked).toEqual([]);
  });

  test('10,000 customers stay bounded, and the bound keeps the latest', async () => {
    for (let id = 0; id < 10_000; id++) await store.authorize(keyScope, customer(`c${id}`), soon());
    expect(store.size).toBe(100);
    await headersOf(keyScope, customer('c9950'));
    expect(iam.asked).toHaveLength(10_000);
  });

  test('an exchange under way is never evicted', async () => {
    await headersOf(keyScope, customer('first'));
    const gate = Promise.withResolvers<undefined>();
    iam.instead = (request) => (request.body.includes('"slow"') ? gate.promise : undefined);
    const first = headersOf(keyScope, customer('slow'));
    for (let id = 0; id < 300; id++) await store.authorize(keyScope, customer(`c${id}`), soon());
    const second = headersOf(keyScope, customer('slow'));
    gate.resolve(undefined);
    expect(await first).toEqual(await second);
    expect(iam.asked.filter(({ body }) => body.includes('"slow"'))).toHaveLength(1);
  });
});

describe('time', () => {
  test('a token is used until an hour before its end, then renewed while nobody waits', async () => {
    await headersOf(passwordScope, partner);
    await clock.advance(23 * HOUR - 1);
    await headersOf(passwordScope, partner);
    expect(iam.asked).toHaveLength(1);

    await clock.advance(1);
    const gate = Promise.withResolvers<undefined>();
    iam.instead = () => gate.promise;
    for (let call = 0; call < 5; call++) {
      expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-1' });
    }
    expect(iam.asked).toHaveLength(2);
    gate.resolve(undefined);
    await clock.advance(0);
    expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-2' });
  });

  test('a failed renewal bothers nobody and is tried again after a pause', async () => {
    await headersOf(passwordScope, partner);
    await clock.advance(23 * HOUR);
    iam.instead = () => ({ status: 503 });
    for (let call = 0; call < 10; call++) {
      expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-1' });
      await clock.advance(1);
    }
    expect(iam.asked).toHaveLength(2);
    await clock.advance(30_000);
    iam.instead = () => undefined;
    await headersOf(passwordScope, partner);
    await clock.advance(0);
    expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-3' });
  });

  test.each([
    ['forward', 23 * HOUR],
    ['back', -48 * HOUR],
  ])('a wall clock that is set %s neither ends a token nor revives one', async (_way, ms) => {
    await headersOf(passwordScope, partner);
    clock.step(ms);
    expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-1' });
    await clock.advance(24 * HOUR);
    expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-2' });
  });

  test("a token lasts as long as IAM says, by IAM's own clock", async () => {
    iam.instead = () => ({
      status: 201,
      headers: { 'x-subject-token': 'short' },
      body: '{"token":{"issued_at":"2030-01-01T00:00:00.000000Z","expires_at":"2030-01-01T01:00:00.000000Z"}}',
    });
    await headersOf(passwordScope, partner);
    await clock.advance(HOUR);
    iam.instead = () => undefined;
    expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-2' });
  });

  test('an ended token is never handed out', async () => {
    await headersOf(passwordScope, partner);
    await clock.advance(24 * HOUR);
    expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-2' });
  });

  test('a token that lives shorter than the renewal time is still reused', async () => {
    iam.lifetimeMs = 15 * 60_000;
    for (let minute = 0; minute < 11; minute++) {
      await headersOf(passwordScope, partner);
      await clock.advance(60_000);
    }
    expect(iam.asked).toHaveLength(1);
  });
});

describe('ids that clients make up', () => {
  test('take no room, however long: neither kept, nor refused, nor in a message', async () => {
    const long = 'x'.repeat(900_000);
    iam.instead = () => ({ status: 403 });
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    await headersOf(keyScope, customer('first')).catch(() => undefined);
    iam.asked.length = 0;
    const before = heap();
    for (let id = 0; id < 50; id++) {
      const error: unknown = await headersOf(keyScope, customer(`${id}${long}`)).catch((one: unknown) => one);
      expect((error as Error).message.length).toBeLessThan(400);
      iam.asked.length = 0;
    }
    // Fifty ids of 900 KB would be 45 MB.
    expect(heap() - before).toBeLessThan(20_000_000);
  });
});

describe('many at once', () => {
  test('1,000 waiters cause one exchange', async () => {
    await headersOf(passwordScope, partner);
    await clock.advance(24 * HOUR);
    const all = await Promise.all(Array.from({ length: 1_000 }, () => headersOf(passwordScope, partner)));
    expect(new Set(all.map((headers) => headers['X-Auth-Token']))).toEqual(new Set(['token-2']));
    expect(iam.asked).toHaveLength(2);
    expect(clock.timers).toBe(0);
  });

  test("one waiter's abort or deadline leaves the others and the exchange alone", async () => {
    const gate = Promise.withResolvers<undefined>();
    iam.instead = () => gate.promise;
    const abort = new AbortController();
    const leaving = store.authorize(passwordScope, partner, { ...soon(), signal: abort.signal });
    const late = store.authorize(passwordScope, partner, { ...soon(), deadline: clock.monotonic() + 50 });
    const patient = headersOf(passwordScope, partner);
    const outcomes = Promise.allSettled([leaving, late]);
    abort.abort(new Error('client went away'));
    await clock.advance(50);
    expect(await outcomes).toMatchObject([
      { status: 'rejected', reason: abort.signal.reason },
      { status: 'rejected', reason: { code: 'DEADLINE_EXCEEDED' } },
    ]);
    gate.resolve(undefined);
    expect(await patient).toEqual({ 'X-Auth-Token': 'token-1' });
    expect(iam.asked).toHaveLength(1);
  });

  test('an exchange that everybody left still serves the next', async () => {
    const gate = Promise.withResolvers<undefined>();
    iam.instead = () => gate.promise;
    const abort = new AbortController();
    const left = store.authorize(passwordScope, partner, { ...soon(), signal: abort.signal });
    abort.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    gate.resolve(undefined);
    expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-1' });
  });

  test('a failure reaches every waiter and is not remembered', async () => {
    iam.instead = () => ({ status: 503 });
    const all = await Promise.allSettled(Array.from({ length: 50 }, () => headersOf(passwordScope, partner)));
    expect(all.every(({ status }) => status === 'rejected')).toBe(true);
    expect(iam.asked).toHaveLength(1);
    iam.instead = () => undefined;
    expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-2' });
  });

  test('a signal that is already aborted asks nobody', async () => {
    const wait = { ...soon(), signal: AbortSignal.abort(new Error('gone')) };
    await expect(store.authorize(passwordScope, partner, wait)).rejects.toThrow('gone');
    expect(iam.asked).toEqual([]);
  });
});

describe('after a 401', () => {
  test('the refused credential is replaced once, however many report it', async () => {
    const { generation } = await store.authorize(passwordScope, partner, soon());
    for (let report = 0; report < 3; report++) store.invalidate(passwordScope, partner, generation);
    expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-2' });
    store.invalidate(passwordScope, partner, generation);
    expect(await headersOf(passwordScope, partner)).toEqual({ 'X-Auth-Token': 'token-2' });
    expect(iam.asked).toHaveLength(2);
  });

  test('a late report never hits the credential of a customer that was evicted in between', async () => {
    const { generation } = await store.authorize(keyScope, customer('c1'), soon());
    for (let id = 0; id < 200; id++) await store.authorize(keyScope, customer(`d${id}`), soon());
    const fresh = await headersOf(keyScope, customer('c1'));
    store.invalidate(keyScope, customer('c1'), generation);
    expect(await headersOf(keyScope, customer('c1'))).toEqual(fresh);
  });

  test('from IAM on the partner token, a new partner token is tried once', async () => {
    await headersOf(passwordScope, partner);
    iam.instead = (request) => (request.headers['X-Auth-Token'] === 'token-1' ? { status: 401 } : undefined);
    expect(await headersOf(passwordScope, customer('c1'))).toEqual({ 'X-Auth-Token': 'token-4' });
    expect(iam.asked[3]?.headers['X-Auth-Token']).toBe('token-3');
  });

  test('a tenant whose password changed does not go on with the old token', async () => {
    await headersOf(passwordScope, partner);
    const changed: CredentialScope = {
      ...passwordScope,
      credential: { type: 'password', user: 'operator', password: 'new' },
    };
    expect(await headersOf(changed, partner)).toEqual({ 'X-Auth-Token': 'token-2' });
    expect(await headersOf({ ...passwordScope }, partner)).toEqual({ 'X-Auth-Token': 'token-1' });
  });
});

describe('refusals', () => {
  test.each([
    [401, 'UPSTREAM_REJECTED', false],
    [403, 'UPSTREAM_REJECTED', false],
    [429, 'UPSTREAM_BUSY', true],
    [502, 'UPSTREAM_UNAVAILABLE', true],
  ])('status %d is %s', async (status, code, retryable) => {
    iam.instead = () => ({ status, headers: { 'x-request-id': 'r1' }, body: '{"error":"PASSWORD-SECRET"}' });
    await expect(headersOf(passwordScope, partner)).rejects.toMatchObject({
      code,
      retryable,
      upstream: { operation: 'CreateToken', status, requestId: 'r1' },
    });
  });

  test('of a customer who did not grant the agency are remembered for a minute, and no other failure is', async () => {
    iam.instead = () => ({ status: 503 });
    await expect(headersOf(keyScope, customer('c1'))).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    iam.instead = () => ({ status: 403 });
    for (let time = 0; time < 3; time++) {
      await expect(headersOf(keyScope, customer('c1'))).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
    }
    expect(iam.asked).toHaveLength(2);
    iam.instead = () => undefined;
    expect(await headersOf(keyScope, customer('c2'))).toEqual({ 'X-Auth-Token': 'token-3' });
    await clock.advance(60_000);
    expect(await headersOf(keyScope, customer('c1'))).toEqual({ 'X-Auth-Token': 'token-4' });
  });

  test('say which credential it was and what to check', async () => {
    iam.instead = () => ({ status: 403 });
    await expect(headersOf(passwordScope, partner)).rejects.toThrow(
      'IAM refused the user and password of tenant "t1" (403): check user, password and domainName',
    );
    await expect(headersOf(keyScope, customer('c1'))).rejects.toThrow(
      'IAM refused to let tenant "t1" act as customer "c1" (403): check that the customer granted the agency',
    );
  });

  test.each([
    ['no token', { status: 201, body: '{"token":{"expires_at":"2026-01-16T00:00:00Z"}}' }],
    ['no end', { status: 201, headers: { 'x-subject-token': 'T' }, body: '{"token":{}}' }],
    [
      'no instant',
      { status: 201, headers: { 'x-subject-token': 'T' }, body: '{"token":{"expires_at":"x"}}' },
    ],
    ['no JSON', { status: 201, headers: { 'x-subject-token': 'T' }, body: '<html>' }],
  ])('an answer with %s is malformed', async (_, answer) => {
    iam.instead = () => answer;
    await expect(headersOf(passwordScope, partner)).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
  });
});

test('no secret shows in an error, an inspection or a serialisation', async () => {
  const scopes: CredentialScope[] = [passwordScope, keyScope];
  const shown: string[] = [];
  const show = (value: unknown) => {
    shown.push(
      inspect(value, { depth: 10, showHidden: true }),
      JSON.stringify(value),
      JSON.stringify({ ...Object(value) }),
    );
  };
  for (const scope of scopes) {
    for (const subject of [partner, customer('c1')]) {
      const authorization = await store.authorize(scope, subject, soon());
      show(authorization);
      authorization.settle({ kind: 'accepted' });
    }
  }
  show(store);
  iam.instead = (request) => ({ status: 401, body: request.body });
  for (const scope of scopes) {
    show(await headersOf(scope, customer('c2')).catch((error: unknown) => error));
  }
  expect(shown.join('\n')).not.toMatch(/SECRET|token-\d/);
});
