import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox, Truth } from '../../../src/sandbox/sandbox.ts';
import { assumeBody, type Call, list, partnerToken, sandboxAt, send } from '../../support/sandbox/client.ts';

// Orders' coupons, discounts and refunds, renewal prices and prices of products, as the upstream refuses them.

const COUPONS = '/v2/orders/customer-orders/order-coupons';
const DISCOUNTS = '/v2/orders/customer-orders/order-discounts';
const REFUNDS = '/v2/orders/customer-orders/refund-orders';
const RENEW = '/v2/bills/ratings/period-resources/renew-rate';
const ON_DEMAND = '/v2/bills/ratings/on-demand-resources';
const PERIOD = '/v2/bills/ratings/period-resources/subscribe-rate';

let sandbox: Sandbox;
let call: Call;
let truth: Truth;
let asCustomer: Call;
let customerId: string;
beforeAll(async () => {
  ({ sandbox, call } = await sandboxAt({ quotas: false }));
  truth = sandbox.truth();
  customerId = truth.customersWithAgency[0] ?? '';
  const { json, headers } = await send(sandbox.url, 'POST', '/v3/auth/tokens', {
    body: assumeBody({ domain_id: customerId, agency_name: sandbox.credentials.agencyName }),
    headers: { 'X-Auth-Token': await partnerToken(sandbox) },
  });
  expect(json['token']).toBeDefined();
  const token = String(headers['x-subject-token']);
  asCustomer = (method, path, sending = {}) =>
    send(sandbox.url, method, path, { ...sending, headers: { 'X-Auth-Token': token } });
});
afterAll(() => sandbox.close());

const ownOrder = (type?: number) =>
  truth.orders.find(
    (row) => row['customer_id'] === customerId && (type === undefined || row['order_type'] === type),
  );
const otherOrder = () => truth.orders.find((row) => row['customer_id'] !== customerId);
const refused = async (answer: ReturnType<Call>) => {
  const { status, json } = await answer;
  return [status, json['error_code']];
};
const query = (row: { readonly [field: string]: unknown } | undefined, more = {}) => ({
  query: { order_id: String(row?.['order_id']), ...more },
});

describe("a customer's order", () => {
  it.each([COUPONS, DISCOUNTS])('is asked about by the customer alone: %s', async (path) => {
    expect((await asCustomer('GET', path, query(ownOrder()))).status).toBe(200);
    expect(await refused(call('GET', path, query(ownOrder())))).toEqual([403, 'CBC.0151']);
    expect(await refused(asCustomer('GET', path, query(otherOrder())))).toEqual([400, 'CBC.30000010']);
    expect(await refused(asCustomer('GET', path))).toEqual([400, 'CBC.0100']);
  });

  it('tells its refund to the partner that names the customer', async () => {
    const refund = truth.orders.find((row) => row['order_type'] === 4);
    const customer_id = String(refund?.['customer_id']);
    const answer = await call('GET', REFUNDS, query(refund, { customer_id }));
    expect(answer.json['total_count']).toBe(list(answer, 'refund_infos').length);
    expect(await refused(call('GET', REFUNDS, query(refund)))).toEqual([400, 'CBC.0100']);
    expect(await refused(call('GET', REFUNDS, query(refund, { customer_id: 'nobody' })))).toEqual([
      400,
      'CBC.30000010',
    ]);
    expect(await refused(asCustomer('GET', REFUNDS, query(ownOrder(1))))).toEqual([400, 'CBC.99005026']);
  });
});

