import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/harness.ts';
import { readMetrics } from '../support/metrics-page.ts';

/** An upstream that never answers, and notes when each of its calls came and was given up. */
async function startSilentUpstream() {
  let open = 0;
  let arrived = 0;
  const server = createServer((incoming) => {
    arrived++;
    open++;
    incoming.socket.once('close', () => open--);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    open: () => open,
    arrived: () => arrived,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const QUOTA = 5;
const DEPTH = 'queue_depth{operation="ListCustomerOrders"}';

/** Whether something comes true within so many milliseconds. */
async function within(ms: number, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return true;
}

describe('a client that goes away', () => {
  let upstream: Awaited<ReturnType<typeof startSilentUpstream>>;
  let harness: Harness;
  beforeAll(async () => {
    upstream = await startSilentUpstream();
    harness = await startHarness({
      customers: 5,
      tenants: (tenants) =>
        tenants.map((tenant) => ({
          ...tenant,
          endpoints: { bss: upstream.url, iam: upstream.url },
          quotas: { ListCustomerOrders: QUOTA },
        })),
    });
  });
  afterAll(async () => {
    await harness.close();
    await upstream.close();
  });

  const metric = async (name: string) => (await readMetrics(harness.gateway.url)).get(name);

  /** Asks for orders, each with a call of its own. */
  function ask(...orders: readonly string[]) {
    const fields = orders.map((id, at) => `a${at}: order(orderId: "${id}") { orderId }`);
    const client = request(`${harness.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    client.on('error', () => undefined);
    client.end(JSON.stringify({ query: `{ ${fields.join(' ')} }` }));
    return client;
  }

  it('leaves the queue and the wire within 100 ms', async () => {
    const client = ask(...Array.from({ length: 40 }, (_, at) => `X${at}`));
    expect(await within(5_000, () => upstream.arrived() === QUOTA)).toBe(true);
    expect(await within(5_000, async () => (await metric(DEPTH)) === 40 - QUOTA)).toBe(true);
    client.destroy();
    const [queueEmpty, wireFree] = await Promise.all([
      within(100, async () => (await metric(DEPTH)) === 0),
      within(100, () => upstream.open() === 0),
    ]);
    expect({ queueEmpty, wireFree }).toEqual({ queueEmpty: true, wireFree: true });
    expect(await metric('flights')).toBe(0);
    expect(await metric('requests_total{outcome="clientClosed"}')).toBe(1);
    expect(await metric('errors_total{code="DEADLINE_EXCEEDED"}')).toBeUndefined();
    // Nothing of it comes out of the queue later, when the window has moved on.
    expect(upstream.arrived()).toBe(QUOTA);
  });

  it('takes nothing from a client that waits for the same', async () => {
    const before = upstream.arrived();
    const first = ask('SHARED');
    expect(await within(5_000, () => upstream.arrived() === before + 1)).toBe(true);
    const second = ask('SHARED', 'OWN');
    // Its own call shows that it has asked for both by now.
    expect(await within(5_000, () => upstream.arrived() === before + 2)).toBe(true);
    first.destroy();
    expect(
      await within(5_000, async () => (await metric('requests_total{outcome="clientClosed"}')) === 2),
    ).toBe(true);
    expect(upstream.open()).toBe(2);
    second.destroy();
    expect(await within(100, () => upstream.open() === 0)).toBe(true);
    expect(upstream.arrived()).toBe(before + 2);
  });
});
