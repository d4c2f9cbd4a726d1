import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { clientWithKey, withKey } from '../support/clients.ts';
import { postQuery } from '../support/harness.ts';
import { redisIsInstalled, startRedis } from '../support/redis.ts';

// The command as it is run, and how it ends: asked to, by a failure that nothing caught, with a log that is not read.

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;
const KEY = 'some-key';
const folder = mkdtempSync(join(tmpdir(), 'stopping-'));
const tenants = join(folder, 'tenants.json');

let silent: Server;
let calls = 0;
let gateway: ChildProcess | undefined;
let errors = '';

beforeAll(async () => {
  silent = createServer(() => {
    calls += 1;
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const { type: _type, ...client } = clientWithKey(KEY, 'PARTNER_ADMIN');
  const tenant = {
    id: 'acme',
    endpoints: { bss: url, iam: url },
    partner: {
      domainId: 'domain',
      domainName: 'name',
      credential: { type: 'aksk', accessKey: 'env:ACME_AK', secretKey: 'env:ACME_SK' },
    },
    clients: [{ type: 'apiKey', ...client }],
  };
  writeFileSync(tenants, JSON.stringify({ tenants: [tenant] }));
});
afterEach(() => {
  if (gateway?.exitCode === null) gateway.kill('SIGKILL');
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
  rmSync(folder, { recursive: true });
});

async function start(
  environment: Readonly<Record<string, string>>,
  { readsLog = true, preload = '' } = {},
): Promise<{ url: string; exited: Promise<unknown[]> }> {
  errors = '';
  calls = 0;
  const preloaded = preload === '' ? [] : ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];
  const child = spawn(process.execPath, [...preloaded, MAIN, 'serve'], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      TENANTS_FILE: tenants,
      ACME_AK: 'AK',
      ACME_SK: 'SK',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  gateway = child;
  if (readsLog) {
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
  }
  const exited = once(child, 'exit');
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    const [, url] = /(http:\/\/127\.0\.0\.1:\d+)\/graphql/.exec(text) ?? [];
    if (url) return { url, exited };
  }
  throw new Error(`expected an address, got ${text}${errors}`);
}

const ask = (url: string) =>
  postQuery(url, '{ viewer { tenant } customers { totalCount } }', {}, withKey(KEY));
const codes = (answers: readonly Awaited<ReturnType<typeof ask>>[]) =>
  answers.map(({ errors: told }) => told?.map(({ extensions }) => extensions.code));

describe('a gateway that is asked to stop while the upstream does not answer', () => {
  it.each([
    ['has time for whole deadlines', { DEADLINE_MS: '2000' }, 'DEADLINE_EXCEEDED'],
    ['has less time', { DEADLINE_MS: '60000', DRAIN_MS: '2000' }, 'UPSTREAM_BUSY'],
  ])('answers all that it accepted when it %s, and ends with 0', async (_what, environment, code) => {
    const { url, exited } = await start(environment);
    const asked = Array.from({ length: 30 }, () => ask(url));
    await vi.waitUntil(() => calls > 0);
    // All of them have arrived: one connection each, and the metrics come after them.
    await (await fetch(`${url}/metrics`)).text();
    gateway?.kill('SIGTERM');
    const answers = await Promise.all(asked);
    expect(new Set(codes(answers).flat())).toEqual(new Set([code]));
    expect(await exited).toEqual([0, null]);
  });
});

describe('a log that nobody reads', () => {
  it('neither keeps the gateway from answering nor from ending', async () => {
    const { url, exited } = await start({ LOG_LEVEL: 'trace', DRAIN_MS: '2000' }, { readsLog: false });
    const headers = { 'content-type': 'application/json', ...withKey(KEY) };
    const body = JSON.stringify({ query: '{ nothingOfThatName }' });
    // More than the pipe and the buffer hold.
    for (let round = 0; round < 120; round++) {
      const round100 = Array.from({ length: 100 }, () =>
        fetch(`${url}/graphql`, { method: 'POST', headers, body }).then((response) => response.text()),
      );
      await Promise.all(round100);
    }
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(Number(/^partner_graph_log_lines_dropped (\d+)/m.exec(metrics)?.[1])).toBeGreaterThan(0);
    gateway?.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });
});

describe('a failure that nothing caught', () => {
  it.each([
    ['unhandledRejection', "Promise.reject(new Error('planted'))"],
    ['uncaughtException', "throw new Error('planted')"],
  ])('is logged, what is under way is answered, and the process ends: %s', async (source, failure) => {
    const preload = `process.on('SIGUSR2', () => { ${failure} })`;
    const { url, exited } = await start({ DEADLINE_MS: '60000', DRAIN_MS: '2000' }, { preload });
    const asked = ask(url);
    await vi.waitUntil(() => calls > 0);
    gateway?.kill('SIGUSR2');
    expect(codes([await asked])).toEqual([['UPSTREAM_BUSY']]);
    expect(await exited).toEqual([1, null]);
    const line = errors.split('\n').find((one) => one.includes('unexpected failure')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ level: 60, source, err: { message: 'planted' } });
  });
});

describe.skipIf(!redisIsInstalled)('the password of Redis', () => {
  it('is in no line of the log, whatever fails there', async () => {
    const redis = await startRedis();
    try {
      const url = redis.url.replace('//', '//:canary-password@');
      const started = await start({ LOG_LEVEL: 'trace', REDIS_URL: url, DEADLINE_MS: '500' });
      for (let request = 0; request < 3; request++) await ask(started.url);
      await redis.kill();
      const tells = async () => {
        await ask(started.url);
        return errors.includes('the shared cache is away');
      };
      await vi.waitUntil(tells, { timeout: 30_000, interval: 100 });
      gateway?.kill('SIGTERM');
      await started.exited;
      expect(errors).not.toContain('canary-password');
    } finally {
      await redis.kill();
    }
  });
});
