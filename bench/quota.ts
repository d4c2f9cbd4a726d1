// How much of the quota is used, and how often it is tripped: replicas, each a process of its own, saturate
// the sandbox, which counts exact windows and answers in 40 ± 40 ms. Figures are the sandbox's own.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../src/clock/clock.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/sandbox.ts';
import { prioritize } from './support/prioritize.ts';
import { type RedisServer, startRedisServer } from './support/redis-server.ts';
import type { ClientOptions, ClientReport } from './support/throttle-client.ts';

const OPERATION = 'ListCustomerOrders';
const QUOTA = 10;
const CALLERS = 40;

export interface QuotaRun {
  readonly name: string;
  readonly replicas: number;
  readonly limiter: ClientOptions['limiter'];
  readonly seconds: number;
  readonly quotaPerSecond: number;
  /** Arrivals at the sandbox, and how many of them it refused. */
  readonly calls: number;
  readonly throttled: number;
  /** Calls that ended in anything but an answer or a 429. */
  readonly failed: number;
  /** Accepted calls as a share of what the windows would have allowed. */
  readonly utilization: number;
  /** Most accepted calls of one account, or from one address, in any window of a second. */
  readonly maxInWindow: number;
  readonly waitP50Ms: number;
  readonly waitP99Ms: number;
  /** Seconds from the neighbour's end until all of the quota is used again. */
  readonly recoverySeconds?: number;
}

interface Setting {
  readonly name: string;
  readonly replicas: number;
  readonly limiter?: 'token bucket' | 'none';
  readonly transitJitterMs?: number;
  readonly accounts?: number;
  readonly addresses?: readonly string[];
  /** Redis is killed after a third of the time and comes back after two thirds. */
  readonly outage?: boolean;
}

const settings: readonly Setting[] = [
  { name: 'one process', replicas: 1 },
  { name: 'one process, for comparison', replicas: 1, limiter: 'token bucket' },
  { name: 'one process, transit jitter 0-20 ms', replicas: 1, transitJitterMs: 20 },
  { name: 'two accounts, one address', replicas: 1, accounts: 2 },
  { name: 'two accounts, two addresses', replicas: 1, accounts: 2, addresses: ['127.0.0.1', '127.0.0.2'] },
  { name: 'four processes', replicas: 4 },
  { name: 'four processes, transit jitter 0-20 ms', replicas: 4, transitJitterMs: 20 },
  { name: 'four processes, Redis killed and back', replicas: 4, outage: true },
];

const neighbours: readonly Setting[] = [
  { name: 'one process, a neighbour takes half for 30 s', replicas: 1 },
  { name: 'four processes, a neighbour takes half for 30 s', replicas: 4 },
];

export interface QuotaOptions {
  readonly seconds?: number;
  /** Names of runs, all when left out. */
  readonly only?: readonly string[];
}

