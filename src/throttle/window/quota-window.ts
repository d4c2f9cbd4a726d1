import { AdaptiveLimit, type WindowSnapshot } from '../limit/adaptive-limit.ts';
import { rateOf } from '../rate.ts';
import { WindowLog } from './window-log.ts';

/** One window of the upstream, (operation, account) or (operation, address): its log and its adaptive limit. */
export class QuotaWindow {
  readonly log = new WindowLog();
  readonly learned = new AdaptiveLimit();
  /** The quota that the latest call here had. */
  quota = 1;

  /** When one more call may go: `now` at the earliest, infinite while that depends on unsent calls. */
  openAt(quota: number, now: number): number {
    const { count, windowMs } = rateOf(this.learned.limit(quota));
    const regular = this.log.openAt(count, windowMs, now);
    const probeAt = this.learned.probeAt(quota);
    const open =
      probeAt < regular
        ? Math.min(regular, Math.max(probeAt, this.log.openAt(count + 1, windowMs, now)))
        : regular;
    return Math.max(open, this.learned.pausedUntil);
  }

  /** Notes how full the window is for a call that is about to be logged. */
  granted(quota: number, now: number): WindowSnapshot {
    this.quota = quota;
    return this.learned.granted(this.inWindow(now), this.taken(now), quota, now);
  }

  inWindow(now: number): number {
    return this.log.count(this.#windowMs(), now);
  }

  /** Calls in the window, refused ones left out. */
  taken(now: number): number {
    return this.log.taken(this.#windowMs(), now);
  }

  /** Instants at which the next permits are free, ascending, one per call of the limit. */
  openings(quota: number, now: number): number[] {
    const { count, windowMs } = rateOf(this.learned.limit(quota));
    return this.log.openings(count, windowMs, now).map((at) => Math.max(at, this.learned.pausedUntil));
  }

  idle(now: number): boolean {
    return this.inWindow(now) === 0 && this.learned.idle(now);
  }

  #windowMs(): number {
    return rateOf(this.learned.limit(this.quota)).windowMs;
  }
}
