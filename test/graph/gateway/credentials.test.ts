import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PartnerCredential, Tenant } from '../../../src/config/tenant.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({
    customers: 8,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
    environment: { LOG_LEVEL: 'silent' },
  });
});
afterEach(async () => {
  await harness.reset();
  harness.gateway.reload(harness.tenants);
});
afterAll(() => harness.close());

const NO_CACHE = { 'cache-control': 'no-cache' };
const QUERY =
  '{ viewer { tenant } customers(first: 2) { totalCount nodes { balance { debt { currency } } } } }';
const GOOD = {
  viewer: { tenant: 'sandbox' },
  customers: {
    totalCount: 8,
    nodes: [{ balance: { debt: { currency: 'CNY' } } }, { balance: { debt: { currency: 'CNY' } } }],
  },
};
const ask = () => harness.callsOf(() => harness.query<unknown>(QUERY, {}, NO_CACHE));

function useCredential(credential: PartnerCredential, endpoints?: Partial<Tenant['endpoints']>): void {
  const [tenant] = harness.tenants;
  if (!tenant) throw new Error('expected a tenant');
  const partner = { ...tenant.partner, credential };
  harness.gateway.reload([{ ...tenant, partner, endpoints: { ...tenant.endpoints, ...endpoints } }]);
}

const password = (): PartnerCredential => ({
  type: 'password',
  user: harness.credentials.user,
  password: harness.credentials.password,
});

const TOKEN = 'KeystoneCreateUserTokenByPassword';

describe('a tenant with user and password', () => {
  it('gets one token for all calls, and keeps it', async () => {
    useCredential(password());
    const first = await ask();
    expect(first.result.errors).toBeUndefined();
    expect(first.result.data).toEqual(GOOD);
    expect(first.calls).toEqual({ [TOKEN]: 1, ListSubCustomers: 1, ListCustomersBalancesDetail: 1 });
    const second = await ask();
    expect(second.result.data).toEqual(GOOD);
    expect(second.calls[TOKEN]).toBeUndefined();
  });

  it('gets another when the token expires before its time, unseen by the client', async () => {
    useCredential(password());
    await ask();
    await harness.setFaults({ '*': { expireTokens: true } });
    const { result, calls } = await ask();
    expect(result.errors).toBeUndefined();
    expect(result.data).toEqual(GOOD);
    expect(calls).toEqual({ [TOKEN]: 1, ListSubCustomers: 2, ListCustomersBalancesDetail: 1 });
    expect(result.extensions.upstream).toMatchObject({ retries: 1 });
  });

  it('is told that IAM refuses it, without the password', async () => {
    useCredential({ type: 'password', user: harness.credentials.user, password: 'not-the-password' });
    const { result } = await ask();
    expect(result.data).toEqual({
      viewer: { tenant: 'sandbox' },
      customers: null,
    });
    expect(result.errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('IAM refused the user and password of tenant "sandbox" (401)'),
        extensions: {
          code: 'UPSTREAM_REJECTED',
          retryable: false,
          upstream: { operation: 'CreateToken', status: 401, requestId: expect.any(String) },
        },
      }),
    ]);
    expect(JSON.stringify(result)).not.toContain('not-the-password');
  });

  it('is told that IAM does not answer', async () => {
    useCredential(password());
    await harness.setFaults({ [TOKEN]: { status: 503 }, '*': { expireTokens: true } });
    const { result } = await ask();
    expect(result.errors?.map((error) => error.extensions)).toEqual([
      expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE', retryable: true }),
    ]);
  });
});

describe('a tenant with an access key', () => {
  it.each([
    [
      'a wrong secret key',
      ({ accessKey }: { accessKey: string; secretKey: string }) => ({
        accessKey,
        secretKey: 'not-the-secret',
      }),
    ],
    ['an access key that is not there', () => ({ accessKey: 'NOT-THE-KEY', secretKey: 'x' })],
  ])('is told that it is refused for %s, without the key', async (_what, change) => {
    const { accessKey, secretKey } = harness.credentials;
    useCredential({ type: 'aksk', ...change({ accessKey, secretKey }) });
    const { result, calls } = await ask();
    expect(result.errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('ListSubCustomers: the upstream did not accept the credential'),
        extensions: {
          code: 'UPSTREAM_REJECTED',
          retryable: false,
          upstream: expect.objectContaining({ status: 401, errorCode: 'APIGW.0301' }),
        },
      }),
    ]);
    expect(JSON.stringify(result)).not.toMatch(/not-the-secret|NOT-THE-KEY/);
    expect(JSON.stringify(result)).toContain('the access key of tenant');
    // The clock of this gateway stands still at another day than its upstream's Date header: that is tried once.
    expect(calls['ListSubCustomers']).toBeLessThanOrEqual(2);
    expect((await ask()).calls).toEqual({});
  });
});

describe('an upstream that repeats the headers of a request in its refusals', () => {
  let echo: Server;
  let origin: URL;
  const seen: string[] = [];
  beforeAll(async () => {
    echo = createServer((request, response) => {
      const { authorization = '', 'x-auth-token': token = '' } = request.headers;
      seen.push(String(token), ...authorization.split(/[=,]\s*/));
      const status = Number(/customers\/query/.test(request.url ?? '') ? 400 : 401);
      const message = `refused ${JSON.stringify(request.headers)} ${'.'.repeat(status === 400 ? 9_000 : 0)}`;
      request.resume().on('end', () => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error_code: 'APIGW.0301', error_msg: message }));
      });
    });
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    origin = new URL(`http://127.0.0.1:${(echo.address() as AddressInfo).port}`);
  });
  afterAll(() => {
    echo.close();
    echo.closeAllConnections();
  });

  it.each(['aksk', 'password'] as const)(
    'does not show them to a client of a tenant with %s',
    async (type) => {
      const { accessKey, secretKey } = harness.credentials;
      useCredential(type === 'aksk' ? { type, accessKey, secretKey } : password(), { bss: origin });
      seen.length = 0;
      const answer = await harness.query('{ customers { totalCount } coupons { totalCount } }', {}, NO_CACHE);
      const text = JSON.stringify(answer);
      expect(answer.errors?.map((error) => error.extensions.code)).toEqual([
        'UPSTREAM_REJECTED',
        'UPSTREAM_REJECTED',
      ]);
      expect(text).toContain('[redacted]');
      // What identifies or proves: keys, tokens and signatures, which are all long.
      const secrets = seen.filter(
        (one) => one.length >= 20 && !one.includes(';') && !one.startsWith('SDK-HMAC'),
      );
      expect(secrets.length).toBeGreaterThan(0);
      for (const secret of secrets) expect(text).not.toContain(secret);
    },
  );
});
