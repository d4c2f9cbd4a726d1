// The sandbox: a real HTTP server on loopback that emulates the partner API (BSS) and its identity service
// (IAM) from the entries of the operations. It owns a world generated from a seed, its own signature check, its own
// exact quotas, faults on demand, and a log of calls. It shares nothing with the gateway but these entries,
// so that client and emulator cannot share a bug; it never calls out, and its data is visibly synthetic.
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type OperationName, operationByName } from '../operations/operations.ts';
import { type PartnerAccount, partnerAccount, sealingKey, type Tenant } from './auth/accounts.ts';
import { iamOperations } from './auth/iam.ts';
import { KeyLocks } from './auth/key-locks.ts';
import { Tokens } from './auth/tokens.ts';
import { chinaMidnight } from './base/time.ts';
import type { Upstream } from './http/call.ts';
import { CallLog, type SandboxLog } from './http/call-log.ts';
import { sandboxServer } from './http/server.ts';
import { type Truth, type TruthQuery, truthPieces } from './truth/truth.ts';
import { warmUp } from './warm-up.ts';
import { checkedFaults, FaultPlan, type Faults } from './wire/faults.ts';
import { inSlices } from './wire/scheduling.ts';
import type { Density, Site } from './world/frame.ts';
import { World } from './world/world.ts';

export type { SandboxLog } from './http/call-log.ts';
export type { Truth, TruthQuery, TruthRow } from './truth/truth.ts';
export type { Faults, OperationFaults } from './wire/faults.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Customers per partner: 60 by default, up to 100,000. */
  readonly customers?: number;
  readonly seed?: number;
  readonly density?: Density;
  /** Which site it is, the China site by default: which operations it knows, and its currency. */
  readonly site?: Site;
  /** Partner accounts, each with credentials and a world of its own (seed, seed + 1, …). */
  readonly partners?: number;
  /** The time in milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds that the quota windows count in; those of `now` where it is given. */
  readonly monotonic?: () => number;
  /** `false` lifts every quota; numbers replace the documented calls per second of an operation. */
  readonly quotas?: boolean | Partial<Record<OperationName, number>>;
  readonly faults?: Faults;
}

export type PartnerCredentials = Omit<PartnerAccount, 'userId'>;

/** What a client needs; the first partner's fields stand at the top level as well. */
export interface SandboxCredentials extends PartnerCredentials {
  readonly site: Site;
  readonly endpoints: { readonly bss: string; readonly iam: string };
  readonly partner: PartnerCredentials;
  readonly partners: readonly PartnerCredentials[];
}

export interface Sandbox {
  readonly url: string;
  readonly port: number;
  readonly credentials: SandboxCredentials;
  /** The first partner's world. */
  readonly world: World;
  /** The truth about a partner's world, as `GET /__sandbox/world` gives it. */
  truth(query?: TruthQuery & { readonly partner?: number }): Truth;
  log(): SandboxLog;
  /** Clears log and windows, and goes back to the faults of the start. */
  reset(): void;
  /** Replaces all faults; `{}` clears them. Throws a `TypeError` that says what is wrong with a bad one. */
  setFaults(faults: Faults): void;
  close(): Promise<void>;
}

const MAX_CUSTOMERS = 100_000;
const DRAIN_MS = 250;
/** Recent bill cycles are made ahead; in larger worlds they would take memory that nobody may need. */
const CYCLES_AHEAD = 7;
const MOST_CUSTOMERS_AHEAD = 20_000;
const FAULTY = [...Object.keys(operationByName), ...iamOperations];

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', seed = 7, now = Date.now, quotas = true } = options;
  if (!/^(127\.\d+\.\d+\.\d+|localhost)$/.test(host)) {
    throw new RangeError(`host: expected a loopback address such as 127.0.0.1, got ${host}`);
  }
  const tenants = makeTenants(options, now());
  const [first] = tenants;
  if (!first) throw new RangeError('partners: expected at least 1, got 0');
  const startFaults = checkedFaults(options.faults ?? {}, FAULTY);
  const [tokens, log, faults] = [new Tokens(sealingKey(seed)), new CallLog(), new FaultPlan(seed)];
  const locks = new KeyLocks();
  const setFaults = (value: unknown) => {
    faults.set(checkedFaults(value, FAULTY));
    locks.clear();
    if (faults.expiresTokens) tokens.expireAll();
  };
  const reset = () => {
    log.clear();
    locks.clear();
    faults.set(startFaults);
  };
  reset();
  const upstream: Upstream = {
    site: first.world.frame.site,
    authority: { tenants, tokens, now },
    locks,
    seed,
    faults,
    log,
    quota: (name, documented) =>
      quotas === false ? Infinity : ((quotas === true ? undefined : quotas[name]) ?? documented),
    // Whole milliseconds would let a window be almost a millisecond short.
    monotonic: options.monotonic ?? options.now ?? (() => performance.timeOrigin + performance.now()),
    sleep: (ms) => delay(ms, undefined, { ref: false }),
  };
  for (const tenant of tenants) await warmUp(tenant);
  const server = sandboxServer(upstream, { tenants, log: () => log.read(), reset, setFaults });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  let closed = false;
  void makeAhead(tenants, () => closed);
  const bound = (server.address() as AddressInfo).port;
  const url = `http://${host}:${bound}`;
  return {
    url,
    port: bound,
    credentials: credentialsOf(tenants, first, url),
    world: first.world,
    truth: ({ partner = 1, ...query } = {}) => {
      const tenant = tenants[partner - 1];
      if (!tenant) throw new RangeError(`partner: expected 1 to ${tenants.length}, got ${partner}`);
      const { domainId, domainName } = tenant.account;
      return JSON.parse([...truthPieces(tenant.world, { domainId, domainName }, query)].join('')) as Truth;
    },
    log: () => log.read(),
    reset,
    setFaults,
    close: () =>
      new Promise((resolve, reject) => {
        closed = true;
        const drained = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
        server.close((error) => {
          clearTimeout(drained);
          if (error) reject(error);
          else resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function makeTenants(options: SandboxOptions, now: number): Tenant[] {
  const { customers = 60, seed = 7, density = 'dense', partners = 1, site = 'cn' } = options;
  if (!Number.isInteger(customers) || customers < 1 || customers > MAX_CUSTOMERS) {
    throw new RangeError(`customers: expected 1 to ${MAX_CUSTOMERS}, got ${customers}`);
  }
  return Array.from({ length: partners }, (_, at) => {
    const account = partnerAccount(seed, at + 1);
    const frame = { partner: at + 1, seed: seed + at, site, today: chinaMidnight(now), customers, density };
    return { account, world: new World({ ...frame, agencyName: account.agencyName }) };
  });
}

/** What the first page of a bill sweep would have to wait for, made while nobody waits. */
async function makeAhead(tenants: readonly Tenant[], stopped: () => boolean): Promise<void> {
  for (const { world } of tenants) {
    if (world.frame.customers > MOST_CUSTOMERS_AHEAD) continue;
    for (let back = 0; back < CYCLES_AHEAD && !stopped(); back++) await inSlices(world.cycle(back));
  }
}

function credentialsOf(tenants: readonly Tenant[], first: Tenant, url: string): SandboxCredentials {
  const shown = ({ account: { userId, ...rest } }: Tenant): PartnerCredentials => rest;
  return {
    site: first.world.frame.site,
    endpoints: { bss: url, iam: url },
    partner: shown(first),
    partners: tenants.map(shown),
    ...shown(first),
  };
}
