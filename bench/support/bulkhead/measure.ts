// Tenants of one gateway and one upstream host: first a calm while, then the same while the first tenant is bad.
import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxLog } from '../../../src/sandbox/sandbox.ts';
import { startChild } from '../child.ts';
import type { GatewayOptions, GatewaySays } from './gateway.ts';
import { type Answered, ask } from './load.ts';
import type { Mode } from './modes.ts';
import type { UpstreamOptions, UpstreamStarted } from './upstream.ts';

const TENANTS = 5;
const CUSTOMERS = 5;
const MOST_KEYS = 40;
/** Each of the others asks a new question this often. */
const ASKS_EVERY_MS = 700;

/** For how long the others are watched, in ms. */
export interface Watched {
  readonly calmMs: number;
  /** The bad tenant is bad for so long before the others are watched. */
  readonly beforeMs: number;
  readonly badMs: number;
}

/** What the other tenants saw. */
export interface Seen {
  readonly calm: readonly Answered[];
  readonly beside: readonly Answered[];
  /** How many answers of each kind the first tenant got. */
  readonly bad: Readonly<Record<string, number>>;
  /** Calls that the upstream's own quotas refused. */
  readonly throttled: number;
}

const keysOf = (tenant: number): readonly string[] =>
  Array.from({ length: tenant === 0 ? MOST_KEYS : 1 }, (_, number) => `tenant-${tenant}-key-${number}`);

export async function watchOthers(mode: Mode, { calmMs, beforeMs, badMs }: Watched): Promise<Seen> {
  const upstream = startChild<UpstreamStarted>(new URL('./upstream.ts', import.meta.url), {
    partners: TENANTS,
    customers: CUSTOMERS,
  } satisfies UpstreamOptions);
  const { credentials } = await upstream.receive();
  const keys = Array.from({ length: TENANTS }, (_, tenant) => keysOf(tenant));
  const gateway = startChild<GatewaySays>(new URL('./gateway.ts', import.meta.url), {
    credentials,
    keys,
  } satisfies GatewayOptions);
  try {
    const { url = '' } = await gateway.receive();
    const askOthers = async (forMs: number): Promise<readonly Answered[]> => {
      const each = keys.slice(1).map(async (own, number) => {
        await delay((number * ASKS_EVERY_MS) / (TENANTS - 1));
        return ask({ url, keys: own, everyMs: ASKS_EVERY_MS, forMs, question: 'orders' });
      });
      return (await Promise.all(each)).flat();
    };
    // The first questions of all pay for connections and for compiling.
    await askOthers(2 * ASKS_EVERY_MS);
    const calm = await askOthers(calmMs);
    upstream.send({ trouble: mode.trouble });
    const bad = ask({
      url,
      keys: keysOf(0).slice(0, mode.keys),
      everyMs: 1_000 / mode.perSecond,
      forMs: beforeMs + badMs + ASKS_EVERY_MS,
      question: mode.question,
      ...(mode.headers ? { headers: mode.headers } : {}),
      leaves: true,
    });
    await delay(beforeMs);
    const beside = await askOthers(badMs);
    const log = (await (await fetch(`${credentials.endpoints.bss}/__sandbox/log`)).json()) as SandboxLog;
    const throttled = Object.values(log.operations).reduce((sum, one) => sum + one.throttled, 0);
    return { calm, beside, bad: counted(await bad), throttled };
  } finally {
    await Promise.all([gateway.stop(), upstream.stop()]);
  }
}

function counted(answers: readonly Answered[]): Record<string, number> {
  const groups = Map.groupBy(answers, ({ code = 'answered' }) => code);
  return Object.fromEntries([...groups].map(([code, { length }]) => [code, length]));
}
