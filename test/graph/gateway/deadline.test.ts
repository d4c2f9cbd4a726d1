import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../../support/harness.ts';

// Nothing hangs: what is not there by the deadline is an error, and work for a client that left is ended.

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ customers: 12, withoutQuotas: true });
  // What the deadlines below leave time for must not include a gateway's very first query.
  await harness.query(QUERY);
});
afterEach(() => harness.reset());
afterAll(() => harness.close());

const NO_CACHE = { 'cache-control': 'no-cache' };
const QUERY = `{ customers(first: 2) { nodes {
  __typename balance { debt { currency } } orders(first: 1) { nodes { __typename } }
} } }`;

describe('an upstream that is slower than the deadline', () => {
  it.each([
    ['that does not answer', { latencyMs: 20_000 }],
    ['whose body trickles', { slowBodyMs: 20_000 }],
  ])('%s leaves DEADLINE_EXCEEDED for what was missing, and the rest', async (_what, fault) => {
    await harness.setFaults({ ListCustomersBalancesDetail: fault });
    const answer = await harness.query<unknown>(QUERY, {}, { ...NO_CACHE, 'x-deadline-ms': '1000' });
    const row = { __typename: 'Customer', balance: null, orders: { nodes: [{ __typename: 'Order' }] } };
    expect(answer.data).toEqual({ customers: { nodes: [row, row] } });
    expect(answer.errors).toEqual(
      [0, 1].map((at) =>
        expect.objectContaining({
          path: ['customers', 'nodes', at, 'balance'],
          extensions: expect.objectContaining({ code: 'DEADLINE_EXCEEDED', retryable: true }),
        }),
      ),
    );
  });

  it('answers at the deadline also when nothing at all was ready', async () => {
    await harness.setFaults({ '*': { latencyMs: 20_000 } });
    for (const deadline of ['1', '20', '150']) {
      const answer = await harness.query<unknown>(QUERY, {}, { ...NO_CACHE, 'x-deadline-ms': deadline });
      expect(answer.data).toEqual({ customers: null });
      expect(answer.errors?.map((error) => error.extensions.code)).toEqual(['DEADLINE_EXCEEDED']);
    }
  });

  it('takes no longer deadline from a client than its own', async () => {
    const strict = await startHarness({ customers: 8, environment: { DEADLINE_MS: '200' } });
    try {
      await strict.setFaults({ '*': { latencyMs: 20_000 } });
      const answer = await strict.query('{ customers { totalCount } }', {}, { 'x-deadline-ms': '60000' });
      expect(answer.errors?.map((error) => error.extensions.code)).toEqual(['DEADLINE_EXCEEDED']);
    } finally {
      await strict.close();
    }
  });

  it('fails nobody who has more time than the one who asked first', async () => {
    await harness.setFaults({ ListConversions: { latencyMs: 900 } });
    const query = '{ catalog { conversions { ratio } } }';
    const [hasty, patient] = await Promise.all([
      harness.query<unknown>(query, {}, { ...NO_CACHE, 'x-deadline-ms': '300' }),
      harness.query<unknown>(query, {}, { ...NO_CACHE, 'x-deadline-ms': '10000' }),
    ]);
    expect(hasty.errors?.[0]?.extensions.code).toBe('DEADLINE_EXCEEDED');
    expect(patient.errors).toBeUndefined();
    expect(patient.data).not.toEqual({ catalog: { conversions: null } });
  });
});

describe('a client that goes away', () => {
  it('takes its call in flight with it', async () => {
    let closed: () => void = () => {};
    const upstreamClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    let arrived: () => void = () => {};
    const callArrived = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    // An upstream that never answers and tells when its caller hangs up.
    const silent = createServer((request) => {
      arrived();
      request.socket.once('close', closed);
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const bss = new URL(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const [tenant] = harness.tenants;
    if (!tenant) throw new Error('expected a tenant');
    harness.gateway.reload([{ ...tenant, endpoints: { ...tenant.endpoints, bss } }]);
    try {
      const leaving = new AbortController();
      const request = fetch(`${harness.gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ customers { totalCount } }' }),
        signal: leaving.signal,
      });
      await callArrived;
      leaving.abort();
      await expect(request).rejects.toThrow();
      // Resolves only because the gateway hangs up: the deadline is far off.
      await upstreamClosed;
    } finally {
      harness.gateway.reload(harness.tenants);
      silent.close();
      silent.closeAllConnections();
    }
  });
});

describe('an upstream that is not there', () => {
  it('is a coded error that names the operation, not a hang', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const nowhere = new URL(`http://127.0.0.1:${port}`);
    const [tenant] = harness.tenants;
    if (!tenant) throw new Error('expected a tenant');
    harness.gateway.reload([{ ...tenant, endpoints: { bss: nowhere, iam: nowhere } }]);
    try {
      const answer = await harness.query<unknown>(
        '{ viewer { tenant } customers { nodes { customerId } } catalog { measureUnits { name } } }',
      );
      expect(answer.data).toEqual({
        viewer: { tenant: 'sandbox' },
        customers: null,
        catalog: { measureUnits: null },
      });
      const refused = (path: readonly string[], operation: string) =>
        expect.objectContaining({
          path,
          message: `${operation}: expected a connection to ${nowhere.origin}, got ECONNREFUSED`,
          extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true, upstream: { operation } },
        });
      expect(answer.errors?.toSorted((left, right) => left.message.localeCompare(right.message))).toEqual([
        refused(['catalog', 'measureUnits'], 'ListMeasureUnits'),
        refused(['customers'], 'ListSubCustomers'),
      ]);
      // The breaker leaves the host alone after five failures, before both reads had their four attempts.
      expect(answer.extensions.upstream.calls).toBe(5);
    } finally {
      harness.gateway.reload(harness.tenants);
    }
  });
});
