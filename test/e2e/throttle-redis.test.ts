import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock/clock.ts';
import {
  createThrottle,
  type PermitReport,
  type PermitRequest,
  type Throttle,
  type ThrottleEvent,
} from '../../src/throttle/throttle.ts';

const installed = spawnSync('redis-server', ['--version']).status === 0;
if (!installed) process.stderr.write('skipped: throttle with Redis needs redis-server on the PATH\n');

const QUOTA = 20;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error(`expected a port, got ${address}`);
  return address.port;
}

async function startRedis(port: number): Promise<ChildProcess> {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const chunk of child.stdout) if (String(chunk).includes('Ready to accept connections')) break;
  return child;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}

/** Most of the given instants that lie in any window of one second. */
function mostInWindow(instants: readonly number[]): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let most = 0;
  for (let first = 0, last = 0; last < sorted.length; last++) {
    while ((sorted[first] ?? 0) <= (sorted[last] ?? 0) - 1_000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

describe.skipIf(!installed)('throttle with Redis', () => {
  let port: number;
  let redis: ChildProcess;
  let throttles: Throttle[];
  let events: ThrottleEvent[];
  let sent: { readonly at: number; readonly account: string; readonly replica: number }[];

  beforeEach(async () => {
    port = await freePort();
    redis = await startRedis(port);
    events = [];
    sent = [];
    throttles = Array.from({ length: 4 }, () =>
      createThrottle({
        clock: systemClock,
        redis: { url: `redis://127.0.0.1:${port}` },
        fallbackFraction: 1 / 4,
        onEvent: (event) => events.push(event),
      }),
    );
    await until(() => throttles.every((throttle) => throttle.mode() === 'shared'));
  });

  afterEach(async () => {
    await Promise.all(throttles.map((throttle) => throttle.close()));
    redis.kill('SIGKILL');
  });

  function acquire(replica: number, over: Partial<PermitRequest> = {}) {
    const throttle = throttles[replica];
    if (!throttle) throw new Error(`expected one of ${throttles.length} replicas, got ${replica}`);
    return throttle.acquire({
      operation: 'ListCustomerOrders',
      host: 'bss.example',
      account: 'acme/partner',
      tenant: 'acme',
      quotaPerSecond: QUOTA,
      viewer: 'anna',
      priority: 'interactive',
      deadline: systemClock.monotonic() + 60_000,
      ...over,
    });
  }

  async function call(
    replica: number,
    over: Partial<PermitRequest> = {},
    report: PermitReport = { sent: true },
  ) {
    const admission = await acquire(replica, over);
    if (admission.outcome !== 'granted') return admission;
    admission.permit.sent();
    // Somewhere between sending and response, within the guard.
    const transit = Math.random() * 15;
    sent.push({ at: performance.now() + transit, account: over.account ?? 'acme/partner', replica });
    await delay(transit + Math.random() * 40);
    admission.permit.release(report);
    return admission;
  }

  /** Every replica has more calls than permits, until it is stopped. */
  function saturate(over: (caller: number) => Partial<PermitRequest> = () => ({})) {
    const outcomes: string[] = [];
    let running = true;
    const caller = async (number: number) => {
      while (running) outcomes.push((await call(number % throttles.length, over(number))).outcome);
    };
    const callers = Array.from({ length: 60 }, (_, number) => caller(number));
    const stop = async () => {
      running = false;
      await Promise.all(throttles.map((throttle) => throttle.close()));
      await Promise.all(callers);
    };
    return { outcomes, stop };
  }

  it('keeps one window for all replicas, uses it, and lets each have a share', async () => {
    const load = saturate((caller) => ({ account: caller % 3 ? 'acme/partner' : 'acme/customer/1' }));
    await until(() => sent.length >= 5 * QUOTA);
    await load.stop();
    // Two accounts, one address: the address binds.
    expect(mostInWindow(sent.map(({ at }) => at))).toBe(QUOTA);
    for (let replica = 0; replica < 4; replica++) {
      expect(sent.filter((one) => one.replica === replica).length).toBeGreaterThanOrEqual(QUOTA / 2);
    }
    expect(load.outcomes).not.toContain('busy');
  });

  it('counts fractions while Redis is lost, shares again when it is back, and fails nothing', async () => {
    const load = saturate();
    await until(() => sent.length >= 2 * QUOTA);
    redis.kill('SIGKILL');
    await until(() => throttles.every((throttle) => throttle.mode() === 'fallback'));
    const lost = sent.length;
    await until(() => sent.length >= lost + 2 * QUOTA);
    expect(new Set(sent.slice(lost).map(({ replica }) => replica)).size).toBe(4);
    redis = await startRedis(port);
    await until(() => throttles.every((throttle) => throttle.mode() === 'shared'));
    const back = sent.length;
    await until(() => sent.length >= back + 3 * QUOTA);
    await load.stop();
    expect(mostInWindow(sent.map(({ at }) => at))).toBeLessThanOrEqual(QUOTA);
    expect(load.outcomes).not.toContain('busy');
    const modes = events.flatMap((event) => (event.type === 'mode' ? [event.mode] : []));
    expect(modes).toEqual([
      ...Array(4).fill('shared'),
      ...Array(4).fill('fallback'),
      ...Array(4).fill('shared'),
    ]);
  });

  it('falls back when Redis stops answering', async () => {
    redis.kill('SIGSTOP');
    const outcome = call(0);
    await until(() => throttles[0]?.mode() === 'fallback');
    expect((await outcome).outcome).toBe('granted');
    redis.kill('SIGCONT');
    await until(() => throttles[0]?.mode() === 'shared');
  });

  it('shares what one replica learned', async () => {
    const limitOf = (replica: number) =>
      throttles[replica]?.snapshot().find(({ dimension }) => dimension === 'account')?.learnedLimit;
    await call(0, {}, { sent: true, throttled: { limit: 3, windowMs: 1_000, source: 'gateway' } });
    await until(() => events.some(({ type }) => type === 'limit'));
    await call(1);
    expect(limitOf(1)).toBe(3);
  });

  it('gives a reserved permit back when its waiter has left', async () => {
    await call(0, { quotaPerSecond: 1 });
    const cancel = new AbortController();
    const left = acquire(1, { quotaPerSecond: 1, signal: cancel.signal });
    await delay(900);
    cancel.abort();
    expect((await left).outcome).toBe('aborted');
    await call(2, { quotaPerSecond: 1 });
    expect(sent.map(({ replica }) => replica)).toEqual([0, 2]);
    expect(mostInWindow(sent.map(({ at }) => at))).toBe(1);
  });

  it('keeps the keys of a decision on one cluster slot, and lets all of them expire', async () => {
    await call(0, { host: 'bss{1}.example' }, { sent: true, throttled: { source: 'business' } });
    await until(() => events.some(({ type }) => type === 'limit'));
    const client = new Redis(port, '127.0.0.1');
    const keys = await client.keys('*');
    const expiries = await Promise.all(keys.map((key) => client.pttl(key)));
    client.disconnect();
    expect(keys.length).toBeGreaterThanOrEqual(4);
    expect(new Set(keys.map((key) => /\{([^}]*)\}/.exec(key)?.[1]))).toEqual(
      new Set(['ListCustomerOrders@bss_1_.example']),
    );
    expect(Math.min(...expiries)).toBeGreaterThan(0);
  });
});
