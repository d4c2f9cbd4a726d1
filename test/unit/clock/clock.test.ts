import { describe, expect, it } from 'vitest';
import { sleep, systemClock } from '../../../src/clock/clock.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('sleep', () => {
  it('ends after its time, and leaves no listener', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    let awake = false;
    const sleeping = sleep(clock, 100, controller.signal).then(() => {
      awake = true;
    });
    await clock.advance(99);
    expect(awake).toBe(false);
    await clock.advance(1);
    await sleeping;
    controller.abort();
    expect(clock.timers).toBe(0);
  });

  it('ends with the reason of its signal, at once', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const sleeping = sleep(clock, 100, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    expect(clock.timers).toBe(0);
    await expect(sleep(clock, 100, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
    expect(clock.timers).toBe(0);
  });
});

describe('the system clock', () => {
  it('never goes back, and tells the time of day', () => {
    const before = systemClock.monotonic();
    expect(systemClock.monotonic()).toBeGreaterThanOrEqual(before);
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(60_000);
  });

  it('does not take a delay longer than timers can count for none', async () => {
    let fired = false;
    const timer = systemClock.after(2 ** 40, () => {
      fired = true;
    });
    await new Promise<void>((resolve) => systemClock.after(20, resolve));
    timer.cancel();
    timer.cancel();
    expect(fired).toBe(false);
  });

  it('fires a cancelled timer never, and a timer of no delay soon', async () => {
    let cancelled = true;
    systemClock
      .after(0, () => {
        cancelled = false;
      })
      .cancel();
    await new Promise<void>((resolve) => systemClock.after(-5, resolve));
    expect(cancelled).toBe(true);
  });

  it('settles behind every promise reaction that is ready', async () => {
    const order: string[] = [];
    const settled = new Promise<void>((resolve) =>
      systemClock.settled(() => {
        order.push('settled');
        resolve();
      }),
    );
    let chain = Promise.resolve();
    for (let link = 0; link < 50; link++) chain = chain.then(() => {});
    void chain.then(() => order.push('reactions'));
    await settled;
    expect(order).toEqual(['reactions', 'settled']);
  });
});
