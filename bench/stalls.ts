// Gateways whose event loops stand still at random, for up to 300 ms, share one quota through Redis and
// saturate it: does the upstream ever refuse a call, and how much of the quota is used? Figures are the
// sandbox's own. A run is a slice of a few seconds of one long load, so that nothing hides between runs.
import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxLog } from '../src/sandbox/sandbox.ts';
import { startSandboxThread } from '../src/sandbox/thread.ts';
import { startChild } from './support/child.ts';
import type { GatewayChildOptions } from './support/gateway-server.ts';
import { startRedisServer } from './support/redis-server.ts';
import { startLoad } from './support/stalls/endless-load.ts';

const OPERATION = 'ListCustomerOrders';
const QUOTA = 10;
const LONGEST_STALL_MS = 300;
const CONNECTIONS_PER_REPLICA = 20;

export interface StallsRun {
  readonly name: string;
  readonly replicas: number;
  readonly longestStallMs: number;
  readonly seconds: number;
  readonly quotaPerSecond: number;
  /** Arrivals at the sandbox, and how many of them it refused. */
  readonly calls: number;
  readonly throttled: number;
  /** Requests that ended with an error. */
  readonly failed: number;
  /** Accepted calls as a share of what the windows would have allowed. */
  readonly utilization: number;
}

export async function run({ runs = 20, seconds = 5 }: { runs?: number; seconds?: number } = {}) {
  const all: StallsRun[] = [];
  for (const replicas of [2, 4]) all.push(...(await measure(replicas, runs, seconds)));
  return all;
}

async function measure(replicas: number, runs: number, seconds: number): Promise<StallsRun[]> {
  const sandbox = await startSandboxThread({
    customers: 20,
    quotas: { [OPERATION]: QUOTA },
    faults: { '*': { latencyMs: 0, jitterMs: 80 } },
  });
  const redis = await startRedisServer();
  const options: GatewayChildOptions = {
    credentials: sandbox.credentials,
    environment: { REDIS_URL: redis.url, REPLICAS: String(replicas), LOG_LEVEL: 'error' },
    quotas: { [OPERATION]: QUOTA },
  };
  const gateways = Array.from({ length: replicas }, () =>
    startChild<{ url: string }>(new URL('./support/gateway-server.ts', import.meta.url), options, {
      execArgv: ['--import', new URL('./support/stalls/stall-event-loop.ts', import.meta.url).href],
      environment: { STALL_LONGEST_MS: String(LONGEST_STALL_MS) },
    }),
  );
  const log = async () => {
    const answer = (await (await fetch(`${sandbox.url}/__sandbox/log`)).json()) as SandboxLog;
    const { calls = 0, throttled = 0 } = answer.operations[OPERATION] ?? {};
    return { calls, throttled };
  };
  try {
    const urls = (await Promise.all(gateways.map((gateway) => gateway.receive()))).map(({ url }) => url);
    await Promise.all(urls.map(isShared));
    const load = startLoad(urls, CONNECTIONS_PER_REPLICA);
    const measured: StallsRun[] = [];
    for (let number = 1; number <= runs; number++) {
      const [before, failedBefore] = [await log(), load.failed];
      await delay(seconds * 1_000);
      const after = await log();
      const [calls, throttled] = [after.calls - before.calls, after.throttled - before.throttled];
      measured.push({
        name: `${replicas} gateways, run ${number}`,
        replicas,
        longestStallMs: LONGEST_STALL_MS,
        seconds,
        quotaPerSecond: QUOTA,
        calls,
        throttled,
        failed: load.failed - failedBefore,
        utilization: Math.round(((calls - throttled) / (seconds * QUOTA)) * 100) / 100,
      });
    }
    await load.stop();
    return measured;
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    redis.kill();
    await sandbox.close();
  }
}

async function isShared(url: string): Promise<void> {
  const mode = async () =>
    ((await (await fetch(`${url}/readyz`)).json()) as { checks: { throttle: string } }).checks.throttle;
  while ((await mode()) !== 'shared') await delay(50);
}
