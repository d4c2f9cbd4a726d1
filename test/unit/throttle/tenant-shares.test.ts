import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../../src/throttle/throttle.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { Client } from '../../support/throttle/call-server.ts';

const SECONDS = 20;

/** Ten calls a second for one address, and for each account that has it: tenants have an account each. */
function start() {
  const clock = new FakeClock();
  const client = new Client(createThrottle({ clock }), clock);
  const as = (tenant: string, viewer = tenant) => ({ tenant, account: tenant, viewer });
  const asksEvery = async (tenant: string, ms: number) => {
    for (let at = 0; at < SECONDS * 1_000; at += ms) {
      void client.call(as(tenant));
      await new Promise<void>((resolve) => clock.after(ms, resolve));
    }
  };
  const waitsOf = (viewer: string) =>
    client.outcomes
      .filter((one) => one.viewer === viewer && one.askedAt > 2_000)
      .map(({ askedAt, settledAt }) => settledAt - askedAt);
  return { clock, client, as, asksEvery, waitsOf };
}

describe('the address that tenants share', () => {
  it.each([1, 40])(
    'has room for those that ask now and then, while another floods with %i keys',
    async (keys) => {
      const { clock, client, as, asksEvery, waitsOf } = start();
      for (let i = 0; i < 1_000; i++) void client.call(as('flood', `key-${i % keys}`));
      const others = ['one', 'two', 'three', 'four'];
      others.forEach((tenant, number) => {
        clock.after(175 * number, () => void asksEvery(tenant, 700));
      });
      await clock.advance(SECONDS * 1_000);
      const waits = others.flatMap(waitsOf).sort((a, b) => a - b);
      expect(waits.length).toBeGreaterThan(90);
      expect(waits.at(Math.floor(waits.length * 0.9))).toBeLessThanOrEqual(20);
      // Who floods has what the others leave: about four of ten calls a second.
      expect(client.sent.length - waits.length).toBeGreaterThan(2.5 * SECONDS);
    },
  );

  it('is used in full by two tenants that both want all of it', async () => {
    const { clock, client, as } = start();
    for (let i = 0; i < 400; i++) for (const tenant of ['one', 'two']) void client.call(as(tenant));
    await clock.advance(SECONDS * 1_000);
    const [one, two] = ['one', 'two'].map((tenant) => client.sent.filter(({ viewer }) => viewer === tenant));
    expect(client.sent.length).toBeGreaterThanOrEqual(9.5 * SECONDS);
    expect(Math.abs((one?.length ?? 0) - (two?.length ?? 0))).toBeLessThanOrEqual(2);
  });

  it('is all of one tenant that is alone, seconds after another one left', async () => {
    const { clock, client, as } = start();
    void client.call(as('one'));
    for (let i = 0; i < 400; i++) void client.call(as('two'));
    await clock.advance(SECONDS * 1_000);
    const late = client.sent.filter(({ at }) => at > (SECONDS - 10) * 1_000 && at <= SECONDS * 1_000);
    expect(late.length).toBeGreaterThanOrEqual(95);
  });
});
