import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CacheEntry } from '../../../src/cache/cache-entry.ts';
import { createSharedStore, type SharedStore } from '../../../src/cache/shared-store.ts';
import { systemClock } from '../../../src/clock/clock.ts';
import { type RedisServer, redisIsInstalled, startRedis } from '../../support/redis.ts';

if (!redisIsInstalled) process.stderr.write('skipped: the shared store needs redis-server on the PATH\n');

const kept = (value: unknown, lastsMs = 60_000): CacheEntry => {
  const until = systemClock.now() + lastsMs;
  return { value, bytes: 10, freshUntil: until, staleUntil: until, staleIfErrorUntil: until };
};

describe.skipIf(!redisIsInstalled)('the store that replicas share', () => {
  let server: RedisServer;
  let redis: Redis;
  let stores: SharedStore[];
  let forgotten: string[][];
  let failures: number;
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
    stores = [0, 1].map((index) =>
      createSharedStore({
        clock: systemClock,
        url: server.url,
        onInvalidate: (prefix) => void forgotten[index]?.push(prefix),
        onError: () => failures++,
      }),
    );
    await until(async () => (await subscribers()) === 2);
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await until(async () => (await subscribers()) === 0);
    await redis.flushall();
  });

  const subscribers = async () => Number((await redis.pubsub('NUMSUB', 'partner-graph:cache:forget'))[1]);
  const [ours, theirs] = [() => store(0), () => store(1)];
  const store = (index: number): SharedStore => {
    const one = stores[index];
    if (!one) throw new Error('expected two stores');
    return one;
  };
  /** Puts an answer there, and waits until it is. */
  const put = async (key: string, one: CacheEntry) => {
    ours().set(key, one);
    await until(async () => (await theirs().get(key)) !== undefined);
  };

  it('gives one replica what another one got, to the last digit', async () => {
    const one = kept({ rows: [{ amount: '12345678901234567890.123456789', none: null }] });
    await put('acme|List|', one);
    expect(await theirs().get('acme|List|')).toEqual(one);
    expect(await theirs().get('other|List|')).toBeUndefined();
  });

  it('holds nothing longer than it can be of use', async () => {
    await put('acme|List|', kept(1, 60_000));
    const [key] = await redis.keys('partner-graph:cache:*');
    const left = await redis.pttl(key ?? '');
    expect(left).toBeGreaterThan(50_000);
    expect(left).toBeLessThanOrEqual(60_000);
    ours().set('acme|Gone|', kept(1, 0));
    expect(await ours().get('acme|Gone|')).toBeUndefined();
  });

  it('forgets what begins so, and nothing that merely matches, and tells the others', async () => {
    const keys = ['acme|List|1', 'acme|List|2', 'acme|Other|1', 'acmX|List|1', 'a[c]e|List|1'];
    for (const key of keys) await put(key, kept(key));
    await ours().invalidate('acme|List|');
    await ours().invalidate('ac?e|Other');
    await ours().invalidate('a[c]e|');
    const left = await Promise.all(keys.map(async (key) => (await theirs().get(key))?.value));
    expect(left).toEqual([undefined, undefined, 'acme|Other|1', 'acmX|List|1', undefined]);
    await until(() => forgotten[1]?.length === 3);
    expect(forgotten[1]).toEqual(['acme|List|', 'ac?e|Other', 'a[c]e|']);
  });

  it('is as good as empty while Redis is away, and of use again afterwards', async () => {
    await put('acme|List|', kept(1));
    await server.kill();
    expect(await theirs().get('acme|List|')).toBeUndefined();
    ours().set('acme|List|', kept(2));
    await ours().invalidate('acme|');
    await server.restart();
    await until(async () => {
      ours().set('acme|List|', kept(3));
      return (await theirs().get('acme|List|')) !== undefined;
    });
    expect((await theirs().get('acme|List|'))?.value).toBe(3);
  });

  it('waits for a slow Redis no longer than its answer is worth, and then leaves it alone', async () => {
    await put('acme|List|', kept(1));
    await redis.client('PAUSE', 400, 'ALL');
    expect(await theirs().get('acme|List|')).toBeUndefined();
    expect(failures).toBe(1);
    for (let more = 0; more < 100; more++) expect(await theirs().get('acme|List|')).toBeUndefined();
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
    expect((await theirs().get('acme|List|'))?.value).toBe('before');
    await until(async () => {
      expect(await ours().get('acme|List|')).toBeUndefined();
      return (await theirs().get('acme|List|')) === undefined;
    });
    await until(() => forgotten[1]?.includes('acme|') ?? false);
  });
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(10);
}
