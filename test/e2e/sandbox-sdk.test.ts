// The upstream's official signer against the sandbox's own signature check, over real HTTP.
import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { assumeBody, partnerToken, send } from '../support/sandbox/client.ts';

const CUSTOMERS = '/v2/partners/sub-customers/query';
const ORDERS = '/v2/orders/customer-orders';

describe('the official SDK signer', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ customers: 20, quotas: false });
  });
  afterAll(() => sandbox.close());

  interface Signed {
    readonly method: string;
    readonly path: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly keys?: { ak: string; sk: string };
  }

  function headersOf({ method, path, query = {}, body, headers = {}, keys }: Signed) {
    const { accessKey, secretKey } = sandbox.credentials;
    const { ak, sk } = keys ?? { ak: accessKey, sk: secretKey };
    const credential = new BasicCredentials().withAk(ak).withSk(sk);
    const all = { 'content-type': 'application/json', ...headers };
    const request = {
      endpoint: `${sandbox.url}${path}`,
      method,
      queryParams: query,
      headers: all,
      data: body,
    };
    return AKSKSigner.sign(request, credential) as Record<string, string>;
  }

  /** Sends what was signed, changed where the test says so. */
  const exchange = (signed: Signed, change: Partial<Signed> = {}) => {
    const { method, path, query, body, headers } = { ...signed, ...change };
    return send(sandbox.url, method, path, {
      ...(query ? { query } : {}),
      ...(body === undefined ? {} : { body }),
      headers: { ...headersOf(signed), ...(change.headers ? headers : {}) },
    });
  };

  const query = { method: 'GET', path: ORDERS, query: { limit: '2', order_by: '-createTime' } };
  const search = { method: 'POST', path: CUSTOMERS, body: { customer: '客户 *~', limit: 2 } };

  it.each<[string, Signed]>([
    ['a query', query],
    ['a JSON body', search],
    ['odd characters in a query', { method: 'GET', path: ORDERS, query: { order_id: "a b+c/d=e&f'(*)~名" } }],
    ['a domain header', { ...query, headers: { 'X-Domain-Id': 'domain' } }],
  ])('is accepted with %s', async (_what, signed) => {
    const answer = await exchange(signed);
    expect(answer.text).not.toContain('error_code');
    expect(answer.status).toBe(200);
  });

  it('is accepted with odd characters in a path, as far as the order is looked for', async () => {
    const answer = await exchange({ method: 'GET', path: `${ORDERS}/details/CS%20%E5%90%8D` });
    expect([answer.status, answer.json['error_code']]).toEqual([400, 'CBC.30000010']);
  });

  it.each<[string, Signed, Partial<Signed>]>([
    ['method', { method: 'POST', path: CUSTOMERS }, { method: 'GET', path: ORDERS }],
    ['path', query, { path: '/v2/bases/conversions' }],
    ['query', query, { query: { limit: '3', order_by: '-createTime' } }],
    ['body', search, { body: { customer: 'other', limit: 2 } }],
    ['date', query, { headers: { 'X-Sdk-Date': '20260101T000000Z' } }],
    [
      'signed header',
      { ...query, headers: { 'X-Domain-Id': 'domain' } },
      { headers: { 'X-Domain-Id': 'other' } },
    ],
  ])('is refused when the %s was tampered with', async (_what, signed, change) => {
    const answer = await exchange(signed, change);
    expect(answer.status).toBe(401);
    expect(answer.json['error_code']).toBe('APIGW.0301');
  });

  it('is refused with a key that is not known, or a secret that is not its own', async () => {
    const { accessKey, secretKey } = sandbox.credentials;
    for (const keys of [
      { ak: 'UNKNOWN', sk: secretKey },
      { ak: accessKey, sk: 'wrong' },
    ]) {
      const answer = await exchange({ ...query, keys });
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain(secretKey);
    }
  });

  it('is accepted with temporary keys of a customer, which need their own security token', async () => {
    const customer = sandbox.world.customers.find((each) => each.agency && each.orders.length > 0);
    const role = { domain_id: customer?.id, agency_name: sandbox.credentials.agencyName };
    const headers = { 'X-Auth-Token': await partnerToken(sandbox) };
    const issue = async () => {
      const path = '/v3.0/OS-CREDENTIAL/securitytokens';
      const answer = await send(sandbox.url, 'POST', path, { body: assumeBody(role), headers });
      return answer.json['credential'] as Record<'access' | 'secret' | 'securitytoken', string>;
    };
    const [issued, another] = [await issue(), await issue()];
    const keys = { ak: issued.access, sk: issued.secret };
    const signed = { ...query, keys, headers: { 'X-Security-Token': issued.securitytoken } };
    const orders = await exchange(signed);
    expect(orders.status).toBe(200);
    expect(orders.json['total_count']).toBe(customer?.orders.length);
    expect((await exchange({ ...query, keys })).status).toBe(401);
    const mixed = { ...signed, headers: { 'X-Security-Token': another.securitytoken } };
    expect((await exchange(mixed)).status).toBe(401);
  });
});
