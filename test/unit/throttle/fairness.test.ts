import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../../src/throttle/throttle.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { Client } from '../../support/throttle/call-server.ts';

const others = Array.from({ length: 9 }, (_, index) => `viewer-${index}`);

/** Nine viewers with two callers each for 30 s, with or without a tenth that queues a thousand calls. */
async function contend(hog: boolean): Promise<Client> {
  const clock = new FakeClock();
  const client = new Client(createThrottle({ clock }), clock, undefined, 40);
  const patient = { deadline: clock.monotonic() + 10_000_000 };
  if (hog) for (let i = 0; i < 1_000; i++) void client.call({ ...patient, viewer: 'hog' });
  for (const viewer of others) {
    for (let caller = 0; caller < 2; caller++) void client.saturate(30_000, { ...patient, viewer });
  }
  await clock.advance(30_000);
  return client;
}

function waitsOf(client: Client): number[] {
  return client.outcomes
    .filter(({ viewer }) => viewer !== 'hog')
    .map(({ askedAt, settledAt }) => settledAt - askedAt)
    .sort((a, b) => a - b);
}

describe('fairness', () => {
  it('does not let one viewer with a thousand calls slow the others', async () => {
    const [calm, busy] = [await contend(false), await contend(true)];
    const counts = others.map((viewer) => busy.sent.filter((call) => call.viewer === viewer).length);
    const sum = counts.reduce((a, b) => a + b, 0);
    const jain = sum ** 2 / (counts.length * counts.reduce((a, b) => a + b ** 2, 0));
    expect(jain).toBeGreaterThan(0.95);
    const p99 = (client: Client) => waitsOf(client).at(Math.floor(waitsOf(client).length * 0.99)) ?? 0;
    expect(p99(busy)).toBeLessThanOrEqual(2 * p99(calm));
  });

  it('serves interactive calls first, and one background call in eight', async () => {
    const clock = new FakeClock();
    const client = new Client(createThrottle({ clock }), clock);
    for (let i = 0; i < 10; i++) void client.call({ viewer: 'first' });
    for (let i = 0; i < 40; i++) void client.call({ viewer: 'sweep', priority: 'background' });
    for (let i = 0; i < 40; i++) void client.call({ viewer: 'reader' });
    await clock.advance(4_500);
    const order = client.sent.slice(10, 50).map(({ viewer }) => viewer);
    expect(order.filter((viewer) => viewer === 'sweep')).toHaveLength(5);
    expect(order.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => 'reader'));
  });

  it('shares the window of an address between viewers, not between accounts', async () => {
    const clock = new FakeClock();
    const client = new Client(createThrottle({ clock }), clock);
    for (let i = 0; i < 200; i++) void client.call({ viewer: 'exporter', account: `acme/customer/${i}` });
    for (let i = 0; i < 30; i++) void client.call({ viewer: 'reader', account: 'acme/partner' });
    await clock.advance(5_000);
    expect(client.sent.filter(({ viewer }) => viewer === 'reader').length).toBeGreaterThanOrEqual(20);
  });

  it.each(['shared', 'own'] as const)(
    'gives forty keys of one tenant no more than one key of another (%s account)',
    async (kind) => {
      const clock = new FakeClock();
      const client = new Client(createThrottle({ clock }), clock);
      const account = (tenant: string) => (kind === 'own' ? tenant : 'shared');
      for (let i = 0; i < 400; i++) {
        void client.call({ tenant: 'acme', account: account('acme'), viewer: `key-${i % 40}` });
      }
      for (let i = 0; i < 40; i++) {
        void client.call({ tenant: 'globex', account: account('globex'), viewer: 'one key' });
      }
      await clock.advance(6_000);
      const afterFirst = client.sent.slice(10, 50);
      expect(afterFirst.filter(({ viewer }) => viewer === 'one key')).toHaveLength(20);
      // Within the tenant its keys still take turns.
      const counts = Map.groupBy(
        client.sent.filter(({ viewer }) => viewer !== 'one key'),
        ({ viewer }) => viewer,
      );
      expect(Math.max(...[...counts.values()].map(({ length }) => length))).toBeLessThanOrEqual(2);
    },
  );

  it('keeps viewers of the same name in different tenants apart', async () => {
    const clock = new FakeClock();
    const client = new Client(createThrottle({ clock }), clock);
    for (let i = 0; i < 50; i++) void client.call({ tenant: 'acme', account: 'shared' });
    const other = client.call({ tenant: 'globex', account: 'shared' });
    await clock.advance(1_050);
    expect(await other).toMatchObject({ outcome: 'granted', permit: { waitedMs: 1_011 } });
  });
});
