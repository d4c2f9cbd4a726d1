// The throttle owns the upstream's quotas: when a call may leave, from which egress address, and in whose
// turn. It counts exact sliding windows per (operation, account) and per (operation, egress address), in
// this process or in Redis, and learns from 429 answers.
// It never sends, signs or retries anything, never throws for a full window (an answer is a value), and
// never names a tenant or an account in an event.
import type { Clock } from '../clock/clock.ts';
import { CallGroup } from './call-group.ts';
import { Coordination } from './redis/coordination.ts';
import type {
  Admission,
  EstimateRequest,
  PermitRequest,
  Throttle,
  ThrottleEvent,
  ThrottleOptions,
} from './types.ts';
import { Guard } from './window/guard.ts';
import { LoopWatch } from './window/loop-watch.ts';

export type * from './types.ts';

// Loopback with 20 ms of transit jitter needs 20 and the lateness of two event loops.
const GUARD_MS = 22;
// Long enough that a busy machine is not taken for a lost Redis: alone, a replica may use its fraction beside
// what the others share.
const DECISION_TIMEOUT_MS = 500;
const SWEEP_MS = 30_000;
const REPEAT_MS = 600_000;

export function createThrottle(options: ThrottleOptions): Throttle {
  const { clock, addresses = [], guardMs = GUARD_MS, redis } = options;
  const onEvent = withoutRepeats(clock, options.onEvent ?? (() => undefined));
  const fraction = redis ? (options.fallbackFraction ?? 1) : 1;
  const replica = crypto.randomUUID();
  const groups = new Map<string, CallGroup>();
  const guards = new Map<string, Guard>();
  const loop = new LoopWatch(clock);
  let sweeping = false;
  let closed = false;

  const coordination = redis
    ? new Coordination({
        clock,
        url: redis.url,
        prefix: redis.prefix ?? 'partner-graph:throttle',
        timeoutMs: redis.timeoutMs ?? DECISION_TIMEOUT_MS,
        onShare: (link) => {
          for (const group of groups.values()) group.share(link);
        },
        onDegraded: (closedUntil) => {
          for (const group of groups.values()) group.runDegraded(closedUntil);
        },
        onEvent,
      })
    : undefined;

  function groupOf({ operation, host }: EstimateRequest): CallGroup {
    const key = JSON.stringify([operation, host]);
    const known = groups.get(key);
    if (known) return known;
    const guard = guards.get(host) ?? new Guard(guardMs);
    guards.set(host, guard);
    const group = new CallGroup({
      clock,
      operation,
      host,
      addresses,
      guard,
      loop,
      fraction,
      replica,
      onEvent,
    });
    if (coordination?.mode === 'shared') group.share(coordination.link);
    else if (coordination) group.runDegraded(coordination.closedUntil);
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
        for (const [key, group] of groups) if (group.evict(now)) groups.delete(key);
        sweeping = false;
        if (groups.size > 0 && !closed) sweepLater();
      },
      { unref: true },
    );
  }

  return {
    acquire(request: PermitRequest): Promise<Admission> {
      if (closed) return Promise.resolve({ outcome: 'aborted' });
      return groupOf(request).queue.acquire(request);
    },
    estimate: (request: EstimateRequest) => groupOf(request).queue.estimate(request),
    snapshot: () => [...groups.values()].flatMap((group) => group.snapshot(clock.monotonic())),
    mode: () => coordination?.mode ?? 'local',
    async close(): Promise<void> {
      closed = true;
      for (const group of groups.values()) group.close();
      coordination?.close();
    },
  };
}

/** Problems of Redis are reported once in a while: they would be met with every decision. */
function withoutRepeats(
  clock: Clock,
  onEvent: (event: ThrottleEvent) => void,
): (event: ThrottleEvent) => void {
  const reportedAt = new Map<string, number>();
  return (event) => {
    if (event.type === 'redis') {
      const now = clock.monotonic();
      if (now - (reportedAt.get(event.problem) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
      reportedAt.set(event.problem, now);
    }
    onEvent(event);
  };
}
