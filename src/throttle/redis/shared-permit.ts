import type { Clock, Timer } from '../../clock/clock.ts';
import type { WindowSnapshot } from '../limit/adaptive-limit.ts';
import type { Dimension, PermitReport } from '../types.ts';
import { Departure } from '../window/departure.ts';
import type { Guard } from '../window/guard.ts';
import { type LatencyTracker, OVERDUE_MS } from '../window/latency-tracker.ts';
import type { LoopWatch } from '../window/loop-watch.ts';
import type { WindowPermit } from '../window/windows.ts';
import type { Settlement } from './redis-wire.ts';

/** A place in the near future of a window that Redis gave to this replica. */
export interface Reservation {
  readonly id: string;
  /** Index among the addresses, from 1 as in Lua, and its name. */
  readonly index: number;
  readonly address: string | undefined;
  /** Our instant from which on a call may use it. */
  readonly matureAt: number;
  /** Our instant by which it must have left: until then, and not longer, Redis expects it. */
  readonly leaveBy: number;
  readonly snapshot: Readonly<Record<Dimension, WindowSnapshot>>;
  readonly quota: number;
}

export type Outcome = Omit<Settlement, 'id' | 'address' | 'countedBy'> & {
  /** On our clock. */
  readonly countedBy?: number;
};

export interface SharedPermitOptions {
  readonly clock: Clock;
  readonly guard: Guard;
  readonly latency: LatencyTracker;
  readonly loop: LoopWatch;
  readonly isClosed: () => boolean;
  /** `urgent`: Redis expects less than what is reported, so it has to know at once. */
  readonly settle: (outcome: Outcome, urgent: boolean) => void;
  /** `stalled`: the answer shows a stall, so that other calls must be reassessed. */
  readonly released: (report: PermitReport, stalled: boolean) => void;
}

/** A reserved place in use. Reports to Redis by when, at the latest, the upstream has counted the call. */
export class SharedPermit implements WindowPermit {
  readonly address: string | undefined;
  readonly departure: Departure;
  readonly #reservation: Reservation;
  readonly #options: SharedPermitOptions;
  /** What Redis assumes. */
  #reported: number;
  /** Of its answer, see LatencyTracker; until then the largest one. */
  #allowanceMs: number | undefined;
  #timer: Timer | undefined;

  constructor(account: string, reservation: Reservation, options: SharedPermitOptions) {
    this.departure = new Departure(account);
    this.address = reservation.address;
    this.#reservation = reservation;
    this.#options = options;
    this.#reported = reservation.leaveBy;
  }

  mayLeave(): boolean {
    const { clock, isClosed } = this.#options;
    if (isClosed() || clock.monotonic() > this.#reservation.leaveBy) return false;
    // When this turn is over the bytes are with the system, and not before.
    queueMicrotask(() => this.#leave());
    return true;
  }

  sent(): void {
    this.departure.onKnownConnection = true;
    queueMicrotask(() => this.#leave());
  }

  release(report: PermitReport): void {
    const { clock, latency, loop, settle, released } = this.#options;
    const { account, leftAt, hasLeft, onKnownConnection } = this.departure;
    const now = clock.monotonic();
    this.#timer?.cancel();
    this.departure.answeredAt = now;
    let stalled = false;
    if (hasLeft) {
      const unreadMs = Math.min(loop.unreadMs(now), now - leftAt);
      loop.leave();
      this.#allowanceMs = latency.allowanceOf(leftAt, now, unreadMs);
      stalled = report.sent && onKnownConnection && latency.answered(account, leftAt, now, unreadMs);
    }
    if (report.sent) this.#report(report.throttled !== undefined);
    else settle({ drop: true }, false);
    released(report, stalled);
  }

  /** Something became known (a stall, a sign of life) that may change when this call was counted. */
  reassess(stalled: boolean): void {
    const { departure } = this;
    if (departure.hasLeft && (stalled || departure.isUncertain)) this.#report();
  }

  #leave(): void {
    const { clock, guard, latency, loop } = this.#options;
    const { departure } = this;
    if (departure.hasLeft || departure.answeredAt !== Number.POSITIVE_INFINITY) return;
    const now = clock.monotonic();
    departure.leftAt = now;
    loop.enter();
    // Most answers come within it; then one report will do.
    const guardMs = guard.ms(now) + latency.allowanceMs;
    if (now > this.#reservation.leaveBy) this.#report();
    this.#timer = clock.after(guardMs, () => {
      this.#report();
      this.#timer = clock.after(OVERDUE_MS - guardMs, () => this.#overdue());
    });
  }

  #overdue(): void {
    const { account, leftAt } = this.departure;
    if (!this.#options.latency.isDoubtful(account, leftAt)) return;
    this.departure.overdue = true;
    this.#report();
  }

  #report(refused = false): void {
    const { clock, guard, latency, settle } = this.#options;
    const guardMs = guard.ms(clock.monotonic()) + (this.#allowanceMs ?? latency.allowanceMs);
    const countedBy = this.departure.countedBy(latency, guardMs);
    if (countedBy === this.#reported && !refused) return;
    const urgent = countedBy > this.#reported;
    this.#reported = countedBy;
    settle(refused ? { countedBy, refused } : { countedBy }, urgent);
  }
}
