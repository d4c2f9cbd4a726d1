import { describe, expect, it } from 'vitest';
import type { Demand, EdgeWays } from '../../../src/planner/planner.ts';
import { needOf, nextPage, pagesFor } from '../../../src/planner/row-ranges.ts';
import { layPages } from '../../../src/planner/sweep.ts';

const ways: EdgeWays = { edge: 'e', operation: 'o', pageSize: 10, hasTotal: true, point: true };
const demand = (offset: number, rows: number, more: Partial<Demand> = {}): Demand => ({
  key: 'k',
  offset,
  rows,
  needsTotal: false,
  needsNext: false,
  ...more,
});

describe('needOf', () => {
  it('merges what overlaps and keeps what is apart', () => {
    const { windows, upTo } = needOf([demand(4, 3), demand(0, 5), demand(30, 2)], ways);
    expect(windows).toEqual([
      { start: 0, end: 7 },
      { start: 30, end: 32 },
    ]);
    expect(upTo).toBe(32);
  });

  it('asks for one row more for hasNextPage only where no total comes with the page', () => {
    expect(needOf([demand(0, 5, { needsNext: true })], ways).windows).toEqual([{ start: 0, end: 5 }]);
    const blind = needOf([demand(0, 5, { needsNext: true })], { ...ways, hasTotal: false });
    expect(blind.windows).toEqual([{ start: 0, end: 6 }]);
    expect(needOf([demand(0, 5, { needsNext: true })], ways).upTo).toBe(6);
  });

  it('asks for every row for a total that the listing does not tell', () => {
    const { windows, severalPages } = needOf([demand(3, 1, { needsTotal: true })], {
      ...ways,
      hasTotal: false,
    });
    expect(windows).toEqual([{ start: 0, end: Number.POSITIVE_INFINITY }]);
    expect(severalPages).toBe(true);
  });
});

describe('pages of a key', () => {
  it('start at a wanted row and bridge gaps that a page spans', () => {
    const windows = [
      { start: 2, end: 4 },
      { start: 8, end: 9 },
      { start: 25, end: 26 },
    ];
    expect(nextPage(windows, 0, 10)).toEqual({ offset: 2, limit: 7 });
    expect(pagesFor(windows, 9, 100, 10)).toEqual([{ offset: 25, limit: 1 }]);
    expect(pagesFor(windows, 9, 20, 10)).toEqual([]);
  });
});

describe('layPages', () => {
  it.each([
    [0, 95, 10],
    [0, 100, 10],
    [10, 95, 10],
    [0, 1, 10],
    [0, 0, 10],
  ])('covers rows %i to %i with the fewest pages', (covered, total, size) => {
    const pages = layPages(covered, total, size);
    expect(pages).toHaveLength(Math.ceil((total - covered) / size));
    let reach = covered;
    for (const { offset, limit } of pages) {
      expect(offset).toBeLessThanOrEqual(reach);
      reach = offset + limit;
    }
    expect(reach).toBeGreaterThanOrEqual(total);
  });

  it('lets neighbours share a row while the last page has room', () => {
    expect(layPages(0, 28, 10).map((page) => page.offset)).toEqual([0, 9, 18]);
    expect(layPages(0, 29, 10).map((page) => page.offset)).toEqual([0, 9, 19]);
  });
});
