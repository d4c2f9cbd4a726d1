import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../../src/throttle/throttle.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { Client, request } from '../../support/throttle/call-server.ts';

describe('calls that hang', () => {
  it.each(['a known', 'a new'] as const)(
    'of one account hold no window of the address for longer than it counts them (on %s connection)',
    async (connection) => {
      const clock = new FakeClock();
      const throttle = createThrottle({ clock });
      const healthy = new Client(throttle, clock);
      // Answers usually come at once.
      for (let i = 0; i < 10; i++) void healthy.call({ account: 'healthy' });
      await clock.advance(2_000);
      const hang = async () => {
        for (;;) {
          const admission = await throttle.acquire(
            request(clock, { account: 'hanging', tenant: 'hanging', deadline: clock.monotonic() + 60_000 }),
          );
          if (admission.outcome !== 'granted') return;
          admission.permit.mayLeave();
          if (connection === 'a known') admission.permit.sent();
          // Released only at its deadline of 15 s.
          clock.after(15_000, () => admission.permit.release({ sent: true }));
        }
      };
      for (let caller = 0; caller < 40; caller++) void hang();
      const before = healthy.sent.length;
      for (let second = 0; second < 40; second++) {
        for (let call = 0; call < 4; call++) void healthy.call({ account: 'healthy', tenant: 'healthy' });
        await clock.advance(1_000);
      }
      const waits = healthy.outcomes.slice(before).map(({ askedAt, settledAt }) => settledAt - askedAt);
      expect(healthy.sent.length - before).toBeGreaterThanOrEqual(4 * 38);
      expect(waits.sort((a, b) => a - b)[Math.floor(waits.length / 2)]).toBeLessThan(1_100);
    },
  );

  it('do not lengthen the windows of others when they are given up', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const client = new Client(throttle, clock);
    const hanging = await throttle.acquire(request(clock, { account: 'hanging' }));
    if (hanging.outcome === 'granted') hanging.permit.sent();
    for (let i = 0; i < 9; i++) void client.call({ account: 'healthy' });
    await clock.advance(5_000);
    for (let i = 0; i < 9; i++) void client.call({ account: 'healthy' });
    await clock.advance(900);
    if (hanging.outcome === 'granted') hanging.permit.release({ sent: true });
    const next = client.call({ account: 'healthy' });
    const afterNext = client.call({ account: 'healthy' });
    await clock.advance(400);
    expect(await next).toMatchObject({ outcome: 'granted' });
    expect(await afterNext).toMatchObject({ outcome: 'granted' });
  });
});
