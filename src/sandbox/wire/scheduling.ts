// How the sandbox shares its one thread: a call is counted when it arrives, so that nothing that makes answers
// may hold the event loop while calls arrive. Answers are made one at a time, long work in slices.
import { setImmediate as nextTick } from 'node:timers/promises';

/** Work that can be done in pieces. */
export interface Work {
  readonly complete: boolean;
  advance(): void;
}

type Now = () => number;

const SLICE_MS = 2;
/** Under a steady load the process is never idle; answers must come all the same. */
const LONGEST_WAIT_MS = 10;
const realNow: Now = () => performance.now();
const running = new WeakMap<Work, Promise<void>>();
let lastWork: Promise<void> = Promise.resolve();
let lastIdle: Promise<void> = Promise.resolve();
let arrivals = 0;

/** Says that a connection was opened or a call came in: more may follow. */
export function noteArrival(): void {
  arrivals++;
}

/** Resolves once no call arrives any more, in the order of the callers, one at a time. `now` reads milliseconds. */
export function whenIdle(now: Now = realNow): Promise<void> {
  lastIdle = lastIdle.then(() => idle(now));
  return lastIdle;
}

async function idle(now: Now): Promise<void> {
  const end = now() + LONGEST_WAIT_MS;
  let before: number;
  do {
    before = arrivals;
    await nextTick();
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
    await whenIdle(now);
  }
}
