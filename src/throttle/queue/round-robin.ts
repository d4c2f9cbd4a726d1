/** Whose call it is: tenants take turns, and within a tenant its viewers. */
export interface Party {
  readonly tenant: string;
  readonly viewer: string;
}

/** Calls in an order that says whose turn it is; a call in the middle can leave at no cost. */
interface Turns<T extends Party> {
  readonly size: number;
  add(call: T): void;
  remove(call: T): boolean;
  /** The call whose turn it is. */
  peek(): T | undefined;
  /** Calls served before one more of this party. */
  ahead(party: Party): number;
  [Symbol.iterator](): Iterator<T>;
}

/** First come, first served. */
class Fifo<T extends Party> implements Turns<T> {
  readonly #calls = new Set<T>();

  get size(): number {
    return this.#calls.size;
  }

  add(call: T): void {
    this.#calls.add(call);
  }

  remove(call: T): boolean {
    return this.#calls.delete(call);
  }

  peek(): T | undefined {
    for (const call of this.#calls) return call;
    return undefined;
  }

  ahead(): number {
    return this.size;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#calls.values();
  }
}

/** Groups of calls in turn, one call each. The map's first key is the next in turn. */
export class RoundRobin<T extends Party> implements Turns<T> {
  readonly #groupOf: (party: Party) => string;
  readonly #within: () => Turns<T>;
  readonly #groups = new Map<string, Turns<T>>();
  #size = 0;

  private constructor(groupOf: (party: Party) => string, within: () => Turns<T>) {
    this.#groupOf = groupOf;
    this.#within = within;
  }

  /** Tenants in turn, within a tenant its viewers, within a viewer the calls as they came. */
  static ofTenants<T extends Party>(): RoundRobin<T> {
    const viewers = () =>
      new RoundRobin<T>(
        ({ viewer }) => viewer,
        () => new Fifo<T>(),
      );
    return new RoundRobin<T>(({ tenant }) => tenant, viewers);
  }

  get size(): number {
    return this.#size;
  }

  add(call: T): void {
    const key = this.#groupOf(call);
    const group = this.#groups.get(key) ?? this.#within();
    this.#groups.set(key, group);
    group.add(call);
    this.#size++;
  }

  remove(call: T): boolean {
    const key = this.#groupOf(call);
    const group = this.#groups.get(key);
    if (!group?.remove(call)) return false;
    if (group.size === 0) this.#groups.delete(key);
    this.#size--;
    return true;
  }

  /** Of those that may go. */
  peek(may: (party: Party) => boolean = () => true): T | undefined {
    for (const group of this.#groups.values()) {
      const call = group.peek();
      if (call && may(call)) return call;
    }
    return undefined;
  }

  /** What its calls are grouped by: tenants, where it is a ring of these. */
  parties(): Iterable<string> {
    return this.#groups.keys();
  }

  /** Takes the call whose turn it is; its tenant, and its viewer within that, go to the end. */
  next(may?: (party: Party) => boolean): T | undefined {
    const call = this.peek(may);
    if (call !== undefined) this.#serve(call);
    return call;
  }

  ahead(party: Party): number {
    const key = this.#groupOf(party);
    const own = this.#groups.get(key)?.ahead(party) ?? 0;
    // The groups before ours in the ring have a turn more.
    let turns = own + 1;
    let count = own;
    for (const [other, group] of this.#groups) {
      if (other === key) turns = own;
      else count += Math.min(group.size, turns);
    }
    return count;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const group of this.#groups.values()) yield* group;
  }

  #serve(call: T): void {
    const key = this.#groupOf(call);
    const group = this.#groups.get(key);
    if (!group) return;
    if (group instanceof RoundRobin) group.#serve(call);
    else group.remove(call);
    this.#groups.delete(key);
    if (group.size > 0) this.#groups.set(key, group);
    this.#size--;
  }
}
