/** So long an event loop stood still, and when (in epoch milliseconds) that ended. */
export interface Pause {
  readonly endedAt: number;
  readonly ms: number;
}

const TICK_MS = 5;
const SHORTEST_MS = 10;

/** Notes when this thread's event loop stands still, for whatever reason. */
export function watchLoop() {
  let pauses: Pause[] = [];
  let before = performance.now();
  setInterval(() => {
    const now = performance.now();
    const ms = now - before - TICK_MS;
    if (ms >= SHORTEST_MS) pauses.push({ endedAt: Date.now(), ms });
    before = now;
  }, TICK_MS).unref();
  return {
    /** All pauses noted so far; those that ended before the given instant are forgotten afterwards. */
    take(keepFrom: number): readonly Pause[] {
      const taken = pauses;
      pauses = pauses.filter(({ endedAt }) => endedAt >= keepFrom);
      return taken;
    },
  };
}
