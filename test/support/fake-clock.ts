import type { Clock, Timer } from '../../src/clock/clock.ts';

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

/** A clock that stands still until a test moves it; timers fire in due order, then in creation order. */
export class FakeClock implements Clock {
  #now: number;
  #steps = 0;
  readonly #start: number;
  #order = 0;
  readonly #pending = new Set<Pending>();

  constructor(startMs = Date.UTC(2026, 0, 15)) {
    this.#now = startMs;
    this.#start = startMs;
  }

  now(): number {
    return this.#now + this.#steps;
  }

  monotonic(): number {
    return this.#now - this.#start;
  }

  after(delayMs: number, fire: () => void): Timer {
    const pending = { at: this.#now + Math.max(0, delayMs), order: this.#order++, fire };
    this.#pending.add(pending);
    return { cancel: () => void this.#pending.delete(pending) };
  }

  settled(fire: () => void): void {
    setImmediate(fire);
  }

  get timers(): number {
    return this.#pending.size;
  }

  /** Sets the wall clock forward or back, as NTP or a resumed machine does; no time passes. */
  step(ms: number): void {
    this.#steps += ms;
  }

  /** The process stands still: time passes, and what falls due meanwhile fires late. */
  stall(ms: number): void {
    this.#now += ms;
  }

  /** Moves time forward by `ms`, firing what falls due and letting promise reactions run in between. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    await settle();
    for (let due = this.#next(target); due; due = this.#next(target)) {
      this.#pending.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.fire();
      await settle();
    }
    this.#now = target;
  }

  /** Moves to each next timer until none is left or `untilMs` of fake time have passed. */
  async run(untilMs = Number.POSITIVE_INFINITY): Promise<void> {
    const limit = this.#now + untilMs;
    await settle();
    for (let due = this.#next(limit); due; due = this.#next(limit)) {
      this.#pending.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.fire();
      await settle();
    }
  }

  #next(target: number): Pending | undefined {
    let next: Pending | undefined;
    for (const pending of this.#pending) {
      if (pending.at > target) continue;
      if (!next || pending.at < next.at || (pending.at === next.at && pending.order < next.order)) {
        next = pending;
      }
    }
    return next;
  }
}

/** Lets queued promise reactions run, without real time passing. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
}
