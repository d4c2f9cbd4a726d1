// Exact sliding windows: a call fits when fewer than N accepted calls lie in the second before it. Refused
// calls take no place.

const WINDOW_MS = 1_000;

/** The accepted calls of the last second, and the most there ever were in one. */
export class Window {
  #times: number[] = [];
  #head = 0;
  #most = 0;

  get most(): number {
    return this.#most;
  }

  fits(at: number, limit: number): boolean {
    this.#forget(at);
    return this.#times.length - this.#head < limit;
  }

  add(at: number): void {
    this.#forget(at);
    this.#times.push(at);
    this.#most = Math.max(this.#most, this.#times.length - this.#head);
  }

  #forget(at: number): void {
    // A call exactly one second old has left the window.
    for (;;) {
      const oldest = this.#times[this.#head];
      if (oldest === undefined || oldest > at - WINDOW_MS) break;
      this.#head++;
    }
    if (this.#head > 64 && this.#head * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#head);
      this.#head = 0;
    }
  }
}

/** The windows of one operation: all calls, per account, and per source address. */
export class OperationWindows {
  readonly all = new Window();
  readonly byAccount = new Map<string, Window>();
  readonly byAddress = new Map<string, Window>();

  /** Takes a place in both dimensions, or in neither. */
  take(at: number, account: string, address: string, limit: number): boolean {
    const mine = [windowOf(this.byAccount, account), windowOf(this.byAddress, address)];
    if (!mine.every((window) => window.fits(at, limit))) return false;
    for (const window of [this.all, ...mine]) window.add(at);
    return true;
  }
}

function windowOf(windows: Map<string, Window>, key: string): Window {
  const known = windows.get(key);
  if (known) return known;
  const made = new Window();
  windows.set(key, made);
  return made;
}
