// What the gateway itself costs: quotas off, no latency, 20 customers with name and balance, beside Yoga
// answering a constant. Server, load and upstream are processes of their own; figures count as ratios.

import { operations } from '../src/operations/operations.ts';
import { startSandboxThread } from '../src/sandbox/thread.ts';
import { startChild } from './support/child.ts';
import type { LoadOptions, LoadResult } from './support/load.ts';

const QUERY = '{ customers(first: 20) { nodes { name balance { available { amount currency } } } } }';
const HELLO = '{ hello }';
const CONNECTIONS = 50;
const ROUNDS = 3;

interface Scenario {
  readonly name: string;
  readonly uniqueNames: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

const scenarios: readonly Scenario[] = [
  { name: 'cached', uniqueNames: false, headers: {} },
  { name: 'no-cache', uniqueNames: false, headers: { 'cache-control': 'no-cache' } },
  { name: 'cached, unique operation names', uniqueNames: true, headers: {} },
  { name: 'no-cache, unique operation names', uniqueNames: true, headers: { 'cache-control': 'no-cache' } },
];

export async function run({ seconds = 4 }: { readonly seconds?: number } = {}) {
  const sandbox = await startSandboxThread({ customers: 100, quotas: false });
  const quotas = Object.fromEntries(operations.map(({ name }) => [name, 5_000]));
  const gateway = startChild<{ url: string }>(new URL('./support/gateway-server.ts', import.meta.url), {
    credentials: sandbox.credentials,
    environment: {},
    quotas,
  });
  const hello = startChild<{ url: string }>(new URL('./support/hello-server.ts', import.meta.url), {});
  const [{ url: gatewayUrl }, { url: helloUrl }] = await Promise.all([gateway.receive(), hello.receive()]);
  const calls = async (): Promise<number> => {
    const response = await fetch(`${sandbox.url}/__sandbox/log`);
    return ((await response.json()) as { total: number }).total;
  };
  try {
    const runs = [];
    for (const scenario of scenarios) {
      const { name, uniqueNames, headers } = scenario;
      const ours: LoadResult[] = [];
      const theirs: LoadResult[] = [];
      await load({ url: gatewayUrl, query: QUERY, seconds: 1, uniqueNames, headers });
      await load({ url: helloUrl, query: HELLO, seconds: 1, uniqueNames, headers: {} });
      const before = await calls();
      // Interleaved, so that whatever else the machine does hits both alike.
      for (let round = 0; round < ROUNDS; round++) {
        const share = seconds / ROUNDS;
        theirs.push(await load({ url: helloUrl, query: HELLO, seconds: share, uniqueNames, headers: {} }));
        ours.push(await load({ url: gatewayUrl, query: QUERY, seconds: share, uniqueNames, headers }));
      }
      const requests = ours.reduce((sum, one) => sum + one.requests, 0);
      const failed = ours.reduce((sum, one) => sum + one.failed, 0);
      if (failed > 0) throw new Error(`${name}: expected answers without errors, got ${failed} others`);
      const [rps, helloRps] = [median(ours.map(rate)), median(theirs.map(rate))];
      runs.push({
        name,
        rps: Math.round(rps),
        helloRps: Math.round(helloRps),
        ratio: round3(rps / helloRps),
        p50Ms: median(ours.map((one) => one.p50Ms)),
        p99Ms: median(ours.map((one) => one.p99Ms)),
        callsPerRequest: round3(((await calls()) - before) / requests),
      });
    }
    return runs;
  } finally {
    await Promise.all([gateway.stop(), hello.stop()]);
    await sandbox.close();
  }
}

async function load(options: Omit<LoadOptions, 'connections'>): Promise<LoadResult> {
  const child = startChild<LoadResult>(new URL('./support/load.ts', import.meta.url), {
    ...options,
    connections: CONNECTIONS,
  } satisfies LoadOptions);
  return child.receive();
}

const rate = (one: LoadResult) => one.requests / one.seconds;
const round3 = (value: number) => Math.round(value * 1000) / 1000;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
