import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/environment.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';
import { createLogger } from '../../src/telemetry/log.ts';
import { type Harness, postQuery, startHarness } from '../support/harness.ts';
import { readMetrics } from '../support/metrics-page.ts';
import { type RedisServer, redisIsInstalled, startRedis } from '../support/redis.ts';

if (!redisIsInstalled) process.stderr.write('skipped: two gateways need redis-server on the PATH\n');

const QUERY = '{ customers(first: 3) { nodes { name balance { available { amount } } } } }';
const NO_CACHE = { 'cache-control': 'no-cache' };

describe.skipIf(!redisIsInstalled)('two gateways with one Redis', () => {
  let redis: RedisServer;
  let harness: Harness;
  let second: Gateway;
  const lines: Readonly<Record<string, unknown>>[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    const environment = { REDIS_URL: redis.url, REPLICAS: '2' };
    harness = await startHarness({ customers: 5, environment });
    second = await startGateway({
      settings: readSettings({ PORT: '0', DEV_VIEWER: 'sandbox', ...environment }),
      tenants: harness.tenants,
      logger: createLogger('warn', { write: (line) => void lines.push(JSON.parse(line)) }),
    });
    await until(
      async () => (await modeOf(second)) === 'shared' && (await modeOf(harness.gateway)) === 'shared',
    );
  });
  afterAll(async () => {
    await second.close();
    await harness.close();
    await redis.kill();
  });

  const modeOf = async ({ url }: Gateway) =>
    ((await (await fetch(`${url}/readyz`)).json()) as { checks: { throttle: string } }).checks.throttle;
  const ask = (gateway: Gateway, headers = {}) => postQuery<unknown>(gateway.url, QUERY, {}, headers);

  it('answer from what the other one has fetched, without a call', async () => {
    const first = await ask(harness.gateway);
    expect(first.extensions.upstream).toMatchObject({ calls: 2, cacheHits: 0 });
    const { result: other, calls } = await harness.callsOf(() => ask(second));
    expect(calls).toEqual({});
    expect(other.extensions.upstream).toMatchObject({ calls: 0, cacheHits: 2 });
    expect(other.data).toEqual(first.data);
  });

  it('go on alone when Redis is lost, say so, and share again when it is back', async () => {
    await redis.kill();
    for (const gateway of [harness.gateway, second]) {
      const answer = await ask(gateway, NO_CACHE);
      expect(answer.errors).toBeUndefined();
      expect(answer.extensions.upstream).toMatchObject({ calls: 2, throttled: 0 });
      expect(await modeOf(gateway)).toBe('fallback');
      const limit = 'window_limit{operation="ListSubCustomers",dimension="account"}';
      expect((await readMetrics(gateway.url)).get(limit)).toBe(5);
    }
    await redis.restart();
    await until(
      async () => (await modeOf(second)) === 'shared' && (await modeOf(harness.gateway)) === 'shared',
    );
    expect((await ask(second, NO_CACHE)).extensions.upstream).toMatchObject({ calls: 2, throttled: 0 });
    const modes = lines.flatMap((line) => (line['mode'] === undefined ? [] : [line['mode']]));
    expect(modes).toEqual(['shared', 'fallback', 'shared']);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(20);
}
