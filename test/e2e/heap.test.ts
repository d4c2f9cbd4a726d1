import { afterAll, beforeAll, expect, it } from 'vitest';
import { kinds } from '../../bench/support/heap/kinds.ts';
import { type HeapStage, OLD_SPACE_MB, openHeapStage } from '../../bench/support/heap/measure.ts';

// The short form of `npm run bench -- heap`: a process of 512 MB lives through requests of each kind, and what it
// holds after a collection grows by no more than the caches may.

const REQUESTS = 900;
const GROWTH_MB = 12;

let stage: HeapStage;
beforeAll(async () => {
  stage = await openHeapStage();
});
afterAll(() => stage.close());

const kindOf = (name: string) => {
  const kind = kinds.find((one) => one.name === name);
  if (!kind) throw new Error(`expected a kind of request, got ${name}`);
  return kind;
};

it('honest questions over large pages are kept within the bound of the caches', async () => {
  const heapMb = await stage.measure(kindOf('distinct questions'), 300, 100);
  for (const value of Object.values(heapMb)) expect(value).toBeLessThan(OLD_SPACE_MB / 2);
}, 120_000);

it.each([
  'distinct documents',
  'bad input',
  'unknown fields',
  'syntax errors',
  'unauthenticated',
  'deadlines',
])(
  'requests of the kind "%s" leave next to nothing',
  async (name) => {
    const heapMb = await stage.measure(kindOf(name), REQUESTS, REQUESTS / 3);
    const [first = 0, , last = 0] = Object.values(heapMb);
    expect(last - first).toBeLessThan(GROWTH_MB);
  },
  120_000,
);

it('long ids are not kept', async () => {
  const heapMb = await stage.measure(kindOf('long ids'), 60, 20);
  const [first = 0, , last = 0] = Object.values(heapMb);
  // Sixty of 200 KB each, in two places of the answer.
  expect(last - first).toBeLessThan(GROWTH_MB);
}, 120_000);
