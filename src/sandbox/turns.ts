/** Turns of the event loop without an arrival after which a burst counts as over: one turn accepts one new
 *  connection, and the next reads from it. */
const QUIET_TURNS = 4;
const MOST_TURNS = 400;

/**
 * Lets one answer be made at a time, and none while calls keep arriving. Calls are thus counted when they
 * arrive, as a gateway in front of many machines does, and not when those before them are answered.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  readonly #quietTurns: number;
  #arrivals = 0;
  #running = false;

  /** `counting` false: without quotas it does not matter when a call is counted. */
  constructor(counting: boolean) {
    this.#quietTurns = counting ? QUIET_TURNS : 0;
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#arrivals += 1;
      if (this.#running) return;
      this.#running = true;
      this.#wait(0, 0, this.#arrivals);
    });
  }

  #wait(quiet: number, turns: number, seen: number): void {
    setImmediate(() => {
      const arrivals = this.#arrivals;
      const still = arrivals === seen ? quiet + 1 : 0;
      if (still < this.#quietTurns && turns < MOST_TURNS) {
        this.#wait(still, turns + 1, arrivals);
        return;
      }
      this.#waiting.shift()?.();
      this.#running = this.#waiting.length > 0;
      if (this.#running) this.#wait(0, 0, arrivals);
    });
  }
}
