// Time is injected. This room owns the only reads of the real clock and the only real timers, so that every wait
// in the gateway can be driven by a fake clock in tests. Open to every room; it never decides what time means,
// but for the clock of China, by which bills go (china.ts).

/** A pending timer; `cancel` is idempotent and does nothing after the timer fired. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds since the Unix epoch. May jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds from an arbitrary start, never going backwards, with sub-millisecond digits. */
  monotonic(): number;
  /** Calls `fire` once after at least `delayMs`. An unreferenced timer does not keep the process alive. */
  after(delayMs: number, fire: () => void, options?: { unref?: boolean }): Timer;
  /** Calls `fire` once every promise reaction that is ready now, and those that they cause, have run. */
  settled(fire: () => void): void;
}

// Node clamps longer delays to 1 ms, which would turn a far deadline into an immediate one.
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, fire, options) {
    const timer = setTimeout(fire, Math.min(Math.max(0, delayMs), LONGEST_DELAY_MS));
    if (options?.unref) timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
  settled: (fire) => void setImmediate(fire),
};

/** Resolves after `delayMs`; rejects with the signal's reason when it aborts first. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
