import type { Clock, Timer } from '../../clock/clock.ts';
import type { WindowSnapshot } from '../limit/adaptive-limit.ts';
import type { Dimension, PermitReport } from '../types.ts';
import type { Guard } from '../window/guard.ts';
import { type LatencyTracker, OVERDUE_MS } from '../window/latency-tracker.ts';
import type { WindowPermit } from '../window/windows.ts';
import type { Settlement } from './redis-wire.ts';

// Until a call is marked as sent its log entry lasts only so long, and is renewed.
const LEASE_MS = 500;

/** A permit in the near future that Redis gave to this replica. */
export interface Reservation {
  readonly id: string;
  /** Index among the addresses, from 1 as in Lua, and its name. */
  readonly index: number;
  readonly address: string | undefined;
  /** The permit's instant: on the server's clock, and the two of ours between which that lies. */
  readonly at: number;
  readonly notBefore: number;
  readonly matureAt: number;
  readonly snapshot: Readonly<Record<Dimension, WindowSnapshot>>;
  readonly quota: number;
  /** Gives the permit back when its waiter has left. */
  readonly unused: Timer;
}

export type Outcome = Omit<Settlement, 'id' | 'address'>;

export interface SharedPermitOptions {
  readonly clock: Clock;
  readonly guard: Guard;
  readonly answers: LatencyTracker;
  readonly settle: (outcome: Outcome) => void;
  /** `stalled`: the answer told of a stall, so that other calls must be judged anew. */
  readonly released: (report: PermitReport, stalled: boolean) => void;
}

/**
 * A permit in use. Tells Redis by when, at the latest, the upstream has counted the call. How late this
 * replica was is measured from the earliest instant that the reservation can mean.
 */
export class SharedPermit implements WindowPermit {
  readonly address: string | undefined;
  /** Infinite unless it was sent and marked so. */
  sentAt = Number.POSITIVE_INFINITY;
  readonly #reservation: Reservation;
  readonly #options: SharedPermitOptions;
  #answeredAt = Number.POSITIVE_INFINITY;
  #told = Number.POSITIVE_INFINITY;
  #timer: Timer;

  constructor(reservation: Reservation, options: SharedPermitOptions) {
    this.address = reservation.address;
    this.#reservation = reservation;
    this.#options = options;
    this.#timer = this.#renew();
  }

  sent(): void {
    const { clock, guard, answers } = this.#options;
    const now = clock.monotonic();
    this.sentAt = now;
    this.#timer.cancel();
    this.#timer = clock.after(guard.ms(now), () => {
      this.#tell(answers.countedBy(now, this.#answeredAt, guard.ms(now)));
      this.#timer = clock.after(OVERDUE_MS - guard.ms(now), () => {
        const countedBy = answers.overdue(now);
        if (countedBy !== undefined) this.#tell(countedBy);
      });
    });
  }

  release(report: PermitReport): void {
    const { clock, answers, released } = this.#options;
    const now = clock.monotonic();
    this.#timer.cancel();
    this.#answeredAt = now;
    const marked = this.sentAt !== Number.POSITIVE_INFINITY;
    const stalled = report.sent && marked && answers.answered(this.sentAt, now);
    if (!report.sent) {
      this.sentAt = Number.POSITIVE_INFINITY;
      this.#options.settle({ drop: true });
    } else this.#tell(marked ? this.#countedBy(now) : now, report.throttled !== undefined);
    released(report, stalled);
  }

  /** A stall was noticed after this call was sent: it may have been counted later than was told. */
  reassess(): void {
    if (this.sentAt === Number.POSITIVE_INFINITY) return;
    const countedBy = this.#countedBy(this.#options.clock.monotonic());
    if (countedBy > this.#told) this.#tell(countedBy);
  }

  #countedBy(now: number): number {
    const { guard, answers } = this.#options;
    return answers.countedBy(this.sentAt, this.#answeredAt, guard.ms(now));
  }

  #tell(instant: number, refused = false): void {
    if (instant === this.#told && !refused) return;
    this.#told = instant;
    const countedBy = this.#reservation.at + instant - this.#reservation.notBefore;
    this.#options.settle(refused ? { countedBy, refused } : { countedBy });
  }

  /** While the call is not sent, nobody knows when it will be counted. */
  #renew(): Timer {
    const { clock } = this.#options;
    return clock.after(LEASE_MS, () => {
      this.#tell(clock.monotonic() + 2 * LEASE_MS);
      this.#timer = this.#renew();
    });
  }
}
