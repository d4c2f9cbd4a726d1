import { WINDOW_MS } from '../rate.ts';

/**
 * In the long run a window holds calls for longer than the upstream counts them, by the guard and by what they
 * took to leave.
 */
export const LONG_WINDOW_MS = 1.125 * WINDOW_MS;

/** Counts by time, in slices of so many ms, over the last seconds. */
const SLICE_MS = 125;
const SLICES_PER_WINDOW = 9;
const SLICES = 24;

/** Grants of the last seconds: how many there were lately, and how many a long window held at most. */
export class RecentGrants {
  readonly #slices = new Array<number>(SLICES).fill(0);
  #slice = 0;
  /** When they were, ascending; half of them may be too old to matter. */
  readonly #instants: number[] = [];

  add(now: number): void {
    this.#moveTo(now);
    this.#slices[this.#slice % SLICES] = this.#of(this.#slice) + 1;
    this.#instants.push(now);
    const half = Math.ceil(this.#instants.length / 2);
    if ((this.#instants[half] ?? now) <= now - LONG_WINDOW_MS) this.#instants.splice(0, half);
  }

  /** How many there were in the last so many ms, one window or a long one at most. */
  within(ms: number, now: number): number {
    let [from, to] = [0, this.#instants.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#instants[middle] ?? 0) > now - ms) to = middle;
      else from = middle + 1;
    }
    return this.#instants.length - from;
  }

  /** When fewer than `limit` of them lie in the last so many ms; infinite where the limit is none. */
  openAt(limit: number, ms: number): number {
    if (limit <= 0) return Number.POSITIVE_INFINITY;
    return (this.#instants.at(-Math.ceil(limit)) ?? Number.NEGATIVE_INFINITY) + ms;
  }

  /** Whether the last grant lies too far back to matter. */
  areOver(now: number): boolean {
    return Math.floor(now / SLICE_MS) - this.#slice >= SLICES;
  }

  /** The most that a long window of the last seconds held, without some of the grants. */
  mostBeside(part: RecentGrants, now: number): number {
    this.#moveTo(now);
    part.#moveTo(now);
    const from = this.#slice - SLICES + 1;
    let [most, inWindow] = [0, 0];
    for (let slice = from; slice <= this.#slice; slice++) {
      inWindow += this.#of(slice) - part.#of(slice);
      const left = slice - SLICES_PER_WINDOW;
      if (left >= from) inWindow -= this.#of(left) - part.#of(left);
      most = Math.max(most, inWindow);
    }
    return most;
  }

  #of(slice: number): number {
    return this.#slices[((slice % SLICES) + SLICES) % SLICES] ?? 0;
  }

  #moveTo(now: number): void {
    const slice = Math.floor(now / SLICE_MS);
    const passed = Math.min(slice - this.#slice, SLICES);
    for (let one = 0; one < passed; one++) this.#slices[(slice - one) % SLICES] = 0;
    this.#slice = Math.max(this.#slice, slice);
  }
}
