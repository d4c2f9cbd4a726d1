import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../../src/throttle/throttle.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { request, Upstream } from '../../support/throttle/call-server.ts';

const QUOTA = 10;

/** Saturates an upstream whose calls arrive and are answered as late as the given functions say. */
function saturate(transit: (now: number) => number, answer: () => number) {
  const clock = new FakeClock();
  const upstream = new Upstream(clock, QUOTA);
  const throttle = createThrottle({ clock });
  const caller = async () => {
    for (;;) {
      const admission = await throttle.acquire(request(clock));
      if (admission.outcome !== 'granted') return;
      admission.permit.sent();
      const arrival = transit(clock.monotonic());
      clock.after(arrival, () => void upstream.take('us'));
      clock.after(arrival + answer(), () => admission.permit.release({ sent: true }));
    }
  };
  for (let number = 0; number < 30; number++) void caller();
  return { clock, upstream, throttle };
}

/** 0 to 80, evenly, the same in every run. */
function evenly(): () => number {
  let step = 0;
  return () => (step++ * 37) % 80;
}

describe('answers that are late', () => {
  it('hardly cost anything while they only vary', async () => {
    const { clock, upstream } = saturate(() => 0, evenly());
    await clock.advance(100_000);
    const { taken, refused } = upstream.count('us', 10_000, 100_000);
    expect(refused).toBe(0);
    expect(taken).toBeGreaterThanOrEqual(0.97 * QUOTA * 90);
  });

  it('tell of a stall, after which the next burst waits as long', async () => {
    // From 10.2 s on every call takes up to 100 ms more, because the upstream stands still until then.
    const stalls = [10_200, 20_300, 30_400, 40_450];
    const transit = (now: number) => {
      const end = stalls.map((at) => at + 100).find((until) => now < until && now >= until - 100);
      return end === undefined ? 0 : end - now;
    };
    const { clock, upstream } = saturate(transit, evenly());
    await clock.advance(60_000);
    const { taken, refused } = upstream.count('us', 0, 60_000);
    expect(refused).toBe(0);
    expect(taken).toBeGreaterThanOrEqual(0.96 * QUOTA * 60);
  });

  it('do not hold up an operation that always takes long', async () => {
    const { clock, upstream } = saturate(
      () => 0,
      () => 2_500,
    );
    await clock.advance(60_000);
    const { taken, refused } = upstream.count('us', 10_000, 60_000);
    expect(refused).toBe(0);
    expect(taken).toBeGreaterThanOrEqual(0.96 * QUOTA * 50);
  });

  it('hold a permit for seconds at most when they never come', async () => {
    let calls = 0;
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const granted = async () => {
      const admission = await throttle.acquire(request(clock, { quotaPerSecond: 1 }));
      if (admission.outcome !== 'granted') throw new Error(`expected a permit, got ${admission.outcome}`);
      admission.permit.sent();
      if (calls++ === 0) clock.after(10, () => admission.permit.release({ sent: true }));
      return clock.monotonic();
    };
    const waits = Promise.all([granted(), granted(), granted()]);
    await clock.advance(10_000);
    expect(await waits).toEqual([0, 1_011, 5_012]);
  });
});
