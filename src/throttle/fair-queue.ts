import type { Priority } from './types.ts';
import type { Ahead } from './windows.ts';

// While interactive calls wait, one grant in this many goes to background work, so that it cannot starve.
const BACKGROUND_TURN = 8;

export interface Queued {
  readonly viewer: string;
  readonly account: string;
  readonly priority: Priority;
  readonly quota: number;
}

/** What waits for one account: how many calls, and the quota of the latest. */
export interface Demand {
  readonly count: number;
  readonly quota: number;
}

/**
 * The waiting calls of one (operation, host). Interactive before background, round-robin between viewers,
 * first come first served within a viewer, where a viewer's calls for accounts that have no slot are
 * overtaken by its calls for accounts that have one.
 */
export class FairQueue<T extends Queued> {
  readonly #rings: Readonly<Record<Priority, Ring<T>>> = { interactive: new Ring(), background: new Ring() };
  readonly #demand = new Map<string, Demand>();
  #interactiveInARow = 0;

  /** How many calls wait, for one account or for all. */
  size(account?: string): number {
    if (account !== undefined) return this.#demand.get(account)?.count ?? 0;
    return this.#rings.interactive.size + this.#rings.background.size;
  }

  /** What waits, by account. */
  demand(): ReadonlyMap<string, Demand> {
    return this.#demand;
  }

  add(item: T): void {
    this.#rings[item.priority].add(item);
    this.#demand.set(item.account, { count: this.size(item.account) + 1, quota: item.quota });
  }

  remove(item: T): boolean {
    const removed = this.#rings[item.priority].remove(item);
    if (removed) this.#leave(item);
    return removed;
  }

  /** Takes the call whose turn it is, among those whose account is open. */
  next(isOpen: (account: string) => boolean): T | undefined {
    const { interactive, background } = this.#rings;
    const turn = this.#interactiveInARow >= BACKGROUND_TURN - 1;
    const item = turn
      ? (background.next(isOpen) ?? interactive.next(isOpen))
      : (interactive.next(isOpen) ?? background.next(isOpen));
    if (item === undefined) return undefined;
    const passedOver = item.priority === 'interactive' && background.size > 0;
    this.#interactiveInARow = passedOver ? this.#interactiveInARow + 1 : 0;
    this.#leave(item);
    return item;
  }

  /** How many calls would be served before one more call. */
  ahead(item: Pick<Queued, 'viewer' | 'account' | 'priority'>): Ahead {
    return { onAccount: this.#ahead(item, item.account), onAddresses: this.#ahead(item, undefined) };
  }

  *[Symbol.iterator](): Generator<T> {
    yield* this.#rings.interactive;
    yield* this.#rings.background;
  }

  #ahead({ viewer, priority }: Pick<Queued, 'viewer' | 'priority'>, account: string | undefined): number {
    const { interactive, background } = this.#rings;
    const inClass = this.#rings[priority].ahead(viewer, account);
    if (priority === 'interactive') {
      const turns = Math.floor((this.#interactiveInARow + inClass) / (BACKGROUND_TURN - 1));
      return inClass + Math.min(turns, background.count(account));
    }
    const between = (inClass + 1) * (BACKGROUND_TURN - 1) - this.#interactiveInARow;
    return inClass + Math.min(interactive.count(account), Math.max(0, between));
  }

  #leave(item: T): void {
    const demand = this.#demand.get(item.account);
    if (demand && demand.count > 1) this.#demand.set(item.account, { ...demand, count: demand.count - 1 });
    else this.#demand.delete(item.account);
  }
}

/** Viewers in turn. The first key of the map is the next in turn; a set keeps a viewer's calls in order. */
class Ring<T extends Queued> {
  readonly #viewers = new Map<string, Map<string, Set<T>>>();
  #order = 0;
  readonly #arrival = new WeakMap<T, number>();
  size = 0;

  add(item: T): void {
    const accounts = this.#viewers.get(item.viewer) ?? new Map<string, Set<T>>();
    const calls = accounts.get(item.account) ?? new Set<T>();
    this.#viewers.set(item.viewer, accounts);
    accounts.set(item.account, calls);
    calls.add(item);
    this.#arrival.set(item, this.#order++);
    this.size++;
  }

  remove(item: T): boolean {
    const accounts = this.#viewers.get(item.viewer);
    const calls = accounts?.get(item.account);
    if (!accounts || !calls?.delete(item)) return false;
    if (calls.size === 0) accounts.delete(item.account);
    if (accounts.size === 0) this.#viewers.delete(item.viewer);
    this.size--;
    return true;
  }

  next(isOpen: (account: string) => boolean): T | undefined {
    for (const [viewer, accounts] of this.#viewers) {
      const item = this.#oldest(accounts, isOpen);
      if (item === undefined) continue;
      this.remove(item);
      // To the end of the ring, if it still waits for anything.
      if (this.#viewers.delete(viewer) && accounts.size > 0) this.#viewers.set(viewer, accounts);
      return item;
    }
    return undefined;
  }

  count(account: string | undefined): number {
    if (account === undefined) return this.size;
    let count = 0;
    for (const accounts of this.#viewers.values()) count += accounts.get(account)?.size ?? 0;
    return count;
  }

  /** Calls served before one more call of this viewer: its own, and one of each other viewer per turn. */
  ahead(viewer: string, account: string | undefined): number {
    const own = waiting(this.#viewers.get(viewer), account);
    let turns = own + 1;
    let count = own;
    for (const [other, accounts] of this.#viewers) {
      if (other === viewer) turns = own;
      else count += Math.min(waiting(accounts, account), turns);
    }
    return count;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const accounts of this.#viewers.values()) for (const calls of accounts.values()) yield* calls;
  }

  #oldest(accounts: Map<string, Set<T>>, isOpen: (account: string) => boolean): T | undefined {
    let oldest: T | undefined;
    for (const [account, calls] of accounts) {
      const [head] = calls;
      if (head === undefined || !isOpen(account)) continue;
      if (!oldest || this.#arrivalOf(head) < this.#arrivalOf(oldest)) oldest = head;
    }
    return oldest;
  }

  #arrivalOf(item: T): number {
    return this.#arrival.get(item) ?? 0;
  }
}

function waiting(
  accounts: Map<string, ReadonlySet<unknown>> | undefined,
  account: string | undefined,
): number {
  if (account !== undefined) return accounts?.get(account)?.size ?? 0;
  let count = 0;
  for (const calls of accounts?.values() ?? []) count += calls.size;
  return count;
}
