import { describe, expect, it } from 'vitest';
import {
  type DemandGroup,
  type EdgeWays,
  type Filter,
  groupDemands,
  nests,
} from '../../../src/planner/planner.ts';

describe('nests', () => {
  it.each<[Filter, Filter, boolean]>([
    [{}, { status: 5 }, true],
    [{ status: 5 }, {}, false],
    [{ status: 5 }, { status: 5, type: '1' }, true],
    [{ status: 5 }, { status: '5' }, false],
    [{ status: 5, type: '1' }, { status: 5, type: '2' }, false],
  ])('%o around %o: %o', (outer, inner, expected) => {
    expect(nests(outer, inner)).toBe(expected);
  });
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
