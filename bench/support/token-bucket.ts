import { type Clock, sleep } from '../../src/clock/clock.ts';
import type { Admission, Throttle } from '../../src/throttle/throttle.ts';

/** What the throttle is not, for comparison: N tokens, refilled evenly at N per second. */
export function createTokenBucket(
  clock: Clock,
  perSecond: number,
): Pick<Throttle, 'acquire' | 'mode' | 'close'> {
  let nextAt = clock.monotonic() - 1_000;
  let closed = false;
  return {
    async acquire(): Promise<Admission> {
      const now = clock.monotonic();
      // The bucket holds no more than a second's worth.
      const at = Math.max(nextAt, now - 1_000) + 1_000 / perSecond;
      nextAt = at;
      const waitedMs = Math.max(0, at - now);
      if (waitedMs > 0) await sleep(clock, waitedMs);
      if (closed) return { outcome: 'aborted' };
      const permit = {
        waitedMs,
        address: undefined,
        mayLeave: () => true,
        sent: () => undefined,
        release: () => undefined,
      };
      return { outcome: 'granted', permit: permit };
    },
    mode: () => 'local',
    async close() {
      closed = true;
    },
  };
}
