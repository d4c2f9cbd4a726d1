// How the sandbox shares its one thread: a call is counted when it arrives, so that nothing that makes answers
// may hold the event loop for long. Answers are made one per turn, long work in slices.
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work that can be done in pieces. */
export interface Work {
  readonly complete: boolean;
  advance(): void;
}

const SLICE_MS = 2;
const running = new WeakMap<Work, Promise<void>>();
let lastWork: Promise<void> = Promise.resolve();
let lastTurn: Promise<void> = Promise.resolve();

/** Resolves in a turn of the event loop that nobody else gets, first come first served. */
export function ownTurn(): Promise<void> {
  lastTurn = lastTurn.then(() => nextTurn());
  return lastTurn;
}

/**
 * Resolves when the work is complete. One piece of work runs at a time, so that slices of many do not add up
 * to a stall. `now` reads milliseconds.
 */
export function inSlices(work: Work, now = () => performance.now()): Promise<void> {
  if (work.complete) return Promise.resolve();
  const known = running.get(work);
  if (known) return known;
  lastWork = lastWork.then(() => finish(work, now));
  running.set(work, lastWork);
  return lastWork;
}

async function finish(work: Work, now: () => number): Promise<void> {
  while (!work.complete) {
    const end = now() + SLICE_MS;
    while (!work.complete && now() < end) work.advance();
    await nextTurn();
  }
}
