import DataLoader from 'dataloader';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors/errors.ts';
import { ALL_ROWS, FIRST_ROW } from '../../../src/loaders/window.ts';
import type { Reader } from '../../../src/operations/edge.ts';
import { byBulk, byPoint, bySweep, loadersOver, Shop, type Thing } from '../../support/loaders/shop.ts';

const shopOf = (...owners: string[]): Shop =>
  new Shop(owners.map((owner): Thing => ({ id: `${owner}0`, owner })));
const whole = (key: string) => ({ key, ...ALL_ROWS });
const ids = (slice: { readonly rows: readonly Thing[] }) => slice.rows.map(({ id }) => id);

describe('batches', () => {
  it('are dispatched by DataLoader, one for each edge and filter of a level', async () => {
    const loaders = loadersOver(shopOf('a', 'b').read);
    await Promise.all([
      ...['a', 'b'].flatMap((key) => [
        loaders.one(byBulk, key, null),
        loaders.rows(byBulk, key, null, ALL_ROWS),
      ]),
      loaders.one(byBulk, 'a', { x: 1 }),
      loaders.one(byPoint, 'a', null),
    ]);
    expect(loaders.of(byBulk, null)).toBeInstanceOf(DataLoader);
    expect(loaders.batches()).toBe(3);
  });

  it('of one edge under several filters are planned together', async () => {
    const shop = shopOf('a', 'b');
    const local = { conditions: (filter: object | null) => ({ ...filter }), accepts: () => true };
    const loaders = loadersOver(shop.read);
    const swept = { name: bySweep.name, operation: bySweep.operation, pageSize: 10, local };
    const edge = { ...swept, ...(bySweep.sweep ? { sweep: bySweep.sweep } : {}) };
    await Promise.all([loaders.one(edge, 'a', {}), loaders.one(edge, 'b', { status: 1 })]);
    expect(loaders.batches()).toBe(2);
    expect(shop.questions).toEqual([{ offset: 0, limit: 10 }]);
  });

  it('hand out each load by itself for answers that are sent in parts', async () => {
    const shop = shopOf('a', 'b');
    const held = Promise.withResolvers<void>();
    const read: Reader = async (operation, input, customerId) => {
      if ((input as { readonly owner?: string }).owner === 'b') await held.promise;
      return shop.read(operation, input, customerId);
    };
    const loaders = loadersOver(read);
    loaders.settleEarly();
    const slow = loaders.one(byPoint, 'b', null);
    expect(await loaders.one(byPoint, 'a', null)).toEqual({ id: 'a0', owner: 'a' });
    held.resolve();
    expect(await slow).toEqual({ id: 'b0', owner: 'b' });
    expect(loaders.batches()).toBe(1);
  });
});

describe('the loader of an edge', () => {
  it('loads the same rows of a key once, and others of it again', async () => {
    const shop = shopOf('a');
    const loader = loadersOver(shop.read).of(byPoint, null);
    const [one, same] = await Promise.all([loader.load(whole('a')), loader.load(whole('a'))]);
    expect(await loader.load(whole('a'))).toBe(one);
    expect(same).toBe(one);
    expect(shop.questions).toHaveLength(1);
    await loader.load({ key: 'a', ...FIRST_ROW });
    expect(shop.questions).toHaveLength(2);
  });

  it('loads many, each with its own value or error', async () => {
    const shop = shopOf('a', 'b');
    shop.refuse = ({ owner }) => {
      if (owner === 'b') throw new GatewayError('UPSTREAM_REJECTED', 'ListThings: refused');
    };
    const [a, b] = await loadersOver(shop.read)
      .of(byPoint, null)
      .loadMany([whole('a'), whole('b')]);
    expect(a).toMatchObject({ rows: [{ id: 'a0' }] });
    expect(b).toMatchObject({ code: 'UPSTREAM_REJECTED' });
  });

  it('gives what it was primed with, and loads it again when that is cleared', async () => {
    const shop = shopOf('a');
    const loaders = loadersOver(shop.read);
    const loader = loaders.of(byPoint, null);
    const first = { key: 'a', ...FIRST_ROW };
    const primed = { rows: [{ id: 'primed', owner: 'a' }], total: undefined, hasNext: undefined };
    loader.prime(first, primed);
    expect(await loaders.one(byPoint, 'a', null)).toEqual({ id: 'primed', owner: 'a' });
    expect(shop.questions).toEqual([]);
    loader.clear(first);
    expect(ids(await loader.load(first))).toEqual(['a0']);
  });

  it('keeps a failure for the request, and forgets it when cleared', async () => {
    const shop = shopOf('a');
    shop.refuse = () => {
      throw new GatewayError('UPSTREAM_REJECTED', 'ListThings: refused');
    };
    const loader = loadersOver(shop.read).of(byPoint, null);
    await expect(loader.load(whole('a'))).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
    shop.refuse = () => undefined;
    await expect(loader.load(whole('a'))).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
    expect(ids(await loader.clear(whole('a')).load(whole('a')))).toEqual(['a0']);
  });

  it('is another one for another filter, edge or request', () => {
    const { read } = shopOf();
    const loaders = loadersOver(read);
    expect(loaders.of(byPoint, { x: 1, y: 2 })).toBe(loaders.of(byPoint, { y: 2, x: 1 }));
    expect(loaders.of(byPoint, { x: 1 })).not.toBe(loaders.of(byPoint, null));
    expect(loaders.of(byPoint, null)).not.toBe(loaders.of(byBulk, null));
    expect(loaders.of(byPoint, null)).not.toBe(loadersOver(read).of(byPoint, null));
  });
});
