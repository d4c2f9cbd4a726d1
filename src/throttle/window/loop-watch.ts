import type { Clock, Timer } from '../../clock/clock.ts';

const TICK_MS = 10;

/**
 * Tells how long an answer may have lain unread because this process stood still, so that its own stalls are not
 * taken for the upstream's. A timer ticks while calls are out: all that had come when it ticked was read before
 * it ticks again.
 */
export class LoopWatch {
  readonly #clock: Clock;
  #out = 0;
  #before = 0;
  #last = 0;
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A call is out, and its answer will be asked about. */
  enter(): void {
    if (this.#out++ > 0) return;
    this.#before = this.#last = this.#clock.monotonic();
    this.#tickLater();
  }

  leave(): void {
    if (--this.#out === 0) this.#timer?.cancel();
  }

  /** How long what is read now may have lain there, good to a tick. */
  unreadMs(now: number): number {
    const late = (from: number, to: number) => Math.max(0, to - from - TICK_MS);
    return late(this.#before, this.#last) + late(this.#last, now);
  }

  #tickLater(): void {
    this.#timer = this.#clock.after(
      TICK_MS,
      () => {
        this.#before = this.#last;
        this.#last = this.#clock.monotonic();
        this.#tickLater();
      },
      { unref: true },
    );
  }
}
