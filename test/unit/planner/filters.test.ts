import { describe, expect, it } from 'vitest';
import {
  type DemandGroup,
  type EdgeWays,
  type Filter,
  groupDemands,
  nests,
  signatureOf,
} from '../../../src/planner/planner.ts';

describe('nests', () => {
  it.each<[Filter, Filter, boolean]>([
    [{}, { status: 5 }, true],
    [{ status: 5 }, {}, false],
    [{ status: 5 }, { status: 5, type: '1' }, true],
    [{ status: 5 }, { status: '5' }, false],
    [{ status: { oneOf: [1, 5] } }, { status: 5 }, true],
    [{ status: { oneOf: [1, 5] } }, { status: { oneOf: [5, 6] } }, false],
    [{ created: { from: '2026-01-01' } }, { created: { from: '2026-02-01', to: '2026-03-01' } }, true],
    [{ created: { from: '2026-01-01', to: '2026-02-01' } }, { created: { from: '2026-01-15' } }, false],
    [{ created: { from: '2026-01-01' } }, { created: '2026-01-05' }, true],
    [{ created: '2026-01-05' }, { created: { from: '2026-01-05', to: '2026-01-05' } }, false],
    [{ amount: { from: 3 } }, { amount: { oneOf: [3, 4] } }, true],
    [{ amount: { from: 3 } }, { amount: { oneOf: [2, 4] } }, false],
  ])('%o around %o: %o', (outer, inner, expected) => {
    expect(nests(outer, inner)).toBe(expected);
  });
});

it('spells equal filters alike', () => {
  expect(signatureOf({ a: 1, b: { oneOf: [2, 1] } })).toBe(signatureOf({ b: { oneOf: [1, 2] }, a: 1 }));
  expect(signatureOf({ a: 1 })).not.toBe(signatureOf({ a: '1' }));
  expect(signatureOf({ a: { from: 1 } })).not.toBe(signatureOf({ a: { to: 1 } }));
});

describe('groupDemands', () => {
  const ways: EdgeWays = {
    edge: 'e',
    operation: 'o',
    pageSize: 100,
    hasTotal: true,
    point: true,
    sweep: { ordered: true },
  };
  const all = (sweepTotal?: number): DemandGroup => ({
    filter: {},
    keys: 100,
    ...(sweepTotal ? { sweepTotal } : {}),
  });
  const open: DemandGroup = { filter: { status: 6 }, keys: 100 };
  const done: DemandGroup = { filter: { status: 5 }, keys: 100 };

  it('lets one sweep serve all aliases when it is read anyway', () => {
    expect(groupDemands(ways, [open, all(1_650), done])).toEqual([
      { filter: {}, members: [all(1_650), open, done] },
    ]);
  });

  it('keeps plans apart when the wide sweep is dear or unknown', () => {
    expect(groupDemands(ways, [open, all(16_500)])).toHaveLength(2);
    expect(groupDemands(ways, [open, all()])).toHaveLength(2);
  });

  it('merges where nothing but a sweep can answer', () => {
    expect(groupDemands({ ...ways, point: false }, [open, all(16_500)])).toHaveLength(1);
  });

  it('never merges filters that do not nest', () => {
    expect(groupDemands(ways, [open, done])).toHaveLength(2);
  });
});
