/** A call unanswered for so long, where answers usually take less, has perhaps not arrived yet. */
export const OVERDUE_MS = 700;
/** It keeps its permit for so long at most. */
const LONGEST_MS = 3_000;
// Less than this above the longest usual time is chance; the guard covers it.
const CHANCE_MS = 5;
const STEP = 0.1;

/**
 * How long answers take, and until when the upstream, or the way to it, last stood still. The guard covers
 * jitter; it does not cover a stall, after which a whole burst is counted late and the next one in time.
 * But a stall shows: an answer came later than nearly all do, by so much more than the typical one that
 * whatever had been sent by then may have been counted only then.
 */
export class LatencyTracker {
  /** What half of the answers and 95 of 100 keep. */
  readonly #typical = new Quantile(0.5);
  readonly #long = new Quantile(0.95);
  #stalledUntil = Number.NEGATIVE_INFINITY;

  /** Takes note of an answer. True when it tells of a stall, so that earlier calls must be judged anew. */
  answered(sentAt: number, now: number): boolean {
    const took = now - sentAt;
    // The very first answer may itself be late.
    const [typical, long] = [this.#typical.value ?? 0, this.#long.value ?? 0];
    this.#typical.add(took);
    this.#long.add(took);
    const until = now - Math.min(typical, long);
    if (took <= long + CHANCE_MS || until <= this.#stalledUntil) return false;
    this.#stalledUntil = until;
    return true;
  }

  /** The latest instant at which the upstream can have counted a call. */
  countedBy(sentAt: number, answeredAt: number, guardMs: number): number {
    return Math.min(answeredAt, Math.max(sentAt, this.#stalledUntil) + guardMs);
  }

  /** What to assume of a call that is unanswered after OVERDUE_MS; undefined unless that is unusual. */
  overdue(sentAt: number): number | undefined {
    const long = this.#long.value;
    return long !== undefined && long < OVERDUE_MS ? sentAt + LONGEST_MS : undefined;
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
