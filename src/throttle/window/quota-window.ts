import {
  type AdaptiveLimitEvent,
  type AdaptiveLimitState,
  isIdle,
  isProbe,
  limitOf,
  next,
  OPEN,
  probeAtOf,
  type WindowSnapshot,
} from '../limit/adaptive-limit.ts';
import { rateOf } from '../rate.ts';
import { WindowLog } from './window-log.ts';

/** One window of the upstream, (operation, account) or (operation, address): its log and its adaptive limit. */
export class QuotaWindow {
  readonly log = new WindowLog();
  limit: AdaptiveLimitState = OPEN;
  /** The quota that the latest call here had. */
  quota = 1;

  observe(event: AdaptiveLimitEvent): void {
    this.limit = next(this.limit, event);
  }

  /** When one more call may go: `now` at the earliest, infinite while that depends on unsent calls. */
  openAt(quota: number, now: number): number {
    const { count, windowMs } = rateOf(limitOf(this.limit, quota));
    const regular = this.log.openAt(count, windowMs, now);
    const probeAt = probeAtOf(this.limit, quota);
    const open =
      probeAt < regular
        ? Math.min(regular, Math.max(probeAt, this.log.openAt(count + 1, windowMs, now)))
        : regular;
    return Math.max(open, this.limit.pausedUntil);
  }

  /** Notes how full the window is for a call that is about to be logged. */
  granted(quota: number, now: number): WindowSnapshot {
    this.quota = quota;
    const probe = isProbe(this.limit, this.inWindow(now), quota);
    if (probe) this.observe({ type: 'probed', now });
    return { others: this.taken(now), probe, grantedAt: now };
  }

  inWindow(now: number): number {
    return this.log.count(this.#windowMs(), now);
  }

  /** Calls in the window, refused ones left out. */
  taken(now: number): number {
    return this.log.taken(this.#windowMs(), now);
  }

  /**
   * Instants at which the next calls may go, ascending, one per call of the limit. The first may be a probe:
   * a limit, however low it was learned, keeps no call from finding out whether it still holds.
   */
  openings(quota: number, now: number): number[] {
    const { count, windowMs } = rateOf(limitOf(this.limit, quota));
    const regular = this.log.openings(count, windowMs, now).map((at) => Math.max(at, this.limit.pausedUntil));
    const first = this.openAt(quota, now);
    if (first < (regular[0] ?? 0)) regular[0] = first;
    return regular;
  }

  isIdle(now: number): boolean {
    return this.inWindow(now) === 0 && isIdle(this.limit, now);
  }

  #windowMs(): number {
    return rateOf(limitOf(this.limit, this.quota)).windowMs;
  }
}
