import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inSlices, noteArrival, type Work, whenIdle } from '../../../src/sandbox/wire/scheduling.ts';

/** Work of so many steps, each of which takes a millisecond of a clock of its own. */
function workOf(steps: number, log: string[], name: string): { work: Work; now: () => number } {
  let done = 0;
  return {
    work: {
      get complete() {
        return done >= steps;
      },
      advance: () => {
        done++;
        log.push(`${name}${done}`);
      },
    },
    now: () => done,
  };
}

it('lets the event loop turn after every other millisecond of work', async () => {
  const log: string[] = [];
  const { work, now } = workOf(5, log, 'a');
  const done = inSlices(work, now);
  let turns = 0;
  while (!work.complete) {
    await nextTurn();
    log.push(`turn ${++turns}`);
  }
  await done;
  expect(log.join(' ')).toBe('a1 a2 turn 1 a3 a4 turn 2 a5 turn 3');
});

it('does one work after the other, and each once however many wait for it', async () => {
  const log: string[] = [];
  const [first, second] = [workOf(3, log, 'a'), workOf(3, log, 'b')];
  await Promise.all([
    inSlices(first.work, first.now),
    inSlices(second.work, second.now),
    inSlices(first.work, first.now),
  ]);
  expect(log).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
  await inSlices(first.work, first.now);
  expect(log).toHaveLength(6);
});

it('lets one after the other go on, each only once nobody arrives', async () => {
  const log: string[] = [];
  const served = ['a', 'b'].map((name) => whenIdle(() => 0).then(() => log.push(name)));
  for (const arriving of [true, true, false]) {
    if (arriving) noteArrival();
    await nextTurn();
    log.push(arriving ? 'arrival' : 'none');
  }
  await Promise.all(served);
  expect(log).toEqual(['arrival', 'arrival', 'a', 'none', 'b']);
});

it('does not wait for ever under a steady load', async () => {
  let time = 0;
  const served = whenIdle(() => time);
  let turns = 0;
  let waiting = true;
  void served.then(() => {
    waiting = false;
  });
  while (waiting) {
    noteArrival();
    time += 1;
    turns++;
    await nextTurn();
  }
  expect(turns).toBeLessThanOrEqual(12);
});
