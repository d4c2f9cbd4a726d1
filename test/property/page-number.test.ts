import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pageAround, windowOf } from '../../src/operations/page-number.ts';

const MOST = 100;
const LONGEST = MOST / 2;

it('finds a page around the longest window from every row of 100,000', () => {
  for (let offset = 0; offset < 100_000; offset++) {
    const { limit } = pageAround({ offset, limit: LONGEST }, MOST);
    expect(limit <= MOST).toBe(true);
  }
});

it('gives exactly the rows of the window, however many there are', () => {
  const window = fc.record({
    offset: fc.nat({ max: 99_999 }),
    limit: fc.integer({ min: 0, max: LONGEST }),
    count: fc.nat({ max: 100_200 }),
  });
  fc.assert(
    fc.property(window, ({ offset, limit, count }) => {
      const page = pageAround({ offset, limit }, MOST);
      expect(page.offset).toBeGreaterThanOrEqual(1);
      const first = (page.offset - 1) * page.limit;
      const rows = Array.from(
        { length: Math.max(0, Math.min(page.limit, count - first)) },
        (_, at) => first + at,
      );
      const wanted = Array.from(
        { length: Math.max(0, Math.min(limit, count - offset)) },
        (_, at) => offset + at,
      );
      expect(windowOf(rows, { offset, limit }, page)).toEqual(wanted);
    }),
  );
});

it('says so where no page is large enough', () => {
  expect(() => pageAround({ offset: 50, limit: MOST }, MOST)).toThrow(
    'expected a window that fits into a page of 100 rows, got 100 from 50',
  );
});
