// How the sandbox shares its one thread: a call is counted when it arrives, so that nothing that makes answers
// may hold the event loop while calls arrive. Answers are made one at a time, long work in slices.
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work that can be done in pieces. */
export interface Work {
  readonly complete: boolean;
  advance(): void;
}

type Now = () => number;

const SLICE_MS = 2;
/** Under a steady load no turn is quiet; answers must come all the same. */
const PATIENCE_MS = 10;
const realNow: Now = () => performance.now();
const running = new WeakMap<Work, Promise<void>>();
let lastWork: Promise<void> = Promise.resolve();
let lastTurn: Promise<void> = Promise.resolve();
let arrivals = 0;

/** Says that a connection was opened or a call came in: there may be more behind it. */
export function noteArrival(): void {
  arrivals++;
}

/** Resolves once nobody arrives, first come first served, and for one at a time. `now` reads milliseconds. */
export function quietTurn(now: Now = realNow): Promise<void> {
  lastTurn = lastTurn.then(() => quiet(now));
  return lastTurn;
}

async function quiet(now: Now): Promise<void> {
  const end = now() + PATIENCE_MS;
  let before: number;
  do {
    before = arrivals;
    await nextTurn();
  } while (arrivals !== before && now() < end);
}

/** Resolves when the work is complete. One piece of work runs at a time. `now` reads milliseconds. */
export function inSlices(work: Work, now: Now = realNow): Promise<void> {
  if (work.complete) return Promise.resolve();
  const known = running.get(work);
  if (known) return known;
  lastWork = lastWork.then(() => finish(work, now));
  running.set(work, lastWork);
  return lastWork;
}

async function finish(work: Work, now: Now): Promise<void> {
  while (!work.complete) {
    const end = now() + SLICE_MS;
    while (!work.complete && now() < end) work.advance();
    await quietTurn(now);
  }
}
