// A world to ask: the sandbox in a thread with the real quotas, the same world at hand as the truth, and a
// gateway with cold caches for each question.
import { type Clock, systemClock } from '../../../src/clock/clock.ts';
import { readSettings } from '../../../src/config/environment.ts';
import { type Gateway, startGateway } from '../../../src/gateway.ts';
import { partnerAccount } from '../../../src/sandbox/auth/accounts.ts';
import { chinaMidnight } from '../../../src/sandbox/base/time.ts';
import type { SandboxLog } from '../../../src/sandbox/sandbox.ts';
import { startSandboxThread } from '../../../src/sandbox/thread.ts';
import type { Density } from '../../../src/sandbox/world/frame.ts';
import { World } from '../../../src/sandbox/world/world.ts';
import { sandboxTenant } from '../../../src/sandbox-tenant.ts';
import { createLogger } from '../../../src/telemetry/log.ts';
import { naiveDashboard } from './naive.ts';
import type { BenchQuery } from './queries.ts';

export interface WorldSize {
  readonly customers: number;
  readonly density: Density;
}

export interface Measured {
  readonly seconds: number;
  /** Calls by operation, as the sandbox counted them. */
  readonly calls: Readonly<Record<string, number>>;
  readonly throttled: number;
  readonly rowsFetched: number;
  readonly rowsUsed: number;
  /** Each plan's account of itself. */
  readonly plans: readonly string[];
}

export interface Stage {
  readonly world: World;
  /** Seconds that a request of one call takes. */
  roundTrip(): Promise<number>;
  ask(query: BenchQuery): Promise<Measured>;
  askNaively(cycle: string): Promise<Pick<Measured, 'seconds' | 'calls' | 'throttled'>>;
  close(): Promise<void>;
}

const SEED = 7;
/** A day in the middle of a month, so that every run asks the same world. */
const NOW = Date.UTC(2026, 9, 20, 4);
const ROUND_TRIPS = 9;
const SETTINGS = readSettings({
  PORT: '0',
  LOG_LEVEL: 'error',
  DEV_VIEWER: 'sandbox',
  DEADLINE_MS: '120000',
  MAX_UPSTREAM_CALLS: '1000000',
});
const NO_CACHE = { 'cache-control': 'no-cache' };
const ONE_CALL = '{ customers(first: 1) { nodes { customerId } } }';

export async function openStage({ customers, density }: WorldSize): Promise<Stage> {
  const sandbox = await startSandboxThread({ customers, density, seed: SEED, fixedNow: NOW });
  const tenant = sandboxTenant(sandbox.credentials);
  const { agencyName } = partnerAccount(SEED, 1);
  const today = chinaMidnight(NOW);
  const frame = { site: 'cn', seed: SEED, partner: 1, today, customers, density, agencyName } as const;
  const reset = () => fetch(`${sandbox.url}/__sandbox/reset`, { method: 'POST' });
  const readLog = async (): Promise<Pick<Measured, 'calls' | 'throttled'>> => {
    const response = await fetch(`${sandbox.url}/__sandbox/log`);
    const { operations, throttled } = (await response.json()) as SandboxLog;
    return {
      calls: Object.fromEntries(Object.entries(operations).map(([name, one]) => [name, one.calls])),
      throttled,
    };
  };
  const withGateway = async <T>(use: (gateway: Gateway) => Promise<T>): Promise<T> => {
    await reset();
    const logger = createLogger(SETTINGS.logLevel);
    const gateway = await startGateway({ settings: SETTINGS, tenants: [tenant], logger, clock: clockOf() });
    try {
      return await use(gateway);
    } finally {
      await gateway.close();
    }
  };
  const world = new World(frame);
  return {
    world,
    roundTrip: () =>
      withGateway(async ({ url }) => {
        const times: number[] = [];
        for (let turn = 0; turn < ROUND_TRIPS; turn++)
          times.push((await post(url, ONE_CALL, {}, NO_CACHE)).seconds);
        return times.toSorted((a, b) => a - b)[ROUND_TRIPS >> 1] ?? 0;
      }),
    ask: (query) =>
      withGateway(async ({ url }) => {
        const { seconds, upstream } = await post(url, query.text, query.variables(world));
        const listed = upstream.trace.filter(({ operation }) => query.levels[0]?.includes(operation));
        const rootRows = sum(listed.map(({ rows }) => rows ?? 0));
        // A plan without calls uses rows that another one fetched.
        const plans = upstream.plans.filter(({ calls = 0 }) => calls > 0);
        return {
          seconds,
          rowsFetched: rootRows + sum(plans.map(({ rowsFetched = 0 }) => rowsFetched)),
          rowsUsed: rootRows + sum(plans.map(({ rowsUsed = 0 }) => rowsUsed)),
          plans: upstream.plans.map(({ text }) => text),
          ...(await readLog()),
        };
      }),
    askNaively: async (cycle) => {
      await reset();
      const seconds = await naiveDashboard(tenant, clockOf(), cycle);
      return { seconds, ...(await readLog()) };
    },
    close: () => sandbox.close(),
  };
}

/** Real time that began at the world's: signatures carry the date, and both sides have to agree on it. */
function clockOf(): Clock {
  const started = systemClock.monotonic();
  return { ...systemClock, now: () => NOW + systemClock.monotonic() - started };
}

interface Extension {
  readonly trace: readonly { readonly operation: string; readonly rows: number | null }[];
  /** What only prunes keys fetches no rows of its own, and says no more than a text. */
  readonly plans: readonly {
    readonly text: string;
    readonly calls?: number;
    readonly rowsFetched?: number;
    readonly rowsUsed?: number;
  }[];
}

interface Answer {
  readonly errors?: readonly { readonly message: string }[];
  readonly extensions: { readonly upstream: Extension };
}

async function post(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
) {
  const started = systemClock.monotonic();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-upstream-trace': '1', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as Answer;
  const seconds = (systemClock.monotonic() - started) / 1000;
  const [error] = answer.errors ?? [];
  if (error) throw new Error(`expected an answer without errors, got: ${error.message}`);
  return { seconds, upstream: answer.extensions.upstream };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
