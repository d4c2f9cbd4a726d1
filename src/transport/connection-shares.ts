type Share = string | undefined;
type Begin = () => void;

/**
 * Shares the connections to a host. A share may take another one while it holds less than twice what is free:
 * alone it gets two thirds. However many others hang, a few are always its own, on top of the rest.
 */
export class ConnectionShares {
  readonly #total: number;
  readonly #own: number;
  readonly #held = new Map<Share, number>();
  /** In the order of their turns; each share's own requests in the order of their arrival. */
  readonly #waiting = new Map<Share, Set<Begin>>();
  readonly #watchers = new Set<{ readonly share: Share; readonly found: () => void }>();
  #taken = 0;

  constructor(total: number) {
    this.#total = total;
    this.#own = Math.max(1, Math.floor(total / 16));
  }

  /**
   * Calls `start` now or when it is this share's turn. The result gives back what was taken, or stops waiting.
   * Without a share, what is free is free.
   */
  take(share: Share, start: () => void): () => void {
    let ended = false;
    const begin: Begin = () => {
      this.#count(share, 1);
      start();
    };
    const queue = this.#waiting.get(share);
    if (!queue && this.hasRoom(share)) {
      begin();
    } else if (queue) {
      queue.add(begin);
    } else {
      this.#waiting.set(share, new Set([begin]));
    }
    return () => {
      if (ended) return;
      ended = true;
      if (this.#leave(share, begin)) return;
      this.#count(share, -1);
      this.#serve();
      this.#tell();
    };
  }

  /** Calls `found` when this share may take one, which is kept for nobody. The result stops waiting. */
  watch(share: Share, found: () => void): () => void {
    const watcher = { share, found };
    this.#watchers.add(watcher);
    this.#tell();
    return () => void this.#watchers.delete(watcher);
  }

  /** Whether this share may take a connection now. */
  hasRoom(share: Share): boolean {
    const free = this.#total - this.#taken;
    if (share === undefined) return free > 0;
    const held = this.#held.get(share) ?? 0;
    return held < this.#own || held < 2 * free;
  }

  #count(share: Share, change: 1 | -1): void {
    this.#taken += change;
    const held = (this.#held.get(share) ?? 0) + change;
    if (held === 0) this.#held.delete(share);
    else this.#held.set(share, held);
  }

  /** Whether it was still waiting. */
  #leave(share: Share, begin: Begin): boolean {
    const queue = this.#waiting.get(share);
    if (!queue?.delete(begin)) return false;
    if (queue.size === 0) this.#waiting.delete(share);
    return true;
  }

  #serve(): void {
    for (const [share, queue] of [...this.#waiting]) {
      const [next] = queue;
      if (!next || !this.hasRoom(share)) continue;
      queue.delete(next);
      this.#waiting.delete(share);
      // Its next turn comes after those of the others.
      if (queue.size > 0) this.#waiting.set(share, queue);
      next();
    }
  }

  #tell(): void {
    for (const watcher of this.#watchers) {
      if (!this.hasRoom(watcher.share)) continue;
      this.#watchers.delete(watcher);
      watcher.found();
    }
  }
}
