// All keys of one plan: which are open, what a sweep's row means to them, which demands are settled.
import { KeyState } from './key-state.ts';
import { type Need, needOf, sameShape } from './row-ranges.ts';
import type { Demand, EdgeRequest } from './types.ts';

const NONE: readonly never[] = Object.freeze([]);

interface FilterGroup<Row> {
  readonly accepts: ((row: Row) => boolean) | undefined;
  readonly keyStates: Map<string, KeyState<Row>>;
}

export class KeyTable<Row> {
  readonly all: readonly KeyState<Row>[];
  readonly #request: EdgeRequest<Row>;
  readonly #groups: ReadonlyMap<string, FilterGroup<Row>>;
  /** Keys that needed no fetching. */
  known = 0;
  #cursor = 0;
  #filled: KeyState<Row>[] = [];
  #settled: Demand[] = [];

  constructor(request: EdgeRequest<Row>) {
    this.#request = request;
    const groups = new Map<string, FilterGroup<Row>>();
    for (const demand of request.demands) {
      const name = demand.filterKey ?? '';
      let group = groups.get(name);
      if (!group) {
        group = { accepts: request.filterGroups?.get(name), keyStates: new Map() };
        groups.set(name, group);
      }
      const keyState = group.keyStates.get(demand.key);
      if (keyState) keyState.demands.push(demand);
      else group.keyStates.set(demand.key, new KeyState(demand.key, name, demand));
    }
    this.#groups = groups;
    this.all = [...groups.values()].flatMap((group) => [...group.keyStates.values()]);
    let need: Need | undefined;
    for (const keyState of this.all) {
      // Keys are mostly asked for alike, so most of them share one need.
      if (!need || !sameShape(keyState.demands, need.demands)) need = needOf(keyState.demands, request.ways);
      keyState.need = need;
    }
  }

  /** Closes the keys that need no fetching: there is nothing, or nothing is wanted. */
  closeKnown(): void {
    for (const keyState of this.all) {
      const empty = this.#request.statistics?.empty?.has(keyState.key) === true;
      if (!empty && !keyState.need.nothing) continue;
      this.closeSwept(keyState, empty ? 0 : undefined);
      this.known++;
    }
  }

  /** Keys that no call under way will answer but the sweep. */
  waiting(): KeyState<Row>[] {
    const waiting: KeyState<Row>[] = [];
    for (const keyState of this.all)
      if (keyState.state === 'open' && !keyState.inSeries) waiting.push(keyState);
    return waiting;
  }

  find(demand: Demand): KeyState<Row> {
    // Answers are mostly taken in the order of the demands, which saves looking each key up.
    const next = this.all[this.#cursor];
    if (next?.demands[0] === demand) {
      this.#cursor++;
      return next;
    }
    this.#cursor = 0;
    const keyState = this.#groups.get(demand.filterKey ?? '')?.keyStates.get(demand.key);
    if (!keyState) {
      throw new Error(
        `expected a demand of this plan, got key "${demand.key}", filter "${demand.filterKey ?? ''}"`,
      );
    }
    return keyState;
  }

  /** A distinct row of a sweep, in listing order. */
  take(row: Row): void {
    const key = this.#request.keyOf(row);
    if (key === undefined) return;
    for (const { accepts, keyStates } of this.#groups.values()) {
      const keyState = keyStates.get(key);
      if (!keyState || (accepts && !accepts(row))) continue;
      if (keyState.sweep(row)) this.#filled.push(keyState);
    }
  }

  /** Closes the keys that have been filled since the last call, unless what filled them is unsound. */
  closeFilled(sound: boolean): void {
    for (const keyState of this.#filled.splice(0)) {
      if (sound && keyState.state === 'open' && !keyState.inSeries) this.closeSwept(keyState, undefined);
    }
  }

  /** Closes a key with what a sweep showed; a whole sweep also tells the total. */
  closeSwept(keyState: KeyState<Row>, total: number | undefined): void {
    keyState.close(keyState.swept, 0, total);
    this.settle(keyState);
  }

  fail(keyState: KeyState<Row>, error: unknown): void {
    keyState.fail(error);
    this.settle(keyState);
  }

  settle(keyState: KeyState<Row>): void {
    for (const demand of keyState.demands) this.#settled.push(demand);
  }

  takeSettled(): readonly Demand[] {
    const settled = this.#settled;
    if (settled.length === 0) return NONE;
    this.#settled = [];
    return settled;
  }
}
