import type { Clock } from '../clock/clock.ts';

/**
 * Schedules batches: they are dispatched once the level of the query is complete, when no resolver can make
 * progress without an answer from outside. Loads that resolvers ask for in different ticks of one level thus
 * join one batch, and batches of one level one plan.
 */
export class Level {
  readonly #clock: Clock;
  readonly #isHeld: () => boolean;
  #batches: (() => void)[] = [];
  #plans: (() => void)[] = [];

  /** `isHeld` is whether resolvers wait for a turn of the event loop, which is no answer from outside. */
  constructor(clock: Clock, isHeld: () => boolean = () => false) {
    this.#clock = clock;
    this.#isHeld = isHeld;
  }

  /** The `batchScheduleFn` of every loader. */
  readonly schedule = (dispatch: () => void): void => {
    if (this.#batches.push(dispatch) > 1) return;
    this.#clock.settled(this.#dispatch);
  };

  readonly #dispatch = (): void => {
    if (this.#isHeld()) {
      this.#clock.settled(this.#dispatch);
      return;
    }
    const due = this.#batches;
    this.#batches = [];
    for (const one of due) one();
    const plans = this.#plans;
    this.#plans = [];
    for (const plan of plans) plan();
  };

  /** Runs once all batches of the level that is being dispatched are there. */
  afterDispatch(plan: () => void): void {
    this.#plans.push(plan);
  }
}
