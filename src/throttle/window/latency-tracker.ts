/** A call unanswered for so long, where answers usually take less, has perhaps not arrived yet. */
export const OVERDUE_MS = 700;
/** It keeps its place for so long at most. */
const LONGEST_MS = 3_000;
// Less than this above the longest usual time is chance; the guard covers it.
const CHANCE_MS = 5;
const STEP = 0.1;
// How finely, and for how long, answers are remembered as signs of life.
const SIGN_MS = 20;
const SIGNS_KEPT_MS = 16_000;

/**
 * How long answers take, and until when the upstream, or the way to it, last stood still. The guard covers
 * jitter; it does not cover a stall, after which a whole burst is counted late and the next one in time.
 * But a stall shows: an answer came later than nearly all do, by so much more than the typical one that
 * whatever had been sent by then may have been counted only then. One call that hangs is no stall: while it
 * does, calls that were sent after it are answered.
 */
export class LatencyTracker {
  /** What half of the answers and 95 of 100 keep. */
  readonly #typical = new Quantile(0.5);
  readonly #long = new Quantile(0.95);
  /** Answered calls, by when they were sent; each is answered later than the one before it. */
  #signsOfLife: { readonly sentAt: number; readonly answeredAt: number }[] = [];
  #stalledUntil = Number.NEGATIVE_INFINITY;
  /** Accounts whose calls go unanswered while those of others are answered. */
  readonly #hanging = new Set<string>();

  /** Takes note of an answer. True when it shows a stall, so that earlier calls must be reassessed. */
  answered(account: string, sentAt: number, now: number): boolean {
    const took = now - sentAt;
    if (took < OVERDUE_MS) this.#hanging.delete(account);
    // The very first answer may itself be late.
    const [typical, long] = [this.#typical.value ?? 0, this.#long.value ?? 0];
    this.#typical.add(took);
    this.#long.add(took);
    const until = Math.min(now - Math.min(typical, long), this.aliveAfter(sentAt));
    this.#noteSign(sentAt, now);
    if (took <= long + CHANCE_MS || until <= this.#stalledUntil) return false;
    this.#stalledUntil = until;
    return true;
  }

  /** The latest instant at which the upstream can have counted a call. */
  countedBy(sentAt: number, answeredAt: number, guardMs: number): number {
    return Math.min(answeredAt, Math.max(sentAt, this.#stalledUntil) + guardMs);
  }

  /**
   * The same for a call that may wait unseen (on a new connection that the other side has not accepted, or
   * overdue): until a call that was sent after it is answered, or for seconds.
   */
  uncertain(sentAt: number, answeredAt: number, guardMs: number): number {
    const latest = Math.min(this.aliveAfter(sentAt) + guardMs, sentAt + LONGEST_MS);
    return Math.min(answeredAt, Math.max(latest, this.countedBy(sentAt, answeredAt, guardMs)));
  }

  /** Whether a call that is unanswered after OVERDUE_MS is unusual enough to doubt that it has arrived. */
  isDoubtful(account: string, sentAt: number): boolean {
    const long = this.#long.value;
    if (this.hangs(account, sentAt)) return false;
    return long !== undefined && long < OVERDUE_MS;
  }

  /**
   * Whether it is the account's calls that hang, and not the way to the upstream: then they were counted when
   * they were sent. Known from one overdue call while a later one was answered, until one is answered soon.
   */
  hangs(account: string, overdueSince?: number): boolean {
    if (overdueSince !== undefined && this.aliveAfter(overdueSince) !== Number.POSITIVE_INFINITY) {
      this.#hanging.add(account);
    }
    return this.#hanging.has(account);
  }

  /** When the first answer came to a call that was sent at this instant or later; infinite before that. */
  aliveAfter(sentAt: number): number {
    const sign = this.#signsOfLife.find((one) => one.sentAt >= sentAt);
    return sign?.answeredAt ?? Number.POSITIVE_INFINITY;
  }

  #noteSign(sentAt: number, now: number): void {
    const last = this.#signsOfLife.at(-1);
    // A call that was sent before one that is answered already says nothing new.
    if (last && sentAt < last.sentAt + SIGN_MS) return;
    const first = this.#signsOfLife[0];
    if (first && first.answeredAt < now - SIGNS_KEPT_MS) this.#signsOfLife.shift();
    this.#signsOfLife.push({ sentAt, answeredAt: now });
  }
}

/** A quantile of a stream, found in steps of a tenth of itself. */
class Quantile {
  readonly #share: number;
  value: number | undefined;

  constructor(share: number) {
    this.#share = share;
  }

  add(sample: number): void {
    const value = this.value ?? sample;
    const step = STEP * value + 1;
    this.value = sample > value ? value + step * this.#share : value - step * (1 - this.#share);
  }
}
