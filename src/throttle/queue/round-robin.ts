/**
 * Viewers in turn, each with its calls in order. The map's first key is the next in turn, and a set keeps
 * the order of arrival while a call in the middle can leave at no cost.
 */
export class RoundRobin<T extends { readonly viewer: string }> {
  readonly #viewers = new Map<string, Set<T>>();
  size = 0;

  add(call: T): void {
    const calls = this.#viewers.get(call.viewer) ?? new Set<T>();
    this.#viewers.set(call.viewer, calls);
    calls.add(call);
    this.size++;
  }

  remove(call: T): boolean {
    const calls = this.#viewers.get(call.viewer);
    if (!calls?.delete(call)) return false;
    if (calls.size === 0) this.#viewers.delete(call.viewer);
    this.size--;
    return true;
  }

  /** The call whose turn it is. */
  peek(): T | undefined {
    for (const calls of this.#viewers.values()) for (const call of calls) return call;
    return undefined;
  }

  /** Takes the call whose turn it is; its viewer goes to the end of the ring. */
  next(): T | undefined {
    const call = this.peek();
    if (call === undefined) return undefined;
    this.remove(call);
    const others = this.#viewers.get(call.viewer);
    if (others && this.#viewers.delete(call.viewer)) this.#viewers.set(call.viewer, others);
    return call;
  }

  count(viewer: string): number {
    return this.#viewers.get(viewer)?.size ?? 0;
  }

  /** Calls served before one more of this viewer: its own, and as many turns of each other one. */
  ahead(viewer: string): number {
    const own = this.count(viewer);
    let turns = own + 1;
    let count = own;
    for (const [other, calls] of this.#viewers) {
      if (other === viewer) turns = own;
      else count += Math.min(calls.size, turns);
    }
    return count;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const calls of this.#viewers.values()) yield* calls;
  }
}