describe('the price of a renewal', () => {
  const body = (resource_ids: readonly unknown[], more = {}) => ({
    body: { resource_ids, period_type: 2, period_num: 1, ...more },
  });
  const mains = () =>
    truth.periodResources
      .filter((row) => row['customer_id'] === customerId && row['is_main_resource'] === 1)
      .map((row) => row['resource_id']);

  it('is told for 10 resources at most, none of them twice', async () => {
    const [id] = mains();
    expect(await refused(asCustomer('POST', RENEW, body([id, id])))).toEqual([400, 'CBC.30050012']);
    const many = Array.from({ length: 11 }, (_, at) => `resource ${at}`);
    expect(await refused(asCustomer('POST', RENEW, body(many)))).toEqual([400, 'CBC.0100']);
    expect(await refused(call('POST', RENEW, body([id])))).toEqual([403, 'CBC.0151']);
    const years = body([id], { period_type: 3, period_num: 4 });
    expect(await refused(asCustomer('POST', RENEW, years))).toEqual([400, 'CBC.0100']);
    const word = body([id], { include_relative_resources: 'yes' });
    expect(await refused(asCustomer('POST', RENEW, word))).toEqual([400, 'CBC.0100']);
  });

  it('adds up, and names the resources that have none beside it', async () => {
    const ids = mains().slice(0, 9);
    const answer = await asCustomer('POST', RENEW, body([...ids, 'unknown']));
    const told = list(answer, 'renew_inquiry_results');
    const failed = list(answer, 'fail_resource_infos').map((row) => row['resource_id']);
    expect([...told.map((row) => row['resource_id']), ...failed].toSorted()).toEqual(
      [...ids, 'unknown'].toSorted(),
    );
    expect(failed).toContain('unknown');
    const best = list(answer, 'optional_discount_rating_results').find((row) => row['best_offer'] === 1);
    const cents = told.reduce((sum, row) => sum + Math.round(Number(row['amount']) * 100), 0);
    expect(cents).toBe(Math.round(Number(best?.['amount']) * 100));
  });
});

it('answers a customer that asks for what partners have with success and an error inside', async () => {
  expect(await refused(asCustomer('GET', '/v2/accounts/partner-accounts/balances'))).toEqual([
    200,
    'CBC.5001',
  ]);
});

describe('prices', () => {
  const product = {
    id: 'a',
    cloud_service_type: 'hws.service.type.ec2',
    resource_type: 'hws.resource.type.vm',
    resource_spec: 'sandbox.1.linux',
    region: 'cn-north-4',
    subscription_num: 1,
    usage_factor: 'Duration',
    usage_value: 1,
    usage_measure_id: 4,
    period_type: 2,
    period_num: 1,
  };
  const project_id = '0'.repeat(32);

  it.each([ON_DEMAND, PERIOD])('are refused for what does not exist: %s', async (path) => {
    const ask = (body: object) => refused(asCustomer('POST', path, { body }));
    const other = { ...product, cloud_service_type: 'hws.service.type.none' };
    const { region: _region, ...nowhere } = product;
    expect(await ask({ project_id, product_infos: [other] })).toEqual([400, 'CBC.99006006']);
    expect(await ask({ project_id, product_infos: [product, product] })).toEqual([400, 'CBC.0100']);
    expect(await ask({ project_id, product_infos: [nowhere] })).toEqual([400, 'CBC.0100']);
    expect(await ask({ project_id: 'none', product_infos: [product] })).toEqual([400, 'CBC.99006073']);
    expect(await refused(call('POST', path, { body: { project_id, product_infos: [product] } }))).toEqual([
      403,
      'CBC.0151',
    ]);
    const { status } = await asCustomer('POST', path, { body: { project_id, product_infos: [product] } });
    expect(status).toBe(200);
    const huge = { ...product, usage_value: 1e20, period_num: 9, subscription_num: 1e17 };
    expect(await ask({ project_id, product_infos: [huge] })).toEqual([400, 'CBC.99006055']);
  });

  it('are refused for use that is not metered like that', async () => {
    const ask = (more: object) =>
      refused(
        asCustomer('POST', ON_DEMAND, { body: { project_id, product_infos: [{ ...product, ...more }] } }),
      );
    expect(await ask({ usage_factor: 'nothing' })).toEqual([400, 'CBC.99006074']);
    expect(await ask({ usage_measure_id: 10 })).toEqual([400, 'CBC.99006050']);
    expect(
      (
        await asCustomer('POST', ON_DEMAND, {
          body: { project_id, product_infos: [{ ...product, usage_measure_id: 6 }] },
        })
      ).status,
    ).toBe(200);
  });
});
