import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PartnerCredential } from '../../src/config/tenant.ts';
import { createLogger } from '../../src/telemetry/log.ts';
import { type Harness, postQuery, startHarness } from '../support/harness.ts';
import { startScriptedUpstream } from '../support/scripted-upstream.ts';
import { passwordTenant } from '../support/tenants.ts';

type Line = Readonly<Record<string, unknown>>;

const UNITS = 'query Units { catalog { measureUnits { name } } }';
const NO_CACHE = { 'cache-control': 'no-cache' };

let harness: Harness;
let lines: Line[] = [];
let text = '';
beforeAll(async () => {
  const logger = createLogger('trace', {
    write(line) {
      text += line;
      lines.push(JSON.parse(line) as Line);
    },
  });
  harness = await startHarness({ customers: 8, logger });
});
afterEach(async () => {
  harness.gateway.reload(harness.tenants);
  await harness.reset();
  lines = [];
  text = '';
});
afterAll(() => harness.close());

const requestLines = () => lines.filter((line) => line['msg'] === 'request');

describe('the log of a request', () => {
  it('is one line at debug when all went well', async () => {
    await harness.query(UNITS, {}, { ...NO_CACHE, 'x-request-id': 'from-the-client' });
    expect(requestLines()).toEqual([
      {
        level: 20,
        time: expect.any(Number),
        requestId: 'from-the-client',
        operation: 'Units',
        outcome: 'ok',
        calls: 1,
        queuedMs: expect.any(Number),
        durationMs: expect.any(Number),
        codes: [],
        msg: 'request',
      },
    ]);
  });

  it('is at info, with the codes, when part of it failed or all', async () => {
    await harness.setFaults({ ListMeasureUnits: { status: 400 } });
    await harness.query(UNITS, {}, NO_CACHE);
    await harness.query('{ viewer { tenant } catalog { measureUnits { name } } }', {}, NO_CACHE);
    await harness.query('{ nothingOfThatName }');
    expect(requestLines()).toMatchObject([
      { level: 30, outcome: 'partial', codes: ['UPSTREAM_REJECTED'], calls: 1 },
      { level: 30, outcome: 'partial', codes: ['UPSTREAM_REJECTED'], calls: 1 },
      { level: 30, outcome: 'failed', codes: ['BAD_USER_INPUT'], calls: 0 },
    ]);
  });

  it('says of a name that is none nothing at all', async () => {
    await fetch(`${harness.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }', operationName: 'x"\n{"level":60' }),
    });
    expect(requestLines()).toHaveLength(1);
    expect(text).not.toContain('level":60');
    expect(requestLines()[0]).not.toHaveProperty('operation');
  });
});

describe('the id of a request', () => {
  const idOf = async (headers: Readonly<Record<string, string>>, path = '/graphql?query={__typename}') =>
    (await fetch(`${harness.gateway.url}${path}`, { headers })).headers.get('x-request-id');

  it('is given back as it came', async () => {
    expect(await idOf({ 'x-request-id': 'abc-123_DEF.4' })).toBe('abc-123_DEF.4');
  });

  it.each(['', 'short', 'x'.repeat(129), 'with a space', '{"json":1}', 'colon:semi;'])(
    'is a new one in place of %o',
    async (given) => {
      expect(await idOf({ 'x-request-id': given })).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('is there for every answer of the server, and never the same', async () => {
    const ids = await Promise.all(
      ['/livez', '/readyz', '/metrics', '/graphql', '/nowhere'].map((p) => idOf({}, p)),
    );
    expect(ids.every((id) => /^[0-9a-f-]{36}$/.test(id ?? ''))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the log of requests that fail', () => {
  const secrets = {
    accessKey: 'LOGTESTACCESSKEY',
    secretKey: 'log-test-secret-key',
    securityToken: 'log-test-security-token',
    password: 'log-test-password',
    apiKey: 'log-test-api-key',
  };
  const temporary: PartnerCredential = {
    type: 'aksk',
    accessKey: secrets.accessKey,
    secretKey: secrets.secretKey,
    securityToken: secrets.securityToken,
  };

  /** Every way in which a call can fail with a credential in its hands. */
  async function fail(credential: PartnerCredential, apiKey: string): Promise<void> {
    const upstream = await startScriptedUpstream();
    const [tenant] = harness.tenants;
    if (!tenant) throw new Error('expected a tenant');
    const endpoints = { bss: upstream.url, iam: upstream.url };
    harness.gateway.reload([{ ...tenant, endpoints, partner: { ...tenant.partner, credential } }]);
    const token = {
      status: 201,
      headers: { 'x-subject-token': 'log-test-token' },
      body: { token: { expires_at: '2099-01-01T00:00:00.000000Z' } },
    };
    const echo = { error_code: 'APIGW.0301', error_msg: Object.values(secrets).join(' ') };
    const failures = [
      { status: 401, body: echo },
      { status: 403, body: echo },
      { status: 500, body: echo },
      { body: '{"measure_units":' },
      { reset: true },
    ];
    try {
      for (const [index, failure] of failures.entries()) {
        // The 401 costs the first token, and the second one is kept for the rest.
        const needsToken = credential.type === 'password' && index === 0;
        upstream.script(...(needsToken ? [token, failure, token, failure] : [failure]));
        const headers = { ...NO_CACHE, authorization: `Bearer ${apiKey}`, 'x-deadline-ms': '300' };
        const answer = await postQuery(harness.gateway.url, UNITS, {}, headers);
        expect(answer.errors).toBeDefined();
      }
    } finally {
      await upstream.close();
    }
  }

  it('holds no key, password or token, at the most talkative level', async () => {
    await fail(temporary, secrets.apiKey);
    await fail({ type: 'password', user: 'someone', password: secrets.password }, secrets.apiKey);
    harness.gateway.reload([passwordTenant(harness)]);
    await harness.query(UNITS, {}, NO_CACHE);
    expect(requestLines().length).toBeGreaterThan(10);
    const known = [
      ...Object.values(secrets),
      'log-test-token',
      harness.credentials.password,
      harness.credentials.secretKey,
    ];
    for (const secret of known) expect(text).not.toContain(secret);
  });

  it('would not show a secret that somebody logged by name', () => {
    const logged: string[] = [];
    const logger = createLogger('info', { write: (line) => void logged.push(line) });
    logger.info({ credential: { password: 'p4ssw0rd', secretKey: 's3cret' }, token: 't0ken' }, 'mistake');
    expect(logged.join('')).not.toMatch(/p4ssw0rd|s3cret|t0ken/);
  });
});
