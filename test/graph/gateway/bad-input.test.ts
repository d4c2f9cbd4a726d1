import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GraphError, type Harness, startHarness } from '../../support/harness.ts';

// What clients get wrong: each answer is one coded error at its place, costs no call, and leaves the rest be.

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ customers: 8, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
});
afterAll(() => harness.close());

const misuse = (message: string, path?: readonly (string | number)[]) =>
  expect.objectContaining({
    message,
    extensions: { code: 'BAD_USER_INPUT', retryable: false },
    ...(path ? { path } : {}),
  });

describe('arguments that validate and are wrong', () => {
  const cursor = (text: string) => Buffer.from(text).toString('base64url');
  const both = 'filter.dateFrom and filter.dateUntil';

  it.each([
    ['customers(first: 100000) { nodes { id } }', 'first: expected 0 to 500, got 100000'],
    ['customers(first: -1) { totalCount }', 'first: expected 0 to 500, got -1'],
    ['orders(first: 501) { edges { cursor } }', 'first: expected 0 to 500, got 501'],
    [
      'customers(after: "nonsense") { nodes { id } }',
      'after: expected a cursor that this connection returned, got "nonsense"',
    ],
    [
      `customers(after: "${cursor('r:-1')}") { nodes { id } }`,
      `after: expected a cursor that this connection returned, got "${cursor('r:-1')}"`,
    ],
    [
      // A cursor of resources, which has another part.
      `coupons(after: "${cursor('d:3')}") { nodes { couponId } }`,
      `after: expected a cursor that this connection returned, got "${cursor('d:3')}"`,
    ],
    [
      `orders(after: "${'A'.repeat(5_000)}") { nodes { id } }`,
      `after: expected a cursor that this connection returned, got "${'A'.repeat(40)}"`,
    ],
    [
      'customers(filter: { name: "two words" }) { nodes { id } }',
      'filter.name: expected text without spaces, got "two words"',
    ],
    [
      'customers(filter: { associationType: UNKNOWN }) { nodes { id } }',
      'filter.associationType: expected a known value, got UNKNOWN',
    ],
    [
      'customers(filter: { associatedFrom: "2026-05-01T00:00:00Z", associatedUntil: "2026-04-01T00:00:00Z" }) { totalCount }',
      'filter.associatedFrom and filter.associatedUntil: expected two instants in order, got 2026-05-01T00:00:00Z and 2026-04-01T00:00:00Z',
    ],
    [
      'orders(filter: { createdFrom: "2010-01-01T00:00:00Z", createdUntil: "2026-06-01T00:00:00Z" }) { nodes { id } }',
      'filter.createdFrom and filter.createdUntil: expected two instants in order, at most ten years apart, got 2010-01-01T00:00:00Z and 2026-06-01T00:00:00Z',
    ],
    [
      'orders(filter: { paidFrom: "2026-06-01T00:00:00Z", paidUntil: "2026-05-01T00:00:00Z" }) { nodes { id } }',
      'filter.paidFrom and filter.paidUntil: expected two instants in order, at most a year apart, got 2026-06-01T00:00:00Z and 2026-05-01T00:00:00Z',
    ],
    [
      'orders(filter: { status: EXCHANGING }) { nodes { id } }',
      'filter.status: expected a status that can be filtered by, got EXCHANGING',
    ],
    [
      'orders(filter: { type: UNKNOWN }) { nodes { id } }',
      'filter.type: expected a known value, got UNKNOWN',
    ],
    [
      'coupons(filter: { status: UNKNOWN }) { nodes { couponId } }',
      'filter.status: expected a known value, got UNKNOWN',
    ],
    [
      'coupons(filter: { expiresFrom: "2026-05-01T00:00:00Z", expiresUntil: "2026-04-01T00:00:00Z" }) { nodes { couponId } }',
      'filter.expiresFrom and filter.expiresUntil: expected two instants in order, got 2026-05-01T00:00:00Z and 2026-04-01T00:00:00Z',
    ],
    [
      'monthlyBills(cycle: "2026-09", filter: { chargingMode: UNKNOWN }) { nodes { cycle } }',
      'filter.chargingMode: expected a known value, got UNKNOWN',
    ],
    [
      'monthlyBills(cycle: "2026-09", filter: { billType: UNKNOWN }) { nodes { cycle } }',
      'filter.billType: expected a known value, got UNKNOWN',
    ],
  ])('%s', async (field, message) => {
    const name = /^\w+/.exec(field)?.[0] ?? '';
    const { result, calls } = await harness.callsOf(() =>
      harness.query<Record<string, unknown>>(`{ viewer { tenant } ${field} after: viewer { role } }`),
    );
    expect(result.errors).toEqual([misuse(message, [name])]);
    expect(result.data).toEqual({
      viewer: { tenant: 'sandbox' },
      [name]: null,
      after: { role: 'PARTNER_ADMIN' },
    });
    expect(calls).toEqual({});
  });

  it.each([
    [
      'resources(filter: { status: UNKNOWN }) { nodes { resourceId } }',
      'filter.status: expected a known value, got UNKNOWN',
    ],
    [
      'resources(filter: { expiresFrom: "2026-05-01T00:00:00Z", expiresUntil: "2026-04-01T00:00:00Z" }) { nodes { resourceId } }',
      'filter.expiresFrom and filter.expiresUntil: expected two instants in order, got 2026-05-01T00:00:00Z and 2026-04-01T00:00:00Z',
    ],
    [
      'consumption(cycle: "2026-09", filter: { type: UNKNOWN }) { nodes { recordId } }',
      'filter.type: expected a known value, got UNKNOWN',
    ],
    [
      'consumption(cycle: "2026-09", filter: { chargingMode: UNKNOWN }) { nodes { recordId } }',
      'filter.chargingMode: expected a known value, got UNKNOWN',
    ],
    [
      'consumption(cycle: "2026-09", filter: { dateFrom: "2026-09-01" }) { nodes { recordId } }',
      `${both}: expected both or neither, got one`,
    ],
    [
      'consumption(cycle: "2026-09", filter: { dateFrom: "2026-09-30", dateUntil: "2026-10-01" }) { nodes { recordId } }',
      `${both}: expected days within 2026-09 in order, got 2026-09-30 to 2026-10-01`,
    ],
  ])('of a customer: %s', async (field, message) => {
    const name = /^\w+/.exec(field)?.[0] ?? '';
    const answer = await harness.query<{ customers: unknown }>(
      `{ customers(first: 1) { nodes { associationType ${field} orders(first: 1) { nodes { __typename } } } } }`,
    );
    expect(answer.errors).toEqual([misuse(message, ['customers', 'nodes', 0, name])]);
    expect(answer.data.customers).toEqual({
      nodes: [{ associationType: 'RESALE', [name]: null, orders: { nodes: [{ __typename: 'Order' }] } }],
    });
  });

  it('names an empty id, beside null for an unknown one', async () => {
    const answer = await harness.query<unknown>(`{
      none: customer(customerId: "") { id } order(orderId: "") { id }
      unknown: customer(customerId: "nobody") { id } strange: order(orderId: "a b/../?x=&%00") { id }
    }`);
    expect(answer.data).toEqual({ none: null, order: null, unknown: null, strange: null });
    expect(answer.errors).toEqual([
      misuse('customerId: expected 1 to 64 characters, got an empty text', ['none']),
      misuse('orderId: expected 1 to 64 characters, got an empty text', ['order']),
    ]);
  });

  it('tells a failure once, however many parts of a connection are selected', async () => {
    const answer = await harness.query<unknown>(
      '{ customers(first: -5) { nodes { id } edges { cursor } totalCount pageInfo { hasNextPage endCursor } } }',
    );
    expect(answer.errors).toHaveLength(1);
    expect(answer.data).toEqual({ customers: null });
  });
});

