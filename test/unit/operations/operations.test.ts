import { describe, expect, it } from 'vitest';
import { pageSizeOf, toPage } from '../../../src/operations/edge.ts';
import { operationByName, operations } from '../../../src/operations/operations.ts';

describe('every entry', () => {
  it.each(Object.entries(operationByName))('%s is sound in itself', (name, entry) => {
    const { parameters, paging, markerPaging, bulk, sweep, path } = entry as (typeof operations)[number];
    expect(entry.name).toBe(name);
    expect(entry.summary).not.toMatch(/\.$/);
    expect(entry.quotaPerSecond).toBeGreaterThan(0);
    expect(entry.idempotent || entry.kind === 'write').toBe(true);
    // Every placeholder of the path is a required parameter, and the other way round.
    const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, placeholder]) => placeholder);
    const inPath = Object.entries(parameters).filter(([, parameter]) => parameter.in === 'path');
    expect(inPath.map(([parameter]) => parameter)).toEqual(placeholders);
    expect(inPath.every(([, parameter]) => parameter.required)).toBe(true);
    const hasBody = entry.method === 'POST' || entry.method === 'PUT';
    const places = new Set(Object.values(parameters).map((parameter) => parameter.in));
    expect(places.has('body') && !hasBody).toBe(false);
    if (paging) {
      expect(parameters['limit']).toMatchObject({ max: paging.limitMax });
      expect(parameters['offset']).toMatchObject({ max: paging.offsetMax });
      expect(pageSizeOf({ paging })).toBe(paging.limitMax);
    }
    if (markerPaging) {
      expect(parameters['limit']).toMatchObject({ max: markerPaging.limitMax });
      expect(parameters).toHaveProperty('marker');
      expect(paging).toBeUndefined();
    }
    if (bulk) expect(parameters[bulk.parameter]).toMatchObject({ maxItems: bulk.max });
    if (sweep) expect(parameters[sweep.parameter]).not.toHaveProperty('required');
  });

  it('is read from its own answer with nothing in it', () => {
    for (const operation of operations) {
      if (operation.kind === 'read') expect(operation.response.safeParse({}).success).toBe(true);
    }
  });
});

describe('rows with keys', () => {
  const row = (id: string, key: string) => ({ id, key });
  const keyedRows = (rows: readonly { id: string; key: string }[]) =>
    toPage(
      rows,
      7,
      (one) => one.key,
      (one) => one.id,
    );

  it('are told apart where they share an id on one page', () => {
    const page = keyedRows([row('a', 'x'), row('a', 'y'), row('b', 'x'), row('a', 'x')]);
    expect(page.total).toBe(7);
    expect(page.rows.map(({ key, id }) => [key, id])).toEqual([
      ['x', 'a'],
      ['y', 'a#1'],
      ['x', 'b'],
      ['x', 'a#2'],
    ]);
  });
});
