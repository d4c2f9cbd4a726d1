import { describe, expect, it } from 'vitest';
import { createThrottle, type Throttled } from '../../../src/throttle/throttle.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { Client, request } from '../../support/throttle/call-server.ts';

const odd: readonly Omit<Throttled, 'source'>[] = [
  { retryAfterMs: 60_000 },
  { retryAfterMs: 3_600_000 },
  { retryAfterMs: 1e303 },
  { limit: 1, windowMs: 86_400_000 },
  { limit: 200, windowMs: 300_000 },
  {},
];

describe('one refusal', () => {
  it.each(odd)('of one account (%o) keeps no other account of the address waiting', async (said) => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const others = new Client(throttle, clock);
    // The address is fuller than the account that is refused.
    for (const account of ['berta', 'carla', 'dora']) void others.call({ account });
    await clock.advance(20);
    const refused = new Client(throttle, clock, () => ({ source: 'gateway', ...said }));
    void refused.call({ account: 'anna' });
    await clock.advance(20);
    for (const account of ['berta', 'carla', 'dora']) void others.call({ account });
    await clock.advance(50);
    expect(others.count('granted')).toBe(6);
  });

  it('of a long window is not met again before the window has passed', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const client = new Client(throttle, clock, () => ({ source: 'gateway', limit: 200, windowMs: 300_000 }));
    void client.call();
    await clock.advance(20);
    const admission = await throttle.acquire(request(clock, { deadline: clock.monotonic() + 15_000 }));
    expect(admission).toMatchObject({ outcome: 'busy' });
    if (admission.outcome !== 'busy') return;
    expect(admission.retryAfterMs).toBeGreaterThan(290_000);
    expect(admission.retryAfterMs).toBeLessThanOrEqual(300_000);
  });

  it('of a short window is waited for', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const client = new Client(throttle, clock, () => ({ source: 'gateway', limit: 10, windowMs: 5_000 }));
    void client.call();
    await clock.advance(20);
    const next = throttle.acquire(request(clock));
    await clock.advance(5_000);
    expect(await next).toMatchObject({ outcome: 'granted' });
  });

  it('of a day lets one call find out after a while how things are', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const client = new Client(throttle, clock, () => ({ source: 'gateway', limit: 1, windowMs: 86_400_000 }));
    void client.call();
    await clock.advance(901_000);
    const probe = throttle.acquire(request(clock, { deadline: clock.monotonic() + 3_000 }));
    await clock.advance(0);
    expect(await probe).toMatchObject({ outcome: 'granted' });
  });

  it('of two accounts teaches the address that they share', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const client = new Client(throttle, clock, () => ({ source: 'gateway', limit: 2, windowMs: 1_000 }));
    for (const account of ['anna', 'berta', 'carla']) void client.call({ account });
    await clock.advance(50);
    const address = throttle.snapshot().find(({ dimension }) => dimension === 'address');
    expect(address).toMatchObject({ limit: 2 });
  });
});
