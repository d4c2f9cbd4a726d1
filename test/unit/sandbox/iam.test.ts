import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import {
  assumeBody,
  list,
  NOON,
  partnerToken,
  passwordBody,
  sandboxAt,
  send,
} from '../../support/sandbox/client.ts';

const TOKENS = '/v3/auth/tokens';
const KEYS = '/v3.0/OS-CREDENTIAL/securitytokens';
const ORDERS = '/v2/orders/customer-orders';
const DAY = 86_400_000;

describe('identity', () => {
  let sandbox: Sandbox;
  let clock: { now: number };
  let token: string;

  beforeAll(async () => {
    ({ sandbox, clock } = await sandboxAt({ quotas: false, partners: 2 }));
    token = await partnerToken(sandbox);
  });
  afterAll(() => sandbox.close());

  const assume = (role: Record<string, unknown>, path = TOKENS, bearer = token) =>
    send(sandbox.url, 'POST', path, { body: assumeBody(role), headers: { 'X-Auth-Token': bearer } });
  const granted = () => sandbox.world.customers.find((each) => each.agency) ?? fail('no agency');
  const agencyName = () => sandbox.credentials.agencyName;
  const orders = (headers: Record<string, string>) => send(sandbox.url, 'GET', ORDERS, { headers });

  it('gives a partner token for 24 hours against a password', async () => {
    const answer = await send(sandbox.url, 'POST', TOKENS, { body: passwordBody(sandbox) });
    expect(answer.status).toBe(201);
    expect(answer.json['token']).toMatchObject({
      issued_at: new Date(NOON).toISOString().replace('Z', '000Z'),
      expires_at: new Date(NOON + DAY).toISOString().replace('Z', '000Z'),
      methods: ['password'],
      domain: { name: sandbox.credentials.domainName, id: sandbox.credentials.domainId },
    });
    const subject = String(answer.headers['x-subject-token']);
    expect((await orders({ 'X-Auth-Token': subject })).status).toBe(200);
  });

  it.each([
    ['a wrong password', () => passwordBody(sandbox, 0, 'wrong'), 401],
    ['no user', () => ({ auth: { identity: { methods: ['password'] } } }), 400],
    ['no JSON', () => '{', 400],
  ])('refuses %s in its own words', async (_what, body, status) => {
    const answer = await send(sandbox.url, 'POST', TOKENS, { body: body() });
    expect(answer.status).toBe(status);
    expect(answer.json['error']).toMatchObject({ code: status });
    expect(answer.text).not.toContain(sandbox.credentials.password);
  });

  it('lets a partner act for a customer that granted the agency, and only for that one', async () => {
    const customer = granted();
    for (const role of [{ domain_id: customer.id }, { domain_name: customer.accountName }]) {
      const answer = await assume({ ...role, agency_name: agencyName() });
      expect(answer.status).toBe(201);
      const seen = await orders({ 'X-Auth-Token': String(answer.headers['x-subject-token']) });
      expect(seen.json['total_count']).toBe(customer.orders.length);
      expect(new Set(list(seen, 'order_infos').map((row) => row['customer_id']))).toEqual(
        new Set([customer.id]),
      );
    }
  });

  it('refuses an agency that was not granted, a wrong agency, an unknown customer and a stranger', async () => {
    const without = sandbox.world.customers.find((each) => !each.agency);
    const agency = { agency_name: agencyName() };
    const { id } = granted();
    expect((await assume({ domain_id: without?.id, ...agency })).status).toBe(403);
    expect((await assume({ domain_id: id, agency_name: 'other' })).status).toBe(403);
    expect((await assume({ domain_id: 'nobody', ...agency })).status).toBe(404);
    expect((await assume({ domain_id: id, ...agency }, TOKENS, 'nobody')).status).toBe(401);
    const stranger = await partnerToken(sandbox, 1);
    expect((await assume({ domain_id: id, ...agency }, TOKENS, stranger)).status).toBe(404);
  });

  it('does not let a customer token assume further', async () => {
    const role = { domain_id: granted().id, agency_name: agencyName() };
    const customerToken = String((await assume(role)).headers['x-subject-token']);
    expect((await assume(role, TOKENS, customerToken)).status).toBe(403);
  });

  it('refuses the wrong kind of credential with 403 CBC.0151', async () => {
    const role = { domain_id: granted().id, agency_name: agencyName() };
    const customerToken = String((await assume(role)).headers['x-subject-token']);
    const answer = await send(sandbox.url, 'POST', '/v2/partners/sub-customers/query', {
      headers: { 'X-Auth-Token': customerToken },
    });
    expect(answer.status).toBe(403);
    expect(answer.json['error_code']).toBe('CBC.0151');
  });

  it('refuses missing and unknown tokens at the gateway, expired ones with CBC.0154', async () => {
    const unknown = await orders({ 'X-Auth-Token': `${token}x` });
    expect([(await orders({})).status, unknown.status]).toEqual([401, 401]);
    expect(unknown.json).toMatchObject({ error_code: 'APIGW.0301' });
    clock.now += DAY;
    const expired = await orders({ 'X-Auth-Token': token });
    clock.now = NOON;
    expect(expired.status).toBe(401);
    expect(expired.json['error_code']).toBe('CBC.0154');
    expect((await orders({ 'X-Auth-Token': token })).status).toBe(200);
  });

  it('expires every token on demand, and honours those issued afterwards', async () => {
    sandbox.setFaults({ '*': { expireTokens: true } });
    expect((await orders({ 'X-Auth-Token': token })).json['error_code']).toBe('CBC.0154');
    token = await partnerToken(sandbox);
    expect((await orders({ 'X-Auth-Token': token })).status).toBe(200);
  });

  it('gives temporary keys for the asked duration, within bounds', async () => {
    const role = { domain_id: granted().id, agency_name: agencyName() };
    const answer = await assume({ ...role, duration_seconds: 3600 }, KEYS);
    expect(answer.status).toBe(201);
    expect(answer.json['credential']).toMatchObject({
      access: expect.stringMatching(/^HST/),
      secret: expect.any(String),
      securitytoken: expect.any(String),
      expires_at: new Date(NOON + 3_600_000).toISOString().replace('Z', '000Z'),
    });
    expect((await assume({ ...role, duration_seconds: 60 }, KEYS)).status).toBe(400);
  });

  it('appears in the log, without secrets', async () => {
    const customer = granted();
    await assume({ domain_id: customer.id, agency_name: agencyName() });
    const log = sandbox.log();
    expect(log.operations['KeystoneCreateAgencyToken']?.calls).toBeGreaterThan(0);
    expect(log.operations['KeystoneCreateUserTokenByPassword']?.calls).toBeGreaterThan(0);
    expect(log.last.at(-1)).toMatchObject({
      operation: 'KeystoneCreateAgencyToken',
      status: 201,
      parameters: { domain_id: customer.id },
    });
    const text = JSON.stringify(log);
    for (const secret of [token, sandbox.credentials.password, sandbox.credentials.secretKey]) {
      expect(text).not.toContain(secret);
    }
  });
});

function fail(message: string): never {
  throw new Error(message);
}
