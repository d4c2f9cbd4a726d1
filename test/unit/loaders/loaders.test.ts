import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors/errors.ts';
import type { Window } from '../../../src/loaders/window.ts';
import { byBulk, byPoint, bySweep, loadersOver, Shop, type Thing } from '../../support/loaders/shop.ts';

const shopOf = (owners: Readonly<Record<string, number>>): Shop =>
  new Shop(
    Object.entries(owners).flatMap(([owner, count]) =>
      Array.from({ length: count }, (_, at): Thing => ({ id: `${owner}${at}`, owner })),
    ),
  );
const loadersOf = (shop: Shop) => loadersOver(shop.read);
const first = (rows: number, more: Partial<Window> = {}): Window => ({
  offset: 0,
  rows,
  needsTotal: false,
  needsNext: false,
  ...more,
});
const ids = (slice: { readonly rows: readonly Thing[] }) => slice.rows.map((thing) => thing.id);

describe('loads of one level', () => {
  it('join one plan, and each key gets its own rows', async () => {
    const shop = shopOf({ a: 2, b: 1, c: 3 });
    const loaders = loadersOf(shop);
    const slices = await Promise.all(['c', 'a', 'b'].map((key) => loaders.rows(byBulk, key, null, first(9))));
    expect(shop.questions).toEqual([{ owners: ['c', 'a', 'b'] }]);
    expect(slices.map(ids)).toEqual([['c0', 'c1', 'c2'], ['a0', 'a1'], ['b0']]);
    expect(loaders.plans()).toHaveLength(1);
  });

  it('join it from different ticks, as resolvers that wait for each other ask', async () => {
    const shop = shopOf({ a: 1, b: 1 });
    const loaders = loadersOf(shop);
    const late = Promise.resolve()
      .then(() => undefined)
      .then(() => loaders.rows(byBulk, 'b', null, first(1)));
    await Promise.all([loaders.rows(byBulk, 'a', null, first(1)), late]);
    expect(shop.questions).toEqual([{ owners: ['a', 'b'] }]);
  });

  it('are split by the most keys of a call', async () => {
    const shop = shopOf({ a: 1, b: 1, c: 1, d: 1 });
    const loaders = loadersOf(shop);
    await Promise.all(['a', 'b', 'c', 'd'].map((key) => loaders.one(byBulk, key, null)));
    expect(shop.questions).toHaveLength(2);
    expect(shop.questions.flatMap((question) => question.owners)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are apart by edge and by filter, whatever the order of its fields', async () => {
    const shop = shopOf({ a: 1, b: 1 });
    const loaders = loadersOf(shop);
    await Promise.all([
      loaders.rows(byBulk, 'a', { x: 1, y: 2 }, first(1)),
      loaders.rows(byBulk, 'b', { y: 2, x: 1 }, first(1)),
      loaders.rows(byBulk, 'a', { x: 1 }, first(1)),
      loaders.rows(byPoint, 'a', { x: 1 }, first(1)),
    ]);
    expect(shop.questions).toEqual([
      { owners: ['a', 'b'] },
      { owners: ['a'] },
      { owner: 'a', offset: 0, limit: 1 },
    ]);
  });
});

describe('bulk rows', () => {
  it('find their keys in any order, and keys without rows get none', async () => {
    const shop = shopOf({ a: 2, b: 0, c: 1 });
    shop.things = shop.things.toReversed();
    const loaders = loadersOf(shop);
    const [a, b, c] = await Promise.all(
      ['a', 'b', 'c'].map((key) => loaders.rows(byBulk, key, null, first(9))),
    );
    expect([a, b, c].map((slice) => slice && ids(slice))).toEqual([['a1', 'a0'], [], ['c0']]);
  });

  it('are null for one key that is missing, without shifting the others', async () => {
    const loaders = loadersOf(shopOf({ a: 1, c: 1 }));
    const found = await Promise.all(['a', 'missing', 'c'].map((key) => loaders.one(byBulk, key, null)));
    expect(found).toEqual([{ id: 'a0', owner: 'a' }, null, { id: 'c0', owner: 'c' }]);
  });

  it('of keys that nobody asked for are left out', async () => {
    const rows = ['z', 'a'].map((owner) => ({ id: `${owner}0`, owner }));
    const loaders = loadersOver((async () => ({ rows, total: 2 })) as never);
    expect(await loaders.one(byBulk, 'a', null)).toEqual({ id: 'a0', owner: 'a' });
  });
});

describe('one row', () => {
  it('is fetched once per request, at the same time and later', async () => {
    const shop = shopOf({ a: 1 });
    const loaders = loadersOf(shop);
    const both = await Promise.all([loaders.one(byPoint, 'a', null), loaders.one(byPoint, 'a', null)]);
    expect(both[0]).toBe(both[1]);
    expect(await loaders.one(byPoint, 'a', null)).toBe(both[0]);
    expect(shop.questions).toHaveLength(1);
    // Another request has loaders of its own.
    await loadersOf(shop).one(byPoint, 'a', null);
    expect(shop.questions).toHaveLength(2);
  });
});

describe('pages', () => {
  it('say what was asked of them and is known', async () => {
    const loaders = loadersOf(shopOf({ a: 5 }));
    const ask = (window: Window) => loaders.rows(byPoint, 'a', null, window);
    expect(await ask(first(2, { needsTotal: true, needsNext: true }))).toMatchObject({
      total: 5,
      hasNext: true,
    });
    expect(await ask(first(5, { needsNext: true }))).toMatchObject({ hasNext: false });
    expect(ids(await ask(first(2, { offset: 3 })))).toEqual(['a3', 'a4']);
    expect(await ask(first(2, { offset: 9, needsNext: true }))).toMatchObject({ rows: [], hasNext: false });
    expect(await ask(first(0, { needsTotal: true }))).toMatchObject({ rows: [], total: 5 });
  });

  it('of no rows cost no call when nothing else is wanted', async () => {
    const shop = shopOf({ a: 5 });
    expect(await loadersOf(shop).rows(byPoint, 'a', null, first(0))).toMatchObject({ rows: [] });
    expect(shop.questions).toEqual([]);
  });

  it('are read on where they are larger than the upstream pages', async () => {
    const shop = shopOf({ a: 25 });
    const slice = await loadersOf(shop).rows(byPoint, 'a', null, first(23));
    expect(slice.rows).toHaveLength(23);
    expect(shop.questions.map(({ offset, limit }) => [offset, limit])).toEqual([
      [0, 10],
      [10, 10],
      [20, 3],
    ]);
  });
});

describe('a listing', () => {
  it('is read from an offset, with its total', async () => {
    const shop = shopOf({ a: 12, b: 3 });
    const slice = await loadersOf(shop).listing(bySweep, null, first(4, { offset: 10 }));
    expect(ids(slice)).toEqual(['a10', 'a11', 'b0', 'b1']);
    expect(slice).toMatchObject({ total: 15, hasNext: true });
    expect(shop.questions).toHaveLength(1);
  });

  it('counts with the smallest page, and costs nothing when nothing is wanted', async () => {
    const shop = shopOf({ a: 12 });
    const loaders = loadersOf(shop);
    expect(await loaders.listing(bySweep, null, first(0, { needsTotal: true }))).toEqual({
      rows: [],
      total: 12,
      hasNext: true,
    });
    expect(shop.questions).toEqual([{ offset: 0, limit: 1 }]);
    await loaders.listing(bySweep, null, first(0));
    expect(shop.questions).toHaveLength(1);
  });

  it('is of edges that have one', async () => {
    await expect(loadersOf(shopOf({})).listing(byPoint, null, first(1))).rejects.toThrow(
      'expected an edge with a listing, got things',
    );
  });

  it('takes a row that shifted between its pages for one row', async () => {
    const shop = shopOf({ a: 25 });
    const all = shop.things;
    shop.refuse = ({ offset = 0 }) => {
      // A new row at the front moves every later one by a place.
      if (offset > 0) shop.things = [{ id: 'new', owner: 'a' }, ...all];
    };
    const slice = await loadersOf(shop).listing(bySweep, null, first(20));
    expect(new Set(ids(slice)).size).toBe(slice.rows.length);
  });
});

describe('failures', () => {
  const refusing = (shop: Shop, code: 'UPSTREAM_REJECTED' | 'UPSTREAM_UNAVAILABLE', owner: string) => {
    shop.refuse = (question) => {
      if (question.owner === owner || question.owners?.includes(owner))
        throw new GatewayError(code, `no ${owner}`);
    };
    return loadersOf(shop);
  };

  it('fail the key that they are about, and no other', async () => {
    const loaders = refusing(shopOf({ a: 1, b: 1 }), 'UPSTREAM_UNAVAILABLE', 'b');
    const [a, b] = await Promise.allSettled(['a', 'b'].map((key) => loaders.one(byPoint, key, null)));
    expect(a).toMatchObject({ status: 'fulfilled' });
    expect(b).toMatchObject({ reason: { code: 'UPSTREAM_UNAVAILABLE', message: 'no b' } });
  });

  it('of a bulk call that was rejected are narrowed down to the key at fault', async () => {
    const shop = shopOf({ a: 1, b: 1, c: 1 });
    const loaders = refusing(shop, 'UPSTREAM_REJECTED', 'b');
    const settled = await Promise.allSettled(['a', 'b', 'c'].map((key) => loaders.one(byBulk, key, null)));
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('that every other way would meet as well are not tried again', async () => {
    const shop = shopOf({ a: 1, b: 1, c: 1 });
    const loaders = refusing(shop, 'UPSTREAM_UNAVAILABLE', 'b');
    const settled = await Promise.allSettled(['a', 'b', 'c'].map((key) => loaders.one(byBulk, key, null)));
    expect(settled.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(shop.questions).toHaveLength(1);
  });
});