export async function run({ seconds = 30, only }: QuotaOptions = {}): Promise<QuotaRun[]> {
  const asked = ({ name }: Setting) => only?.includes(name) ?? true;
  const unknown =
    only?.filter((name) => ![...settings, ...neighbours].some((one) => one.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`expected names of runs, got ${unknown.join(', ')}`);
  // The sandbox runs in this process.
  prioritize();
  const runs: QuotaRun[] = [];
  for (const setting of settings.filter(asked)) runs.push(await measure(setting, seconds));
  for (const setting of neighbours.filter(asked)) runs.push(await measureNeighbour(setting));
  return runs;
}

async function measure(setting: Setting, seconds: number): Promise<QuotaRun> {
  const { name, replicas, transitJitterMs = 0, accounts = 1, addresses = [], outage = false } = setting;
  const sandbox = await startSandbox({
    customers: 20,
    partners: accounts,
    quotas: { [OPERATION]: QUOTA },
    faults: { '*': { latencyMs: 0, jitterMs: 80, transitDelayMs: [0, transitJitterMs] } },
  });
  const redis = limiterOf(setting) === 'redis' ? await startRedisServer() : undefined;
  const clients = Array.from({ length: replicas }, () => startClient(sandbox, setting, redis));
  try {
    await Promise.all(clients.map((client) => once(client, 'message')));
    sandbox.reset();
    for (const client of clients) client.send('start');
    if (outage && redis) await suffer(redis, seconds);
    else await delay(seconds * 1_000);
    const log = sandbox.log().operations[OPERATION];
    const reports = await Promise.all(clients.map(finish));
    const waits = reports.flatMap((report) => report.waits).sort((a, b) => a - b);
    const { calls = 0, throttled = 0, maxInWindowByAccount = {}, maxInWindowByAddress = {} } = log ?? {};
    const windows = Math.min(accounts, Math.max(1, addresses.length));
    return {
      name,
      replicas,
      limiter: limiterOf(setting),
      seconds,
      quotaPerSecond: QUOTA,
      calls,
      throttled,
      failed: reports.reduce((sum, report) => sum + report.failed, 0),
      utilization: Math.round(((calls - throttled) / (seconds * QUOTA * windows)) * 1_000) / 1_000,
      maxInWindow: Math.max(0, ...Object.values({ ...maxInWindowByAccount, ...maxInWindowByAddress })),
      waitP50Ms: quantile(waits, 0.5),
      waitP99Ms: quantile(waits, 0.99),
    };
  } finally {
    for (const client of clients) client.kill();
    redis?.kill();
    await sandbox.close();
  }
}

const ALONE_MS = 10_000;
const NEIGHBOUR_MS = 30_000;
const SETTLE_MS = 5_000;
const AFTER_MS = 20_000;

/**
 * Somebody else uses the account: half of its quota for 30 s. Calls, refusals and the utilization of what is
 * left count from 5 s after it came until 15 s after it went, respectively until it went.
 */
async function measureNeighbour(setting: Setting): Promise<QuotaRun> {
  const { name, replicas } = setting;
  const sandbox = await startSandbox({
    customers: 20,
    quotas: { [OPERATION]: QUOTA },
    faults: { '*': { latencyMs: 0, jitterMs: 80 } },
  });
  const redis = limiterOf(setting) === 'redis' ? await startRedisServer() : undefined;
  const clients = Array.from({ length: replicas }, () => startClient(sandbox, setting, redis));
  const neighbour = startClient(sandbox, { name, replicas: 1, limiter: 'none' }, undefined, QUOTA / 2);
  try {
    await Promise.all([...clients, neighbour].map((client) => once(client, 'message')));
    for (const client of clients) client.send('start');
    await delay(ALONE_MS);
    const cameAt = systemClock.now();
    neighbour.send('start');
    await delay(NEIGHBOUR_MS);
    neighbour.kill();
    const wentAt = systemClock.now();
    await delay(AFTER_MS);
    const reports = await Promise.all(clients.map(finish));
    const calls = reports.flatMap((report) => report.calls);
    const waits = reports.flatMap((report) => report.waits).sort((a, b) => a - b);
    const between = (from: number, to: number, accepted?: true) =>
      calls.filter(({ at, status }) => at >= from && at < to && (!accepted || status === 200)).length;
    const settled = cameAt + SETTLE_MS;
    const counted = between(settled, wentAt + 15_000);
    const left = ((wentAt - settled) / 1_000) * (QUOTA / 2);
    const isFull = (from: number) => between(from, from + 3_000, true) >= 0.95 * 3 * QUOTA;
    const steps = Array.from({ length: (AFTER_MS - 3_000) / 250 }, (_, step) => wentAt + step * 250);
    const fullAt = steps.find(isFull);
    return {
      name,
      replicas,
      limiter: limiterOf(setting),
      seconds: (ALONE_MS + NEIGHBOUR_MS + AFTER_MS) / 1_000,
      quotaPerSecond: QUOTA,
      calls: counted,
      throttled: counted - between(settled, wentAt + 15_000, true),
      failed: reports.reduce((sum, report) => sum + report.failed, 0),
      utilization: Math.round((between(settled, wentAt, true) / left) * 1_000) / 1_000,
      maxInWindow: Math.max(
        0,
        ...Object.values(sandbox.log().operations[OPERATION]?.maxInWindowByAccount ?? {}),
      ),
      waitP50Ms: quantile(waits, 0.5),
      waitP99Ms: quantile(waits, 0.99),
      ...(fullAt === undefined ? {} : { recoverySeconds: (fullAt - wentAt) / 1_000 }),
    };
  } finally {
    for (const client of [...clients, neighbour]) client.kill();
    redis?.kill();
    await sandbox.close();
  }
}

function startClient(
  sandbox: Sandbox,
  setting: Setting,
  redis: RedisServer | undefined,
  callers = CALLERS,
): ChildProcess {
  const options: ClientOptions = {
    endpoint: sandbox.credentials.endpoints.bss,
    accounts: sandbox.credentials.partners.map(({ domainId, accessKey, secretKey }) => ({
      name: domainId,
      accessKey,
      secretKey,
    })),
    addresses: setting.addresses ?? [],
    quotaPerSecond: QUOTA,
    callers,
    limiter: limiterOf(setting),
    redisUrl: redis?.url,
    replicas: setting.replicas,
  };
  return fork(new URL('./support/throttle-client.ts', import.meta.url), [JSON.stringify(options)]);
}

function limiterOf({ limiter, replicas }: Setting): ClientOptions['limiter'] {
  return limiter ?? (replicas > 1 ? 'redis' : 'local');
}

async function finish(client: ChildProcess): Promise<ClientReport> {
  const report = once(client, 'message');
  client.send('stop');
  const [message] = await report;
  return message as ClientReport;
}

async function suffer(redis: RedisServer, seconds: number): Promise<void> {
  await delay((seconds * 1_000) / 3);
  redis.kill();
  await delay((seconds * 1_000) / 3);
  await redis.restart();
  await delay((seconds * 1_000) / 3);
}

function quantile(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
}
