import { RecentSamples } from './recent-samples.ts';

/** A call unanswered for so long, where answers usually take less, has perhaps not arrived yet. */
export const OVERDUE_MS = 700;
/** It keeps its place for so long at most. */
const LONGEST_MS = 3_000;
// Less than this above the longest usual time is chance; the guard covers it.
const CHANCE_MS = 5;
// More would cost a tenth of the quota where answers differ by seconds.
const LARGEST_ALLOWANCE_MS = 60;
/** While no answer is known. */
const FIRST_ALLOWANCE_MS = 40;
// How finely, and for how long, answers are remembered as signs of life.
const SIGN_MS = 20;
const SIGNS_KEPT_MS = 16_000;

/**
 * How long answers take, and until when the upstream, or the way to it, last stood still. The guard covers
 * jitter; it does not cover a stall, after which a whole burst is counted late and the next one in time.
 * But a stall shows: an answer came later than nearly all do, and whatever had been sent by then may have been
 * counted only as long before it as the soonest answers take. One call that hangs is no stall: while it
 * does, calls that were sent after it are answered.
 */
export class LatencyTracker {
  /** How long answers took, what they lay unread left out. */
  readonly #answers = new RecentSamples();
  /** Answered calls, by when they were sent; each is answered later than the one before it. */
  #signsOfLife: { readonly sentAt: number; readonly answeredAt: number }[] = [];
  #stalledUntil = Number.NEGATIVE_INFINITY;
  /** Accounts whose calls go unanswered while those of others are answered. */
  readonly #hanging = new Set<string>();

  /**
   * Takes note of an answer, which may have lain unread for so long. True when it shows a stall of the upstream,
   * so that earlier calls must be reassessed.
   */
  answered(account: string, sentAt: number, now: number, unreadMs = 0): boolean {
    const took = Math.max(0, now - sentAt - unreadMs);
    if (took < OVERDUE_MS) this.#hanging.delete(account);
    // The very first answer may itself be late.
    const [soonest, long] = [this.#soonest ?? 0, this.#long ?? 0];
    this.#answers.add(took);
    const until = Math.min(now - Math.min(soonest, long), this.aliveAfter(sentAt));
    this.#noteSign(sentAt, now);
    if (took <= long + CHANCE_MS || until <= this.#stalledUntil) return false;
    this.#stalledUntil = until;
    return true;
  }

  /**
   * How much later than the guard says a call that is unanswered may have been counted, without its answer
   * showing that the upstream stood still: no longer than usual answers differ.
   */
  get allowanceMs(): number {
    const [soonest, long] = [this.#soonest, this.#long];
    if (soonest === undefined || long === undefined) return FIRST_ALLOWANCE_MS;
    return Math.min(LARGEST_ALLOWANCE_MS, Math.max(0, long + CHANCE_MS - soonest));
  }

  /** The same for an answered call: no longer than its answer took beyond the soonest, and may have lain unread. */
  allowanceOf(sentAt: number, answeredAt: number, unreadMs: number): number {
    const took = answeredAt - sentAt - unreadMs;
    return unreadMs + Math.min(this.allowanceMs, Math.max(0, took - (this.#soonest ?? 0)));
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
    const long = this.#long;
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

  /** What 5 of 100 answers are sooner than. */
  get #soonest(): number | undefined {
    return this.#answers.lowerEnd(0.05);
  }

  /** What 95 of 100 answers keep. */
  get #long(): number | undefined {
    return this.#answers.upperEnd(0.95);
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
