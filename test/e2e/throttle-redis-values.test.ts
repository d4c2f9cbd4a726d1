import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock/clock.ts';
import {
  createThrottle,
  type PermitRequest,
  type Throttle,
  type ThrottleEvent,
} from '../../src/throttle/throttle.ts';
import { type RedisServer, redisIsInstalled, startRedis } from '../support/redis.ts';

if (!redisIsInstalled) process.stderr.write('skipped: values in Redis need redis-server on the PATH\n');

const QUOTA = 5;

describe.skipIf(!redisIsInstalled)('the throttle does not trust Redis', () => {
  let redis: RedisServer;
  let client: Redis;
  let throttle: Throttle;
  let events: ThrottleEvent[];

  const start = async () => {
    throttle = createThrottle({
      clock: systemClock,
      redis: { url: redis.url },
      onEvent: (event) => events.push(event),
    });
    while (throttle.mode() !== 'shared') await delay(10);
  };
  beforeEach(async () => {
    redis = await startRedis();
    client = new Redis(redis.url);
    events = [];
    await start();
  });
  afterEach(async () => {
    await throttle.close();
    client.disconnect();
    await redis.kill();
  });

  const acquire = (over: Partial<PermitRequest> = {}) =>
    throttle.acquire({
      operation: 'ListCustomerOrders',
      host: 'bss.example',
      account: 'one',
      tenant: 'acme',
      quotaPerSecond: QUOTA,
      viewer: 'anna',
      priority: 'interactive',
      deadline: systemClock.monotonic() + 60_000,
      ...over,
    });
  const call = async (over: Partial<PermitRequest> = {}, refused = false) => {
    const admission = await acquire(over);
    if (admission.outcome !== 'granted') return admission.outcome;
    admission.permit.mayLeave();
    admission.permit.sent();
    const at = performance.now();
    await delay(5);
    const throttled = { limit: QUOTA, windowMs: 1_000, source: 'gateway' } as const;
    admission.permit.release(refused ? { sent: true, throttled } : { sent: true });
    return at;
  };
  const problems = () => events.flatMap((event) => (event.type === 'redis' ? [event.problem] : []));
  const LOG = /account:[\w-]{22}$/;
  const poisons: readonly (readonly [string, string, (key: string) => Promise<unknown>])[] = [
    ['a text in place of a log', '', (key) => client.set(key, 'foreign')],
    ['a member far in the future in a log', '', (key) => client.zadd(key, '1e300', 'foreign')],
    ['members without a replica in a log', '', (key) => client.zadd(key, Date.now(), '')],
    ['a list in place of a limit', ':limit', (key) => client.lpush(key, 'x')],
    ['a hash in place of reserved calls', ':reserved', (key) => client.hset(key, 'a', 'b')],
    ['a list in place of refused calls', ':refused', (key) => client.lpush(key, 'x')],
    ['a text in place of the demand', ':demand', (key) => client.set(key, 'foreign')],
    ['a limit of nan', ':limit', (key) => client.hset(key, 'limit', 'nan')],
    ['a pause for ever', ':limit', (key) => client.hset(key, 'pausedUntil', '1e300', 'shutUntil', 'inf')],
    [
      'half a state',
      ':limit',
      (key) => client.hset(key, 'json', '{"limit":', 'version', 'x', 'probeAt', 'soon'),
    ],
    [
      'a state of another build',
      ':limit',
      (key) => client.hset(key, 'json', '{"kind":"lowered","limit":"3"}', 'version', '7'),
    ],
    ['a demand of another build', ':demand', (key) => client.hset(key, 'other', 'many')],
  ];

  it.each(poisons)(
    'goes on after %s, also where a refusal is learned from',
    async (_name, suffix, poison) => {
      await call({}, true);
      await delay(50);
      const log = (await client.keys('*')).find((key) => LOG.test(key)) ?? '';
      const key = `${log}${suffix}`;
      await client.del(key);
      await poison(key);
      const outcomes = await Promise.all([call({}, true), call({}, true), call(), call()]);
      expect(outcomes.map((outcome) => typeof outcome)).toEqual(Array(4).fill('number'));
      // Neither the connection nor another operation had anything to do with it.
      expect(throttle.mode()).toBe('shared');
      expect(typeof (await call({ operation: 'ListSubCustomers' }))).toBe('number');
      expect(events.filter(({ type }) => type === 'mode')).toHaveLength(1);
      expect(problems().length).toBeLessThanOrEqual(2);
      expect(JSON.stringify(events)).not.toMatch(/foreign|acme|anna|"one"/);
    },
  );

  it.each(['FLUSHALL', 'an evicted log'])('waits until a lost window has passed after %s', async (loss) => {
    const before = await Promise.all(Array.from({ length: QUOTA }, () => call()));
    await delay(60);
    if (loss === 'FLUSHALL') await client.flushall();
    else for (const key of await client.keys('*account*')) if (LOG.test(key)) await client.del(key);
    const after = await call();
    const last = Math.max(...before.map(Number));
    expect(Number(after) - last).toBeGreaterThan(1_000);
    expect(problems()).toEqual(['a window in Redis was lost; its calls wait until it has passed']);
  });

  it('warns of a policy that evicts windows', async () => {
    expect(problems()).toEqual([]);
    await throttle.close();
    await client.config('SET', 'maxmemory-policy', 'allkeys-random');
    await start();
    while (problems().length === 0) await delay(10);
    expect(problems()).toEqual(["expected Redis' maxmemory-policy to be noeviction, got allkeys-random"]);
  });

  it('lets no call leave that is too late for its place in the window', async () => {
    const admission = await acquire({ quotaPerSecond: 1 });
    if (admission.outcome !== 'granted') throw new Error(`expected a permit, got ${admission.outcome}`);
    const next = acquire({ quotaPerSecond: 1 });
    await delay(600);
    expect(admission.permit.mayLeave()).toBe(false);
    admission.permit.release({ sent: false });
    expect(await next).toMatchObject({ outcome: 'granted' });
  });
});
