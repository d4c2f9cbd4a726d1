const KEPT = 64;

/** The last samples of a stream, and what a share of them keeps. */
export class RecentSamples {
  /** In the order of their coming, once round. */
  readonly #ring: number[] = [];
  readonly #sorted: number[] = [];
  #oldest = 0;

  add(sample: number): void {
    const replaced = this.#ring[this.#oldest];
    if (replaced !== undefined) this.#sorted.splice(this.#place(replaced), 1);
    this.#ring[this.#oldest] = sample;
    this.#oldest = (this.#oldest + 1) % KEPT;
    this.#sorted.splice(this.#place(sample), 0, sample);
  }

  /** What at least this share of them stays within; undefined while there is none. */
  upperEnd(share: number): number | undefined {
    return this.#sorted[Math.ceil(share * (this.#sorted.length - 1))];
  }

  /** What at most this share of them stays below; undefined while there is none. */
  lowerEnd(share: number): number | undefined {
    return this.#sorted[Math.floor(share * (this.#sorted.length - 1))];
  }

  /** Where it stands among the sorted ones, or would. */
  #place(sample: number): number {
    let [from, to] = [0, this.#sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#sorted[middle] ?? 0) < sample) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
