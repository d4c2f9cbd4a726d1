import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../../src/throttle/throttle.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { Client, request } from '../../support/throttle/call-server.ts';

describe('admission by deadline', () => {
  it('refuses at once what cannot make it, and says truly when a permit is free', async () => {
    const clock = new FakeClock();
    const client = new Client(createThrottle({ clock }), clock, undefined, 40);
    const deadline = clock.monotonic() + 5_000;
    for (let i = 0; i < 500; i++) void client.call({ deadline });
    await clock.advance(0);
    const refused = client.outcomes.filter(({ admission }) => admission.outcome === 'busy');
    // Ten at once and ten per window until the deadline.
    expect(refused).toHaveLength(450);
    expect(refused.every(({ settledAt }) => settledAt === 0)).toBe(true);
    await clock.advance(5_000);
    expect(client.count('granted')).toBe(50);
    // The truth: when a call that arrives now would have had its permit.
    const truth = (client.sent.at(-1)?.at ?? 0) + 1_026;
    for (const { admission } of refused) {
      if (admission.outcome !== 'busy') continue;
      expect(admission.retryAfterMs).toBeGreaterThan(truth * 0.95);
      expect(admission.retryAfterMs).toBeLessThan(truth * 1.05);
    }
  });

  it('settles a waiter at its deadline when others pushed it back', async () => {
    const clock = new FakeClock();
    const client = new Client(createThrottle({ clock }), clock);
    for (let i = 0; i < 2; i++) void client.call({ viewer: 'anna', quotaPerSecond: 1 });
    const pushedBack = client.call({
      viewer: 'anna',
      quotaPerSecond: 1,
      deadline: clock.monotonic() + 2_500,
    });
    await clock.advance(100);
    for (const viewer of ['berta', 'carla', 'dora']) void client.call({ viewer, quotaPerSecond: 1 });
    await clock.advance(2_400);
    expect(await pushedBack).toMatchObject({ outcome: 'busy', retryAfterMs: expect.any(Number) });
    expect(client.outcomes.find(({ admission }) => admission.outcome === 'busy')?.settledAt).toBe(2_500);
  });

  it('estimates the wait that one more call then has', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const client = new Client(throttle, clock, undefined, 50);
    for (let i = 0; i < 35; i++) {
      void client.call({ viewer: `viewer-${i % 3}`, priority: i % 5 ? 'interactive' : 'background' });
    }
    await clock.advance(300);
    for (const priority of ['interactive', 'background'] as const) {
      const estimated = throttle.estimate(request(clock, { viewer: 'viewer-1', priority }));
      const waited = client.call({ viewer: 'viewer-1', priority });
      await clock.advance(10_000);
      const admission = await waited;
      if (admission.outcome !== 'granted') throw new Error(`expected a permit, got ${admission.outcome}`);
      expect(Math.abs(estimated - admission.permit.waitedMs)).toBeLessThan(25);
      for (let i = 0; i < 35; i++) void client.call({ viewer: `viewer-${i % 3}` });
      await clock.advance(300);
    }
  });
});
