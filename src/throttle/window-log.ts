/** One call as a window remembers it. */
export interface LoggedCall {
  /**
   * Latest instant at which the upstream can have counted the call; infinite while it is not sent.
   * Only a log may change it, because logs are sorted by it.
   */
  countedBy: number;
  /** The upstream answered 429. It stays in the window, because some upstreams count what they refuse. */
  refused: boolean;
}

/**
 * The exact sliding window: the calls that may still count, sorted by the latest instant at which the
 * upstream counted them. It holds at most as many calls as the limit lets through in one window.
 *
 * Why it is exact: a call goes only while fewer than `limit` logged calls have `countedBy + windowMs`
 * ahead. Were limit + 1 calls counted in one upstream window, the one granted last would have seen all
 * the others still in the log.
 */
export class WindowLog {
  readonly #calls: LoggedCall[] = [];

  /** Forgets the calls whose window has passed, and answers how many are left. */
  count(windowMs: number, now: number): number {
    let passed = 0;
    for (const call of this.#calls) {
      if (call.countedBy + windowMs > now) break;
      passed++;
    }
    if (passed > 0) this.#calls.splice(0, passed);
    return this.#calls.length;
  }

  /** When the next call may go: `now` at the earliest, infinite while it depends on calls not yet sent. */
  openAt(limit: number, windowMs: number, now: number): number {
    const over = this.count(windowMs, now) - limit;
    const last = over < 0 ? undefined : this.#calls[over];
    return last === undefined ? now : last.countedBy + windowMs;
  }

  /** Instants at which the next `limit` slots are free, ascending; unsent calls count as sent now. */
  slots(limit: number, windowMs: number, now: number): number[] {
    const count = this.count(windowMs, now);
    const free = new Array<number>(Math.max(0, limit - count)).fill(now);
    for (const call of this.#calls.slice(Math.max(0, count - limit))) {
      free.push(Math.min(call.countedBy, now) + windowMs);
    }
    return free;
  }

  /** How many calls the upstream took, or may still take. */
  taken(windowMs: number, now: number): number {
    this.count(windowMs, now);
    return this.#calls.reduce((sum, call) => sum + (call.refused ? 0 : 1), 0);
  }

  add(call: LoggedCall): void {
    let index = this.#calls.length;
    while (index > 0 && (this.#calls[index - 1]?.countedBy ?? 0) > call.countedBy) index--;
    this.#calls.splice(index, 0, call);
  }

  remove(call: LoggedCall): boolean {
    const index = this.#calls.indexOf(call);
    if (index >= 0) this.#calls.splice(index, 1);
    return index >= 0;
  }
}

/** Moves a call in every log that still holds it. */
export function recount(logs: readonly WindowLog[], call: LoggedCall, countedBy: number): void {
  const holding = logs.filter((log) => log.remove(call));
  call.countedBy = countedBy;
  for (const log of holding) log.add(call);
}