describe('variables and literals of the wrong kind', () => {
  it.each([
    [
      '$v: BillingCycle!',
      'monthlyBills(cycle: $v) { totalCount }',
      '2026-13',
      'BillingCycle: expected a month such as "2026-10", got "2026-13"',
    ],
    [
      '$v: BillingCycle!',
      'monthlyBills(cycle: $v) { totalCount }',
      '2026-1',
      'BillingCycle: expected a month such as "2026-10", got "2026-1"',
    ],
    [
      '$v: BillingCycle!',
      'monthlyBills(cycle: $v) { totalCount }',
      202610,
      'BillingCycle: expected a month such as "2026-10", got 202610',
    ],
    [
      '$v: DateTime',
      'customers(filter: { associatedFrom: $v }) { totalCount }',
      'yesterday',
      'DateTime: expected an RFC 3339 instant such as "2026-10-31T16:00:00Z", got "yesterday"',
    ],
    [
      '$v: DateTime',
      'customers(filter: { associatedFrom: $v }) { totalCount }',
      '2026-02-30T00:00:00Z',
      'DateTime: expected an RFC 3339 instant such as "2026-10-31T16:00:00Z", got "2026-02-30T00:00:00Z"',
    ],
    [
      '$v: DateTime',
      'customers(filter: { associatedFrom: $v }) { totalCount }',
      '2026-02-20T25:00:00Z',
      'DateTime: expected an RFC 3339 instant such as "2026-10-31T16:00:00Z", got "2026-02-20T25:00:00Z"',
    ],
    [
      '$v: Date',
      'customer(customerId: "x") { consumption(cycle: "2026-09", filter: { dateFrom: $v }) { totalCount } }',
      '2026-09-31',
      'Date: expected a day such as "2026-10-31", got "2026-09-31"',
    ],
    [
      '$v: Int',
      'customers(first: $v) { totalCount }',
      'ten',
      'Int cannot represent non-integer value: "ten"',
    ],
    [
      '$v: Int',
      'customers(first: $v) { totalCount }',
      1e12,
      'Int cannot represent non 32-bit signed integer value: 1000000000000',
    ],
    ['$v: String!', 'customer(customerId: $v) { id }', null, '$v'],
    [
      '$v: AssociationType',
      'customers(filter: { associationType: $v }) { totalCount }',
      'RENT',
      'Value "RENT" does not exist in "AssociationType" enum',
    ],
    ['$v: CustomerFilter', 'customers(filter: $v) { totalCount }', { nickname: 'x' }, 'nickname'],
  ])('%s in %s', async (declared, field, value, message) => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query(`query (${declared}) { viewer { tenant } ${field} }`, { v: value }),
    );
    expect(result.data).toBeUndefined();
    expect(result.errors).toEqual([misuse(expect.stringContaining(message))]);
    expect(calls).toEqual({});
  });

  it('refuses a wrong literal as it refuses a wrong variable', async () => {
    const answer = await harness.query('{ monthlyBills(cycle: "2026-13") { totalCount } }');
    expect(answer.errors).toEqual([
      misuse('BillingCycle: expected a month such as "2026-10", got "2026-13"'),
    ]);
  });
});

