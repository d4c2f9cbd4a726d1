import { describe, expect, it } from 'vitest';
import { Sweep } from '../../../src/planner/sweep.ts';

const letters = (text: string) => [...text];

/** Reads pages of four that were cut from the given listings, one listing per page. */
function read(ordered: boolean, listings: readonly string[]) {
  const seen: string[] = [];
  const sweep = new Sweep<string>({
    pageSize: 4,
    ordered,
    idOf: (row) => row,
    onRow: (row) => seen.push(row),
  });
  for (const listing of listings) {
    const [next] = sweep.ahead();
    if (!next) break;
    sweep.issue([next]);
    const rows = letters(listing).slice(next.offset, next.offset + next.limit);
    sweep.accept(next, { rows, total: listing.length });
  }
  return { sweep, seen: seen.join('') };
}

describe('a listing that holds still', () => {
  it.each([true, false])('is complete after its last page (ordered: %s)', (ordered) => {
    const { sweep, seen } = read(ordered, ['abcdefg', 'abcdefg']);
    expect(sweep).toMatchObject({ complete: true, broken: undefined, pages: 2, total: 7 });
    expect(seen).toBe('abcdefg');
  });

  it('is read in order, whatever order the pages come in', () => {
    const seen: string[] = [];
    const sweep = new Sweep<string>({
      pageSize: 2,
      ordered: true,
      idOf: (row) => row,
      onRow: (row) => seen.push(row),
    });
    const pages = [0, 2, 4].map((offset) => ({ offset, limit: 2 }));
    sweep.issue(pages);
    for (const page of pages.toReversed()) {
      sweep.accept(page, { rows: letters('abcdef').slice(page.offset, page.offset + 2), total: 6 });
    }
    expect(seen.join('')).toBe('abcdef');
    expect(sweep.complete).toBe(true);
  });
});

describe('a listing that shifts', () => {
  it('only repeats rows when new ones come before sorted ones', () => {
    const { sweep, seen } = read(true, ['abcdefg', 'Xabcdefg', 'Xabcdefg']);
    expect(sweep).toMatchObject({ complete: true, broken: undefined });
    expect(seen).toBe('abcdefg');
  });

  it('is suspect when an unsorted one grows', () => {
    expect(read(false, ['abcdefg', 'Xabcdefg']).sweep.broken).toBe('the total went from 7 to 8');
  });

  it.each([true, false])('is suspect when a row went away (ordered: %s)', (ordered) => {
    expect(read(ordered, ['abcdefg', 'acdefg']).sweep.broken).toBe('the total went from 7 to 6');
  });

  it('is suspect when one row went and another came, which the shared row shows', () => {
    expect(read(false, ['abcdefg', 'acdefgX']).sweep.broken).toBe('neighbouring pages do not meet');
  });

  it('is suspect when a row comes twice', () => {
    expect(read(false, ['abcdefgh', 'bcdeafgh']).sweep.broken).toBe('rows seen twice: 1, expected 0');
  });

  it('is suspect when a page is short', () => {
    expect(read(false, ['abcdefgh', 'abcdef']).sweep.broken).toBeDefined();
  });
});

it('goes on to a short page where no total is told', () => {
  const sweep = new Sweep<string>({ pageSize: 4, ordered: true, idOf: (row) => row, onRow: () => {} });
  for (const rows of ['abcd', 'efgh', 'i']) {
    const pages = sweep.ahead();
    expect(pages).toHaveLength(1);
    sweep.issue(pages);
    for (const page of pages) sweep.accept(page, { rows: letters(rows) });
  }
  expect(sweep).toMatchObject({ complete: true, broken: undefined, total: undefined });
});
