// Gateways whose event loops stand still at random, for up to 300 ms, share one quota through Redis and
// saturate it: does the upstream ever refuse a call, and how much of the quota is used? Figures are the
// sandbox's own. A run is a slice of a few seconds of one long load, so that nothing hides between runs.
// The gateways are to stand still and not the upstream: the sandbox goes before all others on the machine, and
// says where that was not enough.
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './support/child.ts';
import type { GatewayChildOptions } from './support/gateway-server.ts';
import { startRedisServer } from './support/redis-server.ts';
import { startLoad } from './support/stalls/endless-load.ts';
import type { FromSandbox, SandboxChildOptions, SandboxCounts } from './support/stalls/sandbox-server.ts';

const OPERATION = 'ListCustomerOrders';
const QUOTA = 10;
const LONGEST_STALL_MS = 300;
const CONNECTIONS_PER_REPLICA = 20;
const SANDBOX: SandboxChildOptions = {
  operation: OPERATION,
  sandbox: {
    customers: 20,
    quotas: { [OPERATION]: QUOTA },
    faults: { '*': { latencyMs: 0, jitterMs: 80 } },
  },
};

/** Arrivals at the sandbox, how many of them it refused, and how it fared itself. */
export interface StallsRun extends SandboxCounts {
  readonly name: string;
  readonly replicas: number;
  readonly longestStallMs: number;
  readonly seconds: number;
  readonly quotaPerSecond: number;
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
  const upstream = startChild<FromSandbox>(
    new URL('./support/stalls/sandbox-server.ts', import.meta.url),
    SANDBOX,
  );
  const started = await upstream.receive();
  if (started.type !== 'started') throw new Error(`expected a sandbox that started, got ${started.type}`);
  const redis = await startRedisServer();
  const options: GatewayChildOptions = {
    credentials: started.credentials,
    environment: { REDIS_URL: redis.url, REPLICAS: String(replicas), LOG_LEVEL: 'error' },
    quotas: { [OPERATION]: QUOTA },
  };
  const gateways = Array.from({ length: replicas }, () =>
    startChild<{ url: string }>(new URL('./support/gateway-server.ts', import.meta.url), options, {
      execArgv: ['--import', new URL('./support/stalls/stall-event-loop.ts', import.meta.url).href],
      environment: { STALL_LONGEST_MS: String(LONGEST_STALL_MS) },
    }),
  );
  const count = async (): Promise<SandboxCounts> => {
    const counted = upstream.receive();
    upstream.send('count');
    const message = await counted;
    if (message.type !== 'counts') throw new Error(`expected counts, got ${message.type}`);
    const { type, ...counts } = message;
    return counts;
  };
  try {
    const urls = (await Promise.all(gateways.map((gateway) => gateway.receive()))).map(({ url }) => url);
    await Promise.all(urls.map(isShared));
    const load = startLoad(urls, CONNECTIONS_PER_REPLICA);
    const measured: StallsRun[] = [];
    await count();
    for (let number = 1; number <= runs; number++) {
      const failedBefore = load.failed;
      await delay(seconds * 1_000);
      const counts = await count();
      measured.push({
        name: `${replicas} gateways, run ${number}`,
        replicas,
        longestStallMs: LONGEST_STALL_MS,
        seconds,
        quotaPerSecond: QUOTA,
        ...counts,
        failed: load.failed - failedBefore,
        utilization: Math.round(((counts.calls - counts.throttled) / (seconds * QUOTA)) * 100) / 100,
      });
    }
    await load.stop();
    return measured;
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    redis.kill();
    await upstream.stop();
  }
}

async function isShared(url: string): Promise<void> {
  const mode = async () =>
    ((await (await fetch(`${url}/readyz`)).json()) as { checks: { throttle: string } }).checks.throttle;
  while ((await mode()) !== 'shared') await delay(50);
}