describe('requests that are no GraphQL', () => {
  const json = { 'content-type': 'application/json' };
  const send = async (init: RequestInit, search = '') => {
    const response = await fetch(`${harness.gateway.url}/graphql${search}`, init);
    return (await response.json()) as { errors?: readonly GraphError[]; data?: unknown };
  };

  it.each([
    [
      'a body that is no JSON',
      { method: 'POST', headers: json, body: '{"query": ' },
      'Expected JSON as the body, got other text',
    ],
    [
      'no query',
      { method: 'POST', headers: json, body: '{}' },
      'query: expected the text of a document, got nothing',
    ],
    [
      'a query that is no text',
      { method: 'POST', headers: json, body: '{"query": 5}' },
      'query: expected the text of a document, got a number',
    ],
    [
      'variables that are no object',
      { method: 'POST', headers: json, body: '{"query": "{ viewer { tenant } }", "variables": [1]}' },
      'variables: expected an object, got a list',
    ],
    [
      'a batch',
      { method: 'POST', headers: json, body: '[{"query": "{ viewer { tenant } }"}]' },
      'Expected one request, got a list: batching is not supported',
    ],
    [
      'a query that does not parse',
      { method: 'POST', headers: json, body: '{"query": "{ viewer "}' },
      'Syntax Error',
    ],
    [
      'a field that is not there',
      { method: 'POST', headers: json, body: '{"query": "{ viewer { salary } }"}' },
      'Cannot query field "salary" on type "Viewer".',
    ],
    [
      'an operation that is not there',
      {
        method: 'POST',
        headers: json,
        body: '{"query": "query A { viewer { tenant } }", "operationName": "B"}',
      },
      'Could not determine what operation to execute.',
    ],
    [
      'another method',
      { method: 'PUT', headers: json, body: '{"query": "{ viewer { tenant } }"}' },
      'Expected GET or POST, got PUT',
    ],
    [
      'a deadline that is no number',
      {
        method: 'POST',
        headers: { ...json, 'x-deadline-ms': 'soon' },
        body: '{"query": "{ viewer { tenant } }"}',
      },
      'x-deadline-ms: expected a positive whole number of milliseconds, got "soon"',
    ],
    [
      'a deadline of nothing',
      {
        method: 'POST',
        headers: { ...json, 'x-deadline-ms': '0' },
        body: '{"query": "{ viewer { tenant } }"}',
      },
      'x-deadline-ms: expected a positive whole number of milliseconds, got "0"',
    ],
  ] as [string, RequestInit, string][])('%s', async (_what, init, message) => {
    const answer = await send(init);
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toEqual([misuse(expect.stringContaining(message))]);
  });

  it('refuses a body that is too large without reading it as GraphQL', async () => {
    const response = await fetch(`${harness.gateway.url}/graphql`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ query: '{ viewer { tenant } }', padding: 'x'.repeat(1_500_000) }),
    });
    expect(response.status).toBe(413);
  });

  it('counts a body that does not state its length', async () => {
    const sendInChunks = async (chunks: readonly string[]) =>
      fetch(`${harness.gateway.url}/graphql`, {
        method: 'POST',
        headers: json,
        body: new Blob([...chunks]).stream(),
        duplex: 'half',
      } as RequestInit);
    const fits = await sendInChunks(['{"query": "{ viewer', ' { tenant } }"}']);
    expect(await fits.json()).toMatchObject({ data: { viewer: { tenant: 'sandbox' } } });
    const padding = Array.from({ length: 30 }, () => 'x'.repeat(50_000));
    const refused = await sendInChunks(['{"query": "{ viewer { tenant } }", "padding": "', ...padding, '"}']);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});
