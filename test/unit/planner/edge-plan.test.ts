import { describe, expect, it } from 'vitest';
import { type Demand, type EdgeWays, planEdge, type Statistics } from '../../../src/planner/planner.ts';
import { dice, differences, drive, keyName, listing, type Row, World } from '../../support/planner/world.ts';

const ORDERS: EdgeWays = {
  edge: 'Customer.orders',
  operation: 'ListCustomerOrders',
  pageSize: 100,
  hasTotal: true,
  point: true,
  sweep: { ordered: true },
};

const five = (key: string): Demand => ({ key, offset: 0, rows: 5, needsTotal: false, needsNext: false });
const keys = (count: number) => Array.from({ length: count }, (_, index) => keyName(index));
const dense = (population: number, perKey: number) => new World(listing(population, () => perKey, dice(7)));

function planFor(demands: readonly Demand[], ways: EdgeWays = ORDERS, statistics: Statistics = {}) {
  return planEdge<Row>({
    ways,
    demands,
    statistics,
    keyOf: (row) => row.key,
    idOf: (row) => row.id,
  });
}

describe('the choice of way, explained', () => {
  it('sweeps when pages are fewer than keys', () => {
    const world = new World(listing(200, (key) => (key % 4 === 0 ? 9 : 8), dice(7)));
    const plan = planFor(keys(100).map(five));
    expect(drive(plan, world)).toBe(2);
    expect(plan.explain().text).toMatchInlineSnapshot(
      `"Customer.orders: sweep, 17 of 17 pages (100 keys by point = 100 calls; 1,650 rows / 100 = 17 pages), 500 rows used, 1,166 thrown away"`,
    );
  });

  it('goes by point after one page when keys are few among many', () => {
    const plan = planFor(keys(20).map(five));
    expect(drive(plan, dense(2_000, 8))).toBe(2);
    expect(plan.explain().text).toMatchInlineSnapshot(
      `"Customer.orders: mix, 1 of 160 pages, 20 points (20 keys by point = 20 calls; 16,000 rows / 100 = 160 pages), 100 rows used, 100 thrown away"`,
    );
    expect(plan.explain().evaluations).toMatchInlineSnapshot(`
      [
        {
          "directCalls": 20,
          "expectedCalls": 20,
          "keysOpen": 20,
          "next": "direct",
          "pages": 0,
          "pagesAhead": 159,
          "pagesRead": 1,
        },
      ]
    `);
  });

  it('needs no probe when a remembered size leaves no doubt', () => {
    const plan = planFor(keys(20).map(five), ORDERS, { sweepTotal: 15_000 });
    expect(drive(plan, dense(2_000, 8))).toBe(1);
    expect(plan.explain().text).toMatchInlineSnapshot(
      `"Customer.orders: point, 20 points (20 keys by point = 20 calls; 150 pages remembered), 100 rows used, 0 thrown away"`,
    );
  });

  it('sends the sure part of a sweep at once when a remembered size favours it', () => {
    const plan = planFor(keys(100).map(five), ORDERS, { sweepTotal: 1_500 });
    expect(plan.next()).toHaveLength(8);
  });

  it('leaves a sweep for points when few keys are still open', () => {
    const world = new World(listing(60, (key) => (key < 3 ? 2 : 80), dice(3)));
    const plan = planFor(keys(60).map(five), ORDERS, { population: 60 });
    drive(plan, world);
    expect(plan.explain().text).toMatchInlineSnapshot(
      `"Customer.orders: mix, 7 of 46 pages, 4 points (60 keys by point = 60 calls; 4,566 rows / 100 = 46 pages), 291 rows used, 420 thrown away"`,
    );
  });

  it('asks in bulk where a call takes many keys', () => {
    const ways = { ...ORDERS, edge: 'Customer.balance', point: false, bulk: { maxKeys: 100 } };
    const { sweep: _, ...bulkOnly } = ways;
    const plan = planFor(
      keys(250).map((key) => ({ ...five(key), rows: 1 })),
      bulkOnly,
    );
    expect(drive(plan, dense(300, 1))).toBe(1);
    expect(plan.explain().text).toMatchInlineSnapshot(
      `"Customer.balance: bulk, 3 bulk calls (250 keys in bulk = 3 calls), 250 rows used, 0 thrown away"`,
    );
  });

  it('goes by point for one key and for two', () => {
    for (const count of [1, 2]) {
      const plan = planFor(keys(count).map(five));
      expect(plan.next().map((step) => step.way)).toEqual(Array(count).fill('point'));
    }
  });

  it('makes no call for keys known to be empty, nor for a first of 0', () => {
    const none = { ...five('C00001'), rows: 0 };
    const plan = planFor([five('C00000'), none], ORDERS, { empty: new Set(['C00000']) });
    expect(plan.done).toBe(true);
    expect(plan.settledAtOnce).toHaveLength(2);
    expect(plan.answer(five('C00000'))).toEqual({ ok: true, rows: [], total: 0, hasNext: false });
    expect(plan.answer(none)).toEqual({ ok: true, rows: [] });
    expect(plan.explain().text).toMatchInlineSnapshot(
      `"Customer.orders: none (2 keys known; 0 keys by point = 0 calls), 0 rows used, 0 thrown away"`,
    );
  });
});

