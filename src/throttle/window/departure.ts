import type { LatencyTracker } from './latency-tracker.ts';

/**
 * What is known of when a call left and was answered, and so by when the upstream has counted it. Instants
 * are monotonic milliseconds, infinite while they have not come.
 */
export class Departure {
  readonly account: string;
  leftAt = Number.POSITIVE_INFINITY;
  answeredAt = Number.POSITIVE_INFINITY;
  /** It left on a connection that the other side is known to read from. */
  onKnownConnection = false;
  /** It is unanswered for longer than usual. */
  overdue = false;

  constructor(account: string) {
    this.account = account;
  }

  get hasLeft(): boolean {
    return this.leftAt !== Number.POSITIVE_INFINITY;
  }

  /** Whether the estimate is a doubt that a sign of life may lift. */
  get isUncertain(): boolean {
    return this.hasLeft && (this.overdue || !this.onKnownConnection);
  }

  /** The latest instant at which the upstream can have counted the call; infinite before it left. */
  countedBy(latency: LatencyTracker, guardMs: number): number {
    const { leftAt, answeredAt } = this;
    if (!this.hasLeft) return answeredAt;
    return this.isUncertain && !latency.hangs(this.account, this.overdue ? leftAt : undefined)
      ? latency.uncertain(leftAt, answeredAt, guardMs)
      : latency.countedBy(leftAt, answeredAt, guardMs);
  }
}
