import { expect, it } from 'vitest';
import type { Clock } from '../../../src/clock/clock.ts';
import { KeyGate } from '../../../src/credentials/key-gate.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const CALLS = 300;

it('lets calls of a key that nothing proves go one after the other, at a cost that grows with their number only', async () => {
  const clock = new FakeClock();
  let timers = 0;
  const counting: Clock = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    settled: (fire) => clock.settled(fire),
    after: (delayMs, fire) => {
      timers += 1;
      return clock.after(delayMs, fire);
    },
  };
  const gate = new KeyGate(counting);
  const wait = { operation: 'ListThings', deadline: clock.monotonic() + 60_000 };
  const order: number[] = [];
  let [underWay, mostUnderWay] = [0, 0];
  await Promise.all(
    Array.from({ length: CALLS }, async (_, number) => {
      const entry = await gate.enter('key', 'ListThings', wait);
      if (!entry.entered) throw new Error('expected a key that is open, got one that is closed');
      order.push(number);
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      await Promise.resolve();
      underWay -= 1;
      entry.end({ kind: 'unknown' });
    }),
  );
  expect(mostUnderWay).toBe(1);
  expect(order).toEqual(Array.from({ length: CALLS }, (_, number) => number));
  expect(timers).toBeLessThanOrEqual(CALLS);
});

it('lets all of them go at once when the key is proven, and leaves out who has gone', async () => {
  const clock = new FakeClock();
  const gate = new KeyGate(clock);
  const wait = { operation: 'ListThings', deadline: clock.monotonic() + 60_000 };
  const first = await gate.enter('key', 'ListThings', wait);
  const leaving = new AbortController();
  const gone = gate.enter('key', 'ListThings', { ...wait, signal: leaving.signal });
  const others = Array.from({ length: 5 }, () => gate.enter('key', 'ListThings', wait));
  leaving.abort(new Error('gone'));
  await expect(gone).rejects.toThrow('gone');
  if (first.entered) first.end({ kind: 'accepted' });
  expect((await Promise.all(others)).map(({ entered }) => entered)).toEqual([true, true, true, true, true]);
});
