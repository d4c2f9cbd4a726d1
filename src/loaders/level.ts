import type { Clock } from '../clock/clock.ts';

/**
 * Runs collected work once the level of the query is complete: when no resolver can make progress without an
 * answer from outside. Loads that resolvers ask for in different ticks of one level thus join one plan.
 */
export class Level {
  readonly #clock: Clock;
  #waiting: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  whenComplete(run: () => void): void {
    if (this.#waiting.push(run) > 1) return;
    this.#clock.settled(() => {
      const due = this.#waiting;
      this.#waiting = [];
      for (const one of due) one();
    });
  }
}
