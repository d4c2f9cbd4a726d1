import type { Clock, Timer } from '../../clock/clock.ts';
import type { Admission, EstimateRequest, PermitRequest, Priority, ThrottleEvent } from '../types.ts';
import type { Windows } from '../window/windows.ts';
import { FairQueue } from './fair-queue.ts';
import { TenantShares } from './tenant-shares.ts';

interface Waiter {
  readonly tenant: string;
  readonly viewer: string;
  readonly account: string;
  readonly priority: Priority;
  readonly quota: number;
  readonly since: number;
  settle(admission: Admission): void;
}

/** Who may be served now, and when the first of the others may be. */
interface Openings {
  /** Accounts that have a permit and a tenant that may take it. */
  readonly open: ReadonlySet<string>;
  /** Tenants whose share has room. */
  readonly tenants: ReadonlySet<string>;
  readonly soonest: number;
}

/**
 * The calls that wait for one (operation, host), and the pump that grants them permits. Every waiter is
 * settled once: granted, busy at its deadline, or aborted.
 */
export class CallQueue {
  readonly #clock: Clock;
  readonly #operation: string;
  readonly #windows: () => Windows;
  readonly #onEvent: (event: ThrottleEvent) => void;
  readonly #queue = new FairQueue<Waiter>();
  readonly #shares = new TenantShares();
  #timer: { readonly at: number; readonly timer: Timer } | undefined;
  #pumping = false;

  constructor(options: {
    readonly clock: Clock;
    readonly operation: string;
    readonly windows: () => Windows;
    readonly onEvent: (event: ThrottleEvent) => void;
  }) {
    this.#clock = options.clock;
    this.#operation = options.operation;
    this.#windows = options.windows;
    this.#onEvent = options.onEvent;
  }

  size(account?: string): number {
    return this.#queue.size(account);
  }

  estimate(request: EstimateRequest): number {
    const now = this.#clock.monotonic();
    const ahead = this.#queue.ahead(fairnessOf(request));
    const { account, tenant, quotaPerSecond } = request;
    const windows = this.#windows();
    const capacity = windows.capacity(quotaPerSecond);
    const share = this.#shares.permitAt(tenant, capacity, ahead.inTenant, now) - now;
    // The usual case costs nothing: a free window need not be laid out call by call.
    const alone = ahead.onAccount === 0 && ahead.onAddresses === 0;
    if (alone && windows.openAt(account, quotaPerSecond, now) <= now) return share;
    return Math.max(share, windows.permitAt(account, quotaPerSecond, ahead, now) - now);
  }

  acquire(request: PermitRequest): Promise<Admission> {
    const { operation, priority, signal } = request;
    if (signal?.aborted) return this.#abortedAtOnce(priority);
    const left = request.deadline - this.#clock.monotonic();
    const estimatedWaitMs = this.estimate(request);
    if (estimatedWaitMs > left) {
      const retryAfterMs = Math.ceil(estimatedWaitMs);
      this.#onEvent({ type: 'busy', operation, priority, reason: 'admission', retryAfterMs });
      return Promise.resolve({ outcome: 'busy', retryAfterMs, estimatedWaitMs });
    }
    return new Promise((resolve) => {
      const abort = () => this.#leave(waiter, { outcome: 'aborted' });
      const waiter: Waiter = {
        ...fairnessOf(request),
        quota: request.quotaPerSecond,
        since: this.#clock.monotonic(),
        settle: (admission) => {
          deadline.cancel();
          signal?.removeEventListener('abort', abort);
          resolve(admission);
        },
      };
      const deadline = this.#clock.after(left, () => this.#late(waiter, request));
      signal?.addEventListener('abort', abort, { once: true });
      this.#queue.add(waiter);
      this.pump();
    });
  }

  /** Grants what can be granted now and sets the timer for what cannot. Safe to call at any time. */
  pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    const windows = this.#windows();
    let next = this.#openings(windows);
    for (let waiter = this.#next(next); waiter !== undefined; waiter = this.#next(next)) {
      this.#grant(waiter, windows);
      next = this.#openings(windows);
    }
    this.#pumping = false;
    this.#wakeAt(next.soonest);
  }

  close(): void {
    for (const waiter of [...this.#queue]) this.#leave(waiter, { outcome: 'aborted' });
    this.#wakeAt(Number.POSITIVE_INFINITY);
  }

  #next({ open, tenants }: Openings): Waiter | undefined {
    return open.size === 0 ? undefined : this.#queue.next(open, ({ tenant }) => tenants.has(tenant));
  }

  #openings(windows: Windows): Openings {
    const now = this.#clock.monotonic();
    const open = new Set<string>();
    const tenants = new Set<string>();
    let soonest = Number.POSITIVE_INFINITY;
    for (const { account, quota, tenants: waiting } of this.#queue.demand()) {
      const windowAt = windows.openAt(account, quota, now);
      const capacity = windows.capacity(quota);
      for (const tenant of waiting) {
        const at = windowAt > now ? windowAt : this.#shares.openAt(tenant, capacity, now);
        soonest = Math.min(soonest, at);
        if (at > now) continue;
        open.add(account);
        tenants.add(tenant);
      }
    }
    return { open, tenants, soonest };
  }

  #grant(waiter: Waiter, windows: Windows): void {
    const now = this.#clock.monotonic();
    const permit = windows.take(waiter.account, waiter.quota, now);
    this.#shares.granted(waiter.tenant, now);
    const waitedMs = now - waiter.since;
    this.#onEvent({ type: 'granted', operation: this.#operation, priority: waiter.priority, waitedMs });
    waiter.settle({
      outcome: 'granted',
      permit: {
        waitedMs,
        address: permit.address,
        mayLeave: () => permit.mayLeave(),
        sent: () => permit.sent(),
        release: (report) => permit.release(report),
      },
    });
  }

  #wakeAt(at: number): void {
    if (this.#timer?.at === at) return;
    this.#timer?.timer.cancel();
    this.#timer = undefined;
    if (at === Number.POSITIVE_INFINITY) return;
    const delay = Math.max(0, Math.ceil(at - this.#clock.monotonic()));
    const timer = this.#clock.after(delay, () => {
      this.#timer = undefined;
      this.pump();
    });
    this.#timer = { at, timer };
  }

  #late(waiter: Waiter, request: PermitRequest): void {
    const { operation, priority } = request;
    if (!this.#queue.remove(waiter)) return;
    const estimatedWaitMs = this.estimate(request);
    const retryAfterMs = Math.ceil(estimatedWaitMs);
    this.#onEvent({ type: 'busy', operation, priority, reason: 'deadline', retryAfterMs });
    waiter.settle({ outcome: 'busy', retryAfterMs, estimatedWaitMs });
  }

  #leave(waiter: Waiter, admission: Admission): void {
    if (!this.#queue.remove(waiter)) return;
    this.#onEvent({ type: 'aborted', operation: this.#operation, priority: waiter.priority });
    waiter.settle(admission);
  }

  #abortedAtOnce(priority: Priority): Promise<Admission> {
    this.#onEvent({ type: 'aborted', operation: this.#operation, priority });
    return Promise.resolve({ outcome: 'aborted' });
  }
}

function fairnessOf({ tenant, viewer, account, priority }: EstimateRequest) {
  return { tenant, viewer, account, priority };
}
