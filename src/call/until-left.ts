import { type Clock, sleep } from '../clock/clock.ts';

/**
 * What comes of `work`, as long as its asker waits: rejects with the signal's reason, or with `late()` at the
 * deadline. The work itself goes on.
 */
export async function untilLeft<T>(
  clock: Clock,
  asker: { readonly deadline: number; readonly signal: AbortSignal },
  work: Promise<T>,
  late: () => Error,
): Promise<T> {
  const done = new AbortController();
  const leave = AbortSignal.any([asker.signal, done.signal]);
  const timeIsUp = sleep(clock, asker.deadline - clock.monotonic(), leave).then(() => {
    throw late();
  });
  try {
    return await Promise.race([work, timeIsUp]);
  } finally {
    done.abort();
  }
}
