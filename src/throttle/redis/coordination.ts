import type { Clock, Timer } from '../../clock/clock.ts';
import { WINDOW_MS } from '../rate.ts';
import type { Mode, ThrottleEvent } from '../types.ts';
import { GRACE_MS, RedisLink } from './redis-link.ts';
import { AHEAD_MS, LATE_MS } from './shared-account.ts';

/** How long calls granted elsewhere may still count when no replica can say which they were. */
export const QUIET_MS = WINDOW_MS + LATE_MS;

const SEAM_MS = 250;

export interface CoordinationOptions {
  readonly clock: Clock;
  readonly url: string;
  readonly prefix: string;
  readonly timeoutMs: number;
  /** Redis counts from now on. */
  readonly onShare: (link: RedisLink) => void;
  /** This process counts its fraction alone, and grants nothing before the given instant. */
  readonly onDegraded: (closedUntil: number) => void;
  readonly onEvent: (event: ThrottleEvent) => void;
}

/**
 * Who counts: Redis or this process, and the hand-over between them. What others were granted in the last
 * window is unknown at a hand-over, so it begins with one window in which nothing is granted:
 *
 * - lost: closed for a window, then a fraction of each quota;
 * - back: the fraction until all replicas had time to notice, closed for a window, then shared.
 */
export class Coordination {
  readonly link: RedisLink;
  readonly #options: CoordinationOptions;
  #mode: Mode = 'fallback';
  #closedUntil: number;
  #handOver: Timer | undefined;

  constructor(options: CoordinationOptions) {
    const { clock, url, prefix, timeoutMs } = options;
    this.#options = options;
    this.#closedUntil = this.#quietFrom(clock.monotonic());
    this.link = new RedisLink({
      clock,
      url,
      prefix,
      timeoutMs,
      onBack: (opensInMs) => this.#back(opensInMs),
      onLost: (reason) => this.#lost(reason),
      onProblem: (problem) => options.onEvent({ type: 'redis', problem }),
    });
  }

  get mode(): Mode {
    return this.#mode;
  }

  get closedUntil(): number {
    return this.#closedUntil;
  }

  close(): void {
    this.#handOver?.cancel();
    this.link.close();
  }

  #back(opensInMs: number): void {
    // No replica came back lately: this is a start like any other.
    if (opensInMs < -GRACE_MS) this.#share('connected');
    else this.#handOver = this.#options.clock.after(Math.max(0, opensInMs), () => this.#quietThenShare());
  }

  #quietThenShare(): void {
    const { clock, onDegraded } = this.#options;
    // A little longer than the wait below, so that nothing slips out between closing and sharing.
    this.#closedUntil = this.#quietFrom(clock.monotonic()) + SEAM_MS;
    onDegraded(this.#closedUntil);
    this.#handOver = clock.after(QUIET_MS, () => this.#share('connection is back'));
  }

  #share(reason: string): void {
    this.#mode = 'shared';
    this.#options.onShare(this.link);
    this.#options.onEvent({ type: 'mode', mode: 'shared', reason });
  }

  #lost(reason: string): void {
    const { clock, timeoutMs, onDegraded, onEvent } = this.#options;
    this.#handOver?.cancel();
    this.#mode = 'fallback';
    // Other replicas may notice later by as much as a decision may take, with permits reserved ahead.
    this.#closedUntil = this.#quietFrom(clock.monotonic()) + AHEAD_MS + timeoutMs;
    onDegraded(this.#closedUntil);
    onEvent({ type: 'mode', mode: 'fallback', reason });
  }

  #quietFrom(now: number): number {
    return now + QUIET_MS;
  }
}
