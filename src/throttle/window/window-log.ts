import type { Departure } from './departure.ts';

/** One call as the windows remember it. */
export interface LoggedCall {
  readonly departure: Departure;
  /** The windows that it takes a place in. */
  readonly logs: readonly WindowLog[];
  /**
   * Latest instant at which the upstream can have counted it; infinite while it is not sent.
   * Logs are sorted by it, so only recount() may change it.
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
  #refused = 0;

  /** Forgets the calls whose window has passed, and answers how many are left. */
  count(windowMs: number, now: number): number {
    let passed = 0;
    for (const call of this.#calls) {
      if (call.countedBy + windowMs > now) break;
      if (call.refused) this.#refused--;
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

  /** Instants at which the next `limit` permits are free, ascending; unsent calls count as sent now. */
  openings(limit: number, windowMs: number, now: number): number[] {
    const count = this.count(windowMs, now);
    const free = new Array<number>(Math.max(0, limit - count)).fill(now);
    for (const call of this.#calls.slice(Math.max(0, count - limit))) {
      free.push(Math.min(call.countedBy, now) + windowMs);
    }
    return free;
  }

  /** How many calls the upstream took, or may still take. */
  taken(windowMs: number, now: number): number {
    return this.count(windowMs, now) - this.#refused;
  }

  add(call: LoggedCall): void {
    let index = this.#calls.length;
    while (index > 0 && (this.#calls[index - 1]?.countedBy ?? 0) > call.countedBy) index--;
    this.#calls.splice(index, 0, call);
    if (call.refused) this.#refused++;
  }

  remove(call: LoggedCall): boolean {
    // From the end, where the calls in flight are.
    const index = this.#calls.lastIndexOf(call);
    if (index < 0) return false;
    this.#calls.splice(index, 1);
    if (call.refused) this.#refused--;
    return true;
  }

  sort(): void {
    this.#calls.sort((a, b) => a.countedBy - b.countedBy);
  }

  [Symbol.iterator](): Iterator<LoggedCall> {
    return this.#calls.values();
  }
}

/** Changes what is known of a call, in every log that still holds it. */
export function recount(call: LoggedCall, news: Partial<Pick<LoggedCall, 'countedBy' | 'refused'>>): void {
  const holding = call.logs.filter((log) => log.remove(call));
  Object.assign(call, news);
  for (const log of holding) log.add(call);
}

/** Reassesses all calls of these logs at once. */
export function recountAll(logs: readonly WindowLog[], countedBy: (call: LoggedCall) => number): void {
  const affected = new Set(logs);
  for (const call of logs.flatMap((log) => [...log])) {
    call.countedBy = countedBy(call);
    for (const log of call.logs) affected.add(log);
  }
  for (const log of affected) log.sort();
}
