import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inSlices, ownTurn, type Work } from '../../../src/sandbox/turns.ts';

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

it('gives each who waits a turn of the event loop, in the order in which they came', async () => {
  const log: string[] = [];
  const served = ['a', 'b', 'c'].map((name) => ownTurn().then(() => log.push(name)));
  for (let turn = 1; log.length < 5; turn++) {
    await nextTurn();
    log.push(`turn ${turn}`);
  }
  await Promise.all(served);
  expect(log.filter((entry) => !entry.startsWith('turn'))).toEqual(['a', 'b', 'c']);
  expect(log.slice(0, 5).filter((entry) => entry.startsWith('turn')).length).toBeGreaterThanOrEqual(2);
});
