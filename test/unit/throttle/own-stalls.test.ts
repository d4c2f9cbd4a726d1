import { describe, expect, it } from 'vitest';
import { LatencyTracker } from '../../../src/throttle/window/latency-tracker.ts';
import { LoopWatch } from '../../../src/throttle/window/loop-watch.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const GUARD_MS = 22;

/** From 0 to 1, the same in every run. */
function random(): () => number {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('a process that stands still', () => {
  it('knows how long an answer may have lain unread', async () => {
    const clock = new FakeClock();
    const loop = new LoopWatch(clock);
    loop.enter();
    await clock.advance(95);
    expect(loop.unreadMs(clock.monotonic())).toBe(0);
    clock.stall(200);
    // Before the timer comes to it, and after: what was read in between came during the stall.
    expect(loop.unreadMs(clock.monotonic())).toBe(195);
    await clock.advance(1);
    expect(loop.unreadMs(clock.monotonic())).toBe(195);
    clock.stall(100);
    await clock.advance(1);
    expect(loop.unreadMs(clock.monotonic())).toBe(91);
    await clock.advance(20);
    expect(loop.unreadMs(clock.monotonic())).toBe(0);
    loop.leave();
    expect(clock.timers).toBe(0);
  });

  it('does not remember a stall of the time when no call was out', async () => {
    const clock = new FakeClock();
    const loop = new LoopWatch(clock);
    loop.enter();
    await clock.advance(30);
    loop.leave();
    clock.stall(5_000);
    loop.enter();
    expect(loop.unreadMs(clock.monotonic())).toBe(0);
    loop.leave();
  });

  it('does not take its own stalls for what the upstream usually takes', () => {
    const next = random();
    const tracker = new LatencyTracker();
    for (let at = 0; at < 100_000; at += 100) {
      const unreadMs = next() < 0.3 ? next() * 300 : 0;
      tracker.answered('us', at, at + next() * 80 + unreadMs, unreadMs);
    }
    expect(tracker.answered('us', 100_000, 100_150)).toBe(true);
  });

  it('counts no call before the upstream does, whichever of the two stands still', () => {
    const next = random();
    const tracker = new LatencyTracker();
    const early: number[] = [];
    for (let number = 0; number < 20_000; number++) {
      const sentAt = number * 100;
      const arrivesAt = sentAt + (next() < 0.01 ? next() * 250 : 0);
      const unreadMs = next() < 0.3 ? next() * 300 : 0;
      const readAt = arrivesAt + next() * 80 + unreadMs;
      const guardMs = GUARD_MS + tracker.allowanceOf(sentAt, readAt, unreadMs);
      tracker.answered('us', sentAt, readAt, unreadMs);
      const countedBy = tracker.countedBy(sentAt, readAt, guardMs);
      if (number > 100 && countedBy < arrivesAt) early.push(arrivesAt - countedBy);
    }
    expect(early).toEqual([]);
  });

  it('costs an upstream that answers evenly hardly anything', () => {
    const tracker = new LatencyTracker();
    for (let at = 0; at < 10_000; at += 100) tracker.answered('us', at, at + 500);
    expect(tracker.allowanceMs).toBeLessThan(10);
  });
});
