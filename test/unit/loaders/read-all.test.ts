import { describe, expect, it } from 'vitest';
import { readAll, readRange } from '../../../src/loaders/read-all.ts';
import type { RowRange } from '../../../src/operations/edge.ts';

function listing(length: number, withTotal = true) {
  const rows = Array.from({ length }, (_, at) => at);
  const asked: RowRange[] = [];
  const fetch = async (range: RowRange) => {
    asked.push(range);
    return {
      rows: rows.slice(range.offset, range.offset + range.limit),
      total: withTotal ? length : undefined,
    };
  };
  return { rows, asked, fetch };
}

describe('reading a whole listing', () => {
  it.each([0, 1, 9, 10, 11, 35])('of %i rows, ten at a time', async (length) => {
    const { rows, asked, fetch } = listing(length);
    expect(await readAll(10, fetch)).toEqual(rows);
    expect(asked).toHaveLength(Math.max(1, Math.ceil(length / 10)));
  });

  it.each([0, 9, 10, 35])('of %i rows that does not say how many there are', async (length) => {
    const { rows, asked, fetch } = listing(length, false);
    expect(await readAll(10, fetch)).toEqual(rows);
    // Only a short page, or an empty one, says that there are no more.
    expect(asked).toHaveLength(Math.floor(length / 10) + 1);
  });
});

describe('reading a part', () => {
  it.each([
    [0, 5, [[0, 5]]],
    [7, 10, [[7, 10]]],
    [
      7,
      12,
      [
        [7, 10],
        [17, 2],
      ],
    ],
    [30, 20, [[30, 10]]],
    [40, 5, [[40, 5]]],
  ] as const)('from %i, %i rows', async (offset, count, ranges) => {
    const { rows, asked, fetch } = listing(35);
    expect(await readRange(10, offset, count, fetch)).toEqual({
      rows: rows.slice(offset, offset + count),
      total: 35,
    });
    expect(asked.map((range) => [range.offset, range.limit])).toEqual(ranges);
  });
});
