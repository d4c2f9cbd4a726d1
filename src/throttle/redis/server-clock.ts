// Two clocks may drift apart by so much of the time that passes.
const DRIFT = 0.0005;

/**
 * What Redis' clock says at an instant of ours, between two bounds. Each round trip gives a pair of them:
 * the server's instant lies between asking and reading the answer. The tightest of the recent pairs is kept,
 * so that a round trip during which this process stood still costs no precision.
 */
export class ServerClock {
  /** The server is ahead of us by at least and at most so much, as of the given instant of ours. */
  #ahead: { readonly least: number; readonly most: number; readonly asOf: number } | undefined;

  observe(asked: number, answered: number, serverNow: number): void {
    const [least, most] = [serverNow - answered, serverNow - asked];
    const known = this.#at(answered);
    const tighter = { least: Math.max(least, known.least), most: Math.min(most, known.most) };
    // Bounds that exclude each other: the server's clock was set.
    this.#ahead =
      tighter.least <= tighter.most ? { ...tighter, asOf: answered } : { least, most, asOf: answered };
  }

  /** An instant of ours at which the server's was certainly reached. */
  after(server: number, now: number): number {
    return server - this.#at(now).least;
  }

  /** The last instant of ours at which the server's was certainly not reached yet. */
  before(server: number, now: number): number {
    return server - this.#at(now).most;
  }

  /** The server's clock at an instant of ours, at the latest. */
  latest(local: number, now: number): number {
    return local + this.#at(now).most;
  }

  #at(now: number): { readonly least: number; readonly most: number } {
    if (this.#ahead === undefined) return { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };
    const drift = Math.max(0, now - this.#ahead.asOf) * DRIFT;
    return { least: this.#ahead.least - drift, most: this.#ahead.most + drift };
  }
}
