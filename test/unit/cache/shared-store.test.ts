import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CacheEntry } from '../../../src/cache/cache-entry.ts';
import { createSharedStore, type SharedStore } from '../../../src/cache/shared-store.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { type RedisServer, redisIsInstalled, startRedis } from '../../support/redis.ts';

if (!redisIsInstalled) process.stderr.write('skipped: the shared store needs redis-server on the PATH\n');

/** An operation whose answers hold rows. */
const LIST = { name: 'List', response: z.object({ rows: z.unknown() }) };

const kept = (value: unknown, lastsMs = 60_000): CacheEntry => {
  const until = systemClock.now() + lastsMs;
  return {
    value: { rows: value },
    bytes: 10,
    freshUntil: until,
    staleUntil: until,
    staleIfErrorUntil: until,
  };
};

describe.skipIf(!redisIsInstalled)('the store that replicas share', () => {
  let server: RedisServer;
  let redis: Redis;
  let stores: SharedStore[];
  let forgotten: string[][];
  let failures: number;
  let broken: string[];
  let formats: readonly string[] = ['1', '1'];
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.kill();
  });
  beforeEach(async () => {
    forgotten = [[], []];
    failures = 0;
    broken = [];
    stores = [0, 1].map((index) =>
      createSharedStore({
        clock: systemClock,
        url: server.url,
        onInvalidate: (prefix) => void forgotten[index]?.push(prefix),
        onError: () => failures++,
        onBroken: (operation) => void broken.push(operation),
        format: formats[index] ?? '',
      }),
    );
    await until(async () => (await subscribers()) === 2);
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await until(async () => (await subscribers()) === 0);
    await redis.flushall();
  });

  const subscribers = async () => Number((await redis.pubsub('NUMSUB', 'partner-graph:cache:invalidate'))[1]);
  const [ours, theirs] = [() => store(0), () => store(1)];
  const store = (index: number): SharedStore => {
    const one = stores[index];
    if (!one) throw new Error('expected two stores');
    return one;
  };
  /** Puts an answer there, and waits until it is. */
  const put = async (key: string, one: CacheEntry) => {
    ours().set(key, one);
    await until(async () => (await theirs().get(key, LIST)) !== undefined);
  };

  it('gives one replica what another one got, to the last digit', async () => {
    const one = kept([{ amount: '12345678901234567890.123456789', none: null }]);
    await put('acme|List|', one);
    expect(await theirs().get('acme|List|', LIST)).toEqual(one);
    expect(await theirs().get('other|List|', LIST)).toBeUndefined();
  });

  it('holds nothing longer than it can be of use', async () => {
    await put('acme|List|', kept(1, 60_000));
    const [key] = await redis.keys('partner-graph:cache:*');
    const left = await redis.pttl(key ?? '');
    expect(left).toBeGreaterThan(50_000);
    expect(left).toBeLessThanOrEqual(60_000);
    ours().set('acme|Gone|', kept(1, 0));
    expect(await ours().get('acme|Gone|', LIST)).toBeUndefined();
  });

  it('forgets what begins so, and nothing that merely matches, and tells the others', async () => {
    const keys = ['acme|List|1', 'acme|List|2', 'acme|Other|1', 'acmX|List|1', 'a[c]e|List|1'];
    for (const key of keys) await put(key, kept(key));
    await ours().invalidate('acme|List|');
    await ours().invalidate('ac?e|Other');
    await ours().invalidate('a[c]e|');
    const left = await Promise.all(keys.map(async (key) => (await theirs().get(key, LIST))?.value));
    expect(left).toEqual([
      undefined,
      undefined,
      { rows: 'acme|Other|1' },
      { rows: 'acmX|List|1' },
      undefined,
    ]);
    await until(() => forgotten[1]?.length === 3);
    expect(forgotten[1]).toEqual(['acme|List|', 'ac?e|Other', 'a[c]e|']);
  });

  describe('a value that is no answer of its operation', () => {
    const BROKEN: readonly [string, (key: string) => Promise<unknown>][] = [
      ...['{}', '[1]', 'null', '{"limit":', '', '"text"', '{"value":{"rows":[]}}'].map(
        (text): [string, (key: string) => Promise<unknown>] => [text, (key) => redis.set(key, text)],
      ),
      ...[{}, [1], null, 7, { other: 1 }].map((value): [string, (key: string) => Promise<unknown>] => [
        `an entry of ${JSON.stringify(value)}`,
        (key) => redis.set(key, JSON.stringify({ ...kept(1), value })),
      ]),
      ['a list', (key) => redis.rpush(key, 'x')],
      ['a hash', (key) => redis.hset(key, 'x', 'y')],
    ];

    it.each(BROKEN)('is as absent, told once, and dropped: %s', async (_what, spoil) => {
      await put('acme|List|', kept(1));
      await put('acme|List|2', kept(2));
      const [key = ''] = (await redis.keys('partner-graph:cache:*')).filter((name) => name.endsWith('|'));
      await redis.del(key);
      await spoil(key);
      expect(await theirs().get('acme|List|', LIST)).toBeUndefined();
      await until(async () => (await redis.exists(key)) === 0);
      expect(await theirs().get('acme|List|', LIST)).toBeUndefined();
      expect(broken).toEqual(['List']);
      expect(failures).toBe(0);
      expect((await theirs().get('acme|List|2', LIST))?.value).toEqual({ rows: 2 });
    });
  });

  describe('replicas of two versions', () => {
    beforeAll(() => {
      formats = ['1', '2'];
    });
    afterAll(() => {
      formats = ['1', '1'];
    });

    it("do not read each other's entries, and drop both when one writes", async () => {
      ours().set('acme|List|', kept('ours'));
      theirs().set('acme|List|', kept('theirs'));
      const shownBy = async (one: SharedStore) => (await one.get('acme|List|', LIST))?.value;
      await until(async () => (await redis.keys('partner-graph:cache:*')).length === 2);
      expect(await shownBy(ours())).toEqual({ rows: 'ours' });
      expect(await shownBy(theirs())).toEqual({ rows: 'theirs' });
      await ours().invalidate('acme|List|');
      expect(await shownBy(ours())).toBeUndefined();
      expect(await shownBy(theirs())).toBeUndefined();
    });
  });

  it('is as good as empty while Redis is away, and of use again afterwards', async () => {
    await put('acme|List|', kept(1));
    await server.kill();
    expect(await theirs().get('acme|List|', LIST)).toBeUndefined();
    ours().set('acme|List|', kept(2));
    await ours().invalidate('acme|');
    await server.restart();
    await until(async () => {
      ours().set('acme|List|', kept(3));
      return (await theirs().get('acme|List|', LIST)) !== undefined;
    });
    expect((await theirs().get('acme|List|', LIST))?.value).toEqual({ rows: 3 });
  });

  it('waits for a slow Redis no longer than its answer is worth, and then leaves it alone', async () => {
    await put('acme|List|', kept(1));
    await redis.client('PAUSE', 400, 'ALL');
    expect(await theirs().get('acme|List|', LIST)).toBeUndefined();
    expect(failures).toBe(1);
    for (let more = 0; more < 100; more++) expect(await theirs().get('acme|List|', LIST)).toBeUndefined();
    // Each that had waited for Redis would have failed on its own.
    expect(failures).toBe(1);
    await redis.ping();
  });

  it('does not read what it could not forget, and forgets it later', async () => {
    await put('acme|List|', kept('before'));
    await redis.client('PAUSE', 300, 'ALL');
    await ours().invalidate('acme|');
    expect(failures).toBe(1);
    await redis.ping();
    expect((await theirs().get('acme|List|', LIST))?.value).toEqual({ rows: 'before' });
    await until(async () => {
      expect(await ours().get('acme|List|', LIST)).toBeUndefined();
      return (await theirs().get('acme|List|', LIST)) === undefined;
    });
    await until(() => forgotten[1]?.includes('acme|') ?? false);
  });
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(10);
}
