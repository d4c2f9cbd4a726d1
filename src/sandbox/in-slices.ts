// Long work beside a server, a slice at a time: a call must be counted when it arrives, and not when the work
// ends. One piece of work runs at a time, so that slices of many do not add up to a stall.
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Work {
  readonly complete: boolean;
  advance(): void;
}

const SLICE_MS = 2;
const running = new WeakMap<Work, Promise<void>>();
let last: Promise<void> = Promise.resolve();

/** Resolves when the work is complete. `now` reads milliseconds. */
export function inSlices(work: Work, now = () => performance.now()): Promise<void> {
  if (work.complete) return Promise.resolve();
  const known = running.get(work);
  if (known) return known;
  last = last.then(() => finish(work, now));
  running.set(work, last);
  return last;
}

async function finish(work: Work, now: () => number): Promise<void> {
  while (!work.complete) {
    const end = now() + SLICE_MS;
    while (!work.complete && now() < end) work.advance();
    await nextTurn();
  }
}