describe('what is in the cache', () => {
  it('costs nothing, so that a cached sweep beats a single point', () => {
    const world = dense(200, 8);
    const plan = planFor([five(keyName(3))], ORDERS, { sweepTotal: 1_600, cachedPage: () => true });
    let steps = plan.next();
    expect(steps.length).toBeGreaterThan(0);
    for (; steps.length > 0; steps = plan.next()) {
      for (const step of steps) plan.accept(step.id, { ...world.fetch(step), cached: true });
    }
    expect(world.steps.every((step) => step.way === 'sweep')).toBe(true);
    expect(differences(plan.answer(five(keyName(3))), five(keyName(3)), world)).toEqual([]);
    expect(plan.explain().calls).toBe(0);
  });

  it('answers a key by its cached point and counts only the others', () => {
    const plan = planFor(keys(3).map(five), ORDERS, { cachedPoint: (key) => key === keyName(0) });
    expect(plan.next().map((step) => step.way)).toEqual(['point', 'point', 'point']);
    expect(plan.explain().directCalls).toBe(2);
  });
});

describe('what the selection asks for', () => {
  it('reads a whole sweep, or points of one row, for totals', () => {
    const demands = keys(20).map((key) => ({ ...five(key), rows: 0, needsTotal: true }));
    const few = planFor(demands);
    const world = dense(2_000, 8);
    drive(few, world);
    expect(world.steps.filter((step) => step.way === 'point').map((step) => step.limit)).toEqual(
      Array(20).fill(1),
    );
    for (const demand of demands)
      expect(few.answer(demand)).toEqual({ ok: true, rows: [], total: 8, hasNext: true });
    const many = planFor(demands);
    const small = dense(20, 30);
    drive(many, small);
    expect(small.steps.map((step) => step.way)).toEqual(Array(6).fill('sweep'));
  });

  it('serves several first and after of one key by one page', () => {
    const demands = [
      { ...five('C00000'), rows: 2 },
      { ...five('C00000'), rows: 3, needsNext: true },
      { ...five('C00000'), offset: 4, rows: 2 },
    ];
    const world = dense(4, 10);
    const plan = planFor(demands);
    expect(plan.next()).toMatchObject([{ way: 'point', key: 'C00000', offset: 0, limit: 6 }]);
    const again = planFor(demands);
    drive(again, world);
    for (const demand of demands) expect(differences(again.answer(demand), demand, world)).toEqual([]);
  });

  it('continues a listing at the same row, whichever way the page before came', () => {
    const world = dense(30, 9);
    const second = keys(30).map((key) => ({ ...five(key), offset: 5 }));
    const swept = planFor(second);
    drive(swept, world);
    const [demand] = second;
    if (!demand) throw new Error('expected a demand');
    const point = planFor([demand]);
    drive(point, world);
    expect(world.steps.map((step) => step.way)).toContain('sweep');
    expect(swept.answer(demand)).toMatchObject({ rows: world.truth(demand).rows });
    expect(point.answer(demand)).toMatchObject({ rows: world.truth(demand).rows });
  });
});

it('asks a long key for its size before it gives up the sweep', () => {
  const world = new World(listing(10, (key) => (key === 0 ? 1_150 : 5), dice(5)));
  const long = { ...five('C00000'), rows: Number.POSITIVE_INFINITY };
  const plan = planFor([long, ...keys(10).slice(1).map(five)]);
  drive(plan, world);
  // One page of the sweep and one point of the long key, then the rest of the sweep: 12 pages against 21 points.
  expect(plan.explain().callsByWay).toEqual({ point: 1, bulk: 0, sweep: 12 });
  expect(differences(plan.answer(long), long, world)).toEqual([]);
});

describe('when calls fail', () => {
  it('fetches the open keys by point when a page of the sweep fails', () => {
    const world = dense(40, 8);
    const plan = planFor(keys(40).map(five));
    drive(plan, world, {
      failing: (step) => (step.way === 'sweep' && step.offset > 0 ? new Error('no') : undefined),
    });
    for (const key of keys(40)) expect(plan.answer(five(key))?.ok).toBe(true);
    expect(plan.explain().notes).toEqual(['a page failed: 36 keys fetched directly']);
  });

  it('fails one key when its point fails', () => {
    const error = new Error('no');
    const plan = planFor(keys(2).map(five));
    drive(plan, dense(2, 3), {
      failing: (step) => (step.way === 'point' && step.key === keyName(1) ? error : undefined),
    });
    expect(plan.answer(five(keyName(0)))?.ok).toBe(true);
    expect(plan.answer(five(keyName(1)))).toEqual({ ok: false, error });
  });

  it('halves a bulk call until the bad key fails alone', () => {
    const error = new Error('no');
    const { sweep: _, ...bulkOnly } = { ...ORDERS, point: false, bulk: { maxKeys: 8 } };
    const plan = planFor(keys(8).map(five), bulkOnly);
    drive(plan, dense(8, 1), {
      remedy: 'split',
      failing: (step) => (step.way === 'bulk' && step.keys.includes(keyName(5)) ? error : undefined),
    });
    const failed = keys(8).filter((key) => plan.answer(five(key))?.ok === false);
    expect(failed).toEqual([keyName(5)]);
    expect(plan.explain().calls).toBe(7);
  });

  it('fails the open keys at once when nothing else shall be tried', () => {
    const plan = planFor(keys(5).map(five));
    drive(plan, dense(20, 8), { remedy: 'none', failing: () => new Error('too late') });
    expect(plan.explain().calls).toBe(1);
    for (const key of keys(5)) expect(plan.answer(five(key))?.ok).toBe(false);
  });
});

describe('misuse', () => {
  it('names what was expected and what was got', () => {
    const plan = planFor([five('C00000')]);
    expect(() => plan.accept(99, { rows: [] })).toThrow('expected the id of a step under way, got 99');
    expect(() => plan.answer(five('C00001'))).toThrow('expected a demand of this plan, got key "C00001"');
  });
});

it('reports what it learned for the next plan', () => {
  const plan = planFor(keys(100).map(five));
  drive(plan, dense(200, 2));
  expect(plan.observation).toEqual({ sweepTotal: 400, keys: 100, rows: 200 });
});
