// The throttle owns the upstream's quotas: when a call may leave, from which egress address, and in whose
// turn. It counts exact sliding windows per (operation, account) and per (operation, egress address), in
// this process or in Redis, and learns from 429 answers.
// It never sends, signs or retries anything, never throws for a full window (an answer is a value), and
// never names a tenant or an account in an event.
import { CallQueue } from './call-queue.ts';
import { Guard } from './guard.ts';
import { LocalWindows } from './local-windows.ts';
import type {
  Admission,
  EstimateRequest,
  LaneSnapshot,
  Mode,
  SlotRequest,
  Throttle,
  ThrottleOptions,
} from './types.ts';
import type { Windows } from './windows.ts';

export type * from './types.ts';

const GUARD_MS = 22;
const SWEEP_MS = 30_000;

/** One (operation, host) in use. */
interface Group {
  readonly operation: string;
  readonly host: string;
  readonly queue: CallQueue;
  readonly windows: Windows;
}

export function createThrottle(options: ThrottleOptions): Throttle {
  const { clock, addresses = [], guardMs = GUARD_MS } = options;
  const onEvent = options.onEvent ?? (() => undefined);
  const groups = new Map<string, Group>();
  const guards = new Map<string, Guard>();
  let sweeping = false;
  let closed = false;

  function guardOf(host: string): Guard {
    const guard = guards.get(host) ?? new Guard(guardMs);
    guards.set(host, guard);
    return guard;
  }

  function createGroup(operation: string, host: string): Group {
    const guard = guardOf(host);
    const windows = new LocalWindows({
      clock,
      addresses,
      guard,
      fraction: 1,
      closedUntil: 0,
      changed: () => queue.pump(),
      onRefused({ dimension, source, quota, limit, spurious }) {
        onEvent({ type: 'throttled', operation, dimension, source });
        if (limit !== undefined) onEvent({ type: 'limit', operation, dimension, limit, quota });
        if (spurious) onEvent({ type: 'guard', host, guardMs: guard.grow(clock.monotonic()) });
      },
    });
    const queue: CallQueue = new CallQueue({ clock, operation, windows: () => windows, onEvent });
    return { operation, host, queue, windows };
  }

  function groupOf({ operation, host }: EstimateRequest): Group {
    const key = JSON.stringify([operation, host]);
    const group = groups.get(key) ?? createGroup(operation, host);
    groups.set(key, group);
    if (!sweeping) sweepLater();
    return group;
  }

  // Windows in use are never forgotten; idle ones go, so that memory follows the load.
  function sweepLater(): void {
    sweeping = true;
    clock.after(
      SWEEP_MS,
      () => {
        const now = clock.monotonic();
        for (const [key, group] of groups) {
          if (group.queue.size() === 0 && group.windows.evict(now)) groups.delete(key);
        }
        sweeping = false;
        if (groups.size > 0 && !closed) sweepLater();
      },
      { unref: true },
    );
  }

  return {
    acquire(request: SlotRequest): Promise<Admission> {
      if (closed) return Promise.resolve({ outcome: 'aborted' });
      return groupOf(request).queue.acquire(request);
    },
    estimate: (request: EstimateRequest): number => groupOf(request).queue.estimate(request),
    snapshot(): LaneSnapshot[] {
      const now = clock.monotonic();
      return [...groups.values()].flatMap(({ operation, host, queue, windows }) =>
        windows.state(now).map((state) => ({
          operation,
          host,
          queued: state.dimension === 'account' ? queue.size(state.key) : queue.size(),
          ...state,
        })),
      );
    },
    mode: (): Mode => 'local',
    async close(): Promise<void> {
      closed = true;
      for (const group of groups.values()) group.queue.close();
    },
  };
}
