import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasDrifted, mergeRows, pageBoundaries } from '../../src/loaders/page-drift.ts';
import type { KeyedRow } from '../../src/operations/edge.ts';

type Row = KeyedRow<string>;
const rowOf = (id: string): Row => ({ key: '', id, row: id });

const change = fc.record({
  kind: fc.constantFrom('insert', 'remove', 'move'),
  /** Before which page, and where. */
  page: fc.integer({ min: 1, max: 8 }),
  from: fc.nat(200),
  to: fc.nat(200),
});

/** Reads a list in pages while it changes; what the whole reading brought, and what was there throughout. */
function read(
  length: number,
  pageSize: number,
  changes: readonly (typeof change extends fc.Arbitrary<infer C> ? C : never)[],
) {
  let list = Array.from({ length }, (_, index) => rowOf(`r${index}`));
  const throughout = new Set(list.map(({ id }) => id));
  const pages: { rows: Row[]; total: number }[] = [];
  const change = (page: number) => {
    for (const { kind, from, to } of changes.filter((one) => one.page === page)) {
      list = [...list];
      if (kind === 'insert') list.splice(to % (list.length + 1), 0, rowOf(`n${page}/${to}`));
      else {
        const [taken] = list.splice(from % Math.max(1, list.length), 1);
        if (!taken) continue;
        if (kind === 'move') list.splice(to % (list.length + 1), 0, taken);
        else throughout.delete(taken.id);
      }
    }
  };
  for (let page = 0; page === 0 || page * pageSize < length; page++) {
    change(page);
    pages.push({ rows: list.slice(page * pageSize, (page + 1) * pageSize), total: list.length });
  }
  return { pages, list, throughout };
}

const unique = (rows: readonly Row[]): Row[] => [...new Map(rows.map((row) => [row.id, row])).values()];

test('one row that appears or vanishes between pages hides nothing', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 4, max: 20 }),
      change.filter(({ kind }) => kind !== 'move'),
      (length, pageSize, one) => {
        const { pages, list, throughout } = read(length, pageSize, [one]);
        let rows: readonly Row[] = unique(pages.flatMap((page) => page.rows));
        if (hasDrifted(pages)) {
          for (const { offset, limit } of pageBoundaries(0, length, pageSize)) {
            rows = mergeRows(rows, list.slice(offset, offset + limit));
          }
        }
        const ids = rows.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect([...throughout].filter((id) => !ids.includes(id))).toEqual([]);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('any changes leave no row twice, and rows that stay in order are in order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 2, max: 12 }),
      fc.array(change, { maxLength: 6 }),
      (length, pageSize, changes) => {
        const { pages, list } = read(length, pageSize, changes);
        let rows: readonly Row[] = unique(pages.flatMap((page) => page.rows));
        const before = rows.map(({ id }) => id);
        for (const { offset, limit } of pageBoundaries(0, length, pageSize)) {
          rows = mergeRows(rows, list.slice(offset, offset + limit));
        }
        const ids = rows.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => before.includes(id))).toEqual(before);
      },
    ),
  );
});

test('a still list is left as it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 12 }), (length, pageSize) => {
      expect(hasDrifted(read(length, pageSize, []).pages)).toBe(false);
    }),
  );
});
