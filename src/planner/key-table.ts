// All keys of one plan: which are open, what a sweep's row means to them, which demands are settled.
import { Slot } from './key-state.ts';
import { type Need, needOf, sameShape } from './row-ranges.ts';
import type { Demand, EdgeRequest } from './types.ts';

const NONE: readonly never[] = Object.freeze([]);

interface Lane<Row> {
  readonly accepts: ((row: Row) => boolean) | undefined;
  readonly slots: Map<string, Slot<Row>>;
}

export class SlotTable<Row> {
  readonly all: readonly Slot<Row>[];
  readonly #request: EdgeRequest<Row>;
  readonly #lanes: ReadonlyMap<string, Lane<Row>>;
  /** Keys that needed no fetching. */
  known = 0;
  #cursor = 0;
  #filled: Slot<Row>[] = [];
  #settled: Demand[] = [];

  constructor(request: EdgeRequest<Row>) {
    this.#request = request;
    const lanes = new Map<string, Lane<Row>>();
    for (const demand of request.demands) {
      const name = demand.lane ?? '';
      let lane = lanes.get(name);
      if (!lane) {
        lane = { accepts: request.lanes?.get(name), slots: new Map() };
        lanes.set(name, lane);
      }
      const slot = lane.slots.get(demand.key);
      if (slot) slot.demands.push(demand);
      else lane.slots.set(demand.key, new Slot(demand.key, name, demand));
    }
    this.#lanes = lanes;
    this.all = [...lanes.values()].flatMap((lane) => [...lane.slots.values()]);
    let need: Need | undefined;
    for (const slot of this.all) {
      // Keys are mostly asked for alike, so most of them share one need.
      if (!need || !sameShape(slot.demands, need.demands)) need = needOf(slot.demands, request.ways);
      slot.need = need;
    }
  }

  /** Closes the keys that need no fetching: there is nothing, or nothing is wanted. */
  closeKnown(): void {
    for (const slot of this.all) {
      const empty = this.#request.knowledge?.empty?.has(slot.key) === true;
      if (!empty && !slot.need.nothing) continue;
      this.closeSwept(slot, empty ? 0 : undefined);
      this.known++;
    }
  }

  /** Keys that no call under way will answer but the sweep. */
  waiting(): Slot<Row>[] {
    const waiting: Slot<Row>[] = [];
    for (const slot of this.all) if (slot.state === 'open' && !slot.inSeries) waiting.push(slot);
    return waiting;
  }

  find(demand: Demand): Slot<Row> {
    // Answers are mostly taken in the order of the demands, which saves looking each key up.
    const next = this.all[this.#cursor];
    if (next?.demands[0] === demand) {
      this.#cursor++;
      return next;
    }
    this.#cursor = 0;
    const slot = this.#lanes.get(demand.lane ?? '')?.slots.get(demand.key);
    if (!slot) {
      throw new Error(`expected a demand of this plan, got key "${demand.key}", lane "${demand.lane ?? ''}"`);
    }
    return slot;
  }

  /** A distinct row of a sweep, in listing order. */
  take(row: Row): void {
    const key = this.#request.keyOf(row);
    if (key === undefined) return;
    for (const { accepts, slots } of this.#lanes.values()) {
      const slot = slots.get(key);
      if (!slot || (accepts && !accepts(row))) continue;
      if (slot.sweep(row)) this.#filled.push(slot);
    }
  }

  /** Closes the keys that have been filled since the last call, unless what filled them is unsound. */
  closeFilled(sound: boolean): void {
    for (const slot of this.#filled.splice(0)) {
      if (sound && slot.state === 'open' && !slot.inSeries) this.closeSwept(slot, undefined);
    }
  }

  /** Closes a key with what a sweep showed; a whole sweep also tells the total. */
  closeSwept(slot: Slot<Row>, total: number | undefined): void {
    slot.close(slot.swept, 0, total);
    this.settle(slot);
  }

  fail(slot: Slot<Row>, error: unknown): void {
    slot.fail(error);
    this.settle(slot);
  }

  settle(slot: Slot<Row>): void {
    for (const demand of slot.demands) this.#settled.push(demand);
  }

  takeSettled(): readonly Demand[] {
    const settled = this.#settled;
    if (settled.length === 0) return NONE;
    this.#settled = [];
    return settled;
  }
}
