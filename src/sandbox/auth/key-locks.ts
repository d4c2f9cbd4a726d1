// Access keys that were refused too often: real ones are locked for a while, so that nobody can try signatures.

const MOST_REFUSALS = 5;
const LOCKED_MS = 5 * 60_000;

interface Refusals {
  readonly inARow: number;
  readonly last: number;
}

export class KeyLocks {
  readonly #refusals = new Map<string, Refusals>();

  isLocked(accessKey: string, now: number): boolean {
    const found = this.#refusals.get(accessKey);
    if (!found || found.inARow < MOST_REFUSALS) return false;
    if (now - found.last < LOCKED_MS) return true;
    this.#refusals.delete(accessKey);
    return false;
  }

  refused(accessKey: string, now: number): void {
    this.#refusals.set(accessKey, { inARow: (this.#refusals.get(accessKey)?.inARow ?? 0) + 1, last: now });
  }

  accepted(accessKey: string): void {
    this.#refusals.delete(accessKey);
  }

  clear(): void {
    this.#refusals.clear();
  }
}
