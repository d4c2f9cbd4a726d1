import { expect, it } from 'vitest';
import { watchOthers } from '../../bench/support/bulkhead/measure.ts';
import { modes } from '../../bench/support/bulkhead/modes.ts';

// The short form of `npm run bench -- bulkhead`: whether the others are answered, not how soon.

const SHORT = { calmMs: 700, beforeMs: 1_000, badMs: 2_800 };

it.each([
  'floods, 40 keys',
  'hangs, ten operations',
  '429, Retry-After: 1e300',
  'resets, same operation',
  'x-deadline-ms: 40',
])('one bad tenant (%s) costs the others of its host no answer', async (name) => {
  const mode = modes.find((one) => one.name === name);
  if (!mode) throw new Error(`expected a mode, got ${name}`);
  const { calm, beside, throttled } = await watchOthers(mode, SHORT);
  expect(calm.length).toBe(4);
  expect(beside.length).toBe(16);
  expect([...calm, ...beside].filter(({ code }) => code !== undefined)).toEqual([]);
  expect(throttled).toBe(0);
});
