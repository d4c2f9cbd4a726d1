import { systemClock } from '../../src/clock/clock.ts';
import { readSettings, type Settings } from '../../src/config/environment.ts';
import type { Tenant } from '../../src/config/tenant.ts';
import type { EdgeCost, OperationEstimate } from '../../src/context/query-cost.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';
import { operations } from '../../src/operations/operations.ts';
import type { Faults, SandboxCredentials, SandboxLog, Truth } from '../../src/sandbox/sandbox.ts';
import { type SandboxThreadOptions, startSandboxThread } from '../../src/sandbox/thread.ts';
import { sandboxTenant } from '../../src/sandbox-tenant.ts';
import { createLogger, type Logger } from '../../src/telemetry/log.ts';

export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly retryable: boolean;
    readonly retryAfterMs?: number;
    readonly upstream?: { readonly operation: string; readonly status?: number; readonly errorCode?: string };
  };
}

export interface QueryPlan {
  readonly text: string;
  readonly budget?: number;
  readonly edges: readonly EdgeCost[];
}

export interface GraphAnswer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors?: readonly GraphError[];
  readonly extensions: {
    readonly upstream: {
      readonly calls: number;
      readonly cacheHits: number;
      readonly coalesced: number;
      readonly queuedMs: number;
      readonly throttled: number;
      readonly retries: number;
      readonly repairs: number;
      readonly estimatedCalls: number;
      readonly estimate: {
        readonly upper: number;
        readonly expected: number;
        readonly seconds?: number;
        readonly operations?: readonly OperationEstimate[];
      };
      readonly plan?: QueryPlan;
      readonly trace?: readonly {
        readonly operation: string;
        readonly status: number | null;
        readonly attempt: number;
      }[];
      readonly plans?: readonly { readonly text: string }[];
    };
  };
}

export interface Harness {
  readonly gateway: Gateway;
  /** Where the sandbox listens. */
  readonly upstreamUrl: string;
  readonly credentials: SandboxCredentials;
  readonly tenants: readonly Tenant[];
  /** Sends a query over HTTP, as a client would; throws when the answer holds a secret of a tenant. */
  query<Data>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GraphAnswer<Data>>;
  log(): Promise<SandboxLog>;
  world(search?: string): Promise<Truth>;
  /** What calls a piece of work made upstream, by operation, in the order of first use. */
  callsOf<Result>(
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly calls: Readonly<Record<string, number>> }>;
  setFaults(faults: Faults): Promise<void>;
  /** Clears the sandbox's log, windows and faults. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface HarnessOptions extends SandboxThreadOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Lifts the quotas on both sides, for tests that compare data and not cost. */
  readonly withoutQuotas?: boolean;
  /** Changes the sandbox's tenants before the gateway gets them. */
  readonly tenants?: (tenants: readonly Tenant[]) => readonly Tenant[];
  readonly logger?: Logger;
}

/** A sandbox in its own thread and a gateway over it, both on free ports. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const {
    environment,
    withoutQuotas,
    tenants: adapt = (tenants) => tenants,
    logger,
    ...sandboxOptions
  } = options;
  const sandbox = await startSandboxThread({
    ...sandboxOptions,
    ...(withoutQuotas ? { quotas: false } : {}),
  });
  const { credentials } = sandbox;
  const secrets = credentials.partners.flatMap((one) => [one.accessKey, one.secretKey, one.password]);
  const tenants = adapt(
    credentials.partners.map((partner, index) => ({
      ...sandboxTenant({ ...credentials, partner }, index === 0 ? 'sandbox' : `sandbox-${index + 1}`),
      quotas: withoutQuotas ? UNLIMITED : {},
    })),
  );
  const settings: Settings = readSettings({
    PORT: '0',
    LOG_LEVEL: 'error',
    DEV_VIEWER: tenants[0]?.id,
    ...ROOM_FOR_TESTS,
    ...environment,
  });
  // Signatures carry the date, so that both sides have to agree on it; timers run on real time.
  const { fixedNow } = options;
  const clock = fixedNow === undefined ? systemClock : { ...systemClock, now: () => fixedNow };
  const gateway = await startGateway({
    settings,
    tenants,
    clock,
    logger: logger ?? createLogger(settings.logLevel),
  });
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${sandbox.url}/__sandbox/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.headers.get('content-type')?.includes('json') ? response.json() : undefined;
  };
  const log = async () => (await control('GET', 'log')) as SandboxLog;
  return {
    gateway,
    upstreamUrl: sandbox.url,
    credentials,
    tenants,
    query: (query, variables = {}, headers = {}) =>
      postQuery(gateway.url, query, variables, headers, secrets),
    callsOf: async (work) => {
      const before = (await log()).operations;
      const result = await work();
      const after = Object.entries((await log()).operations);
      const made = after.map(([name, { calls }]) => [name, calls - (before[name]?.calls ?? 0)] as const);
      return { result, calls: Object.fromEntries(made.filter(([, calls]) => calls > 0)) };
    },
    log,
    world: async (search = '') => (await control('GET', `world${search}`)) as Truth,
    setFaults: async (faults) => void (await control('PUT', 'faults', faults)),
    reset: async () => void (await control('POST', 'reset')),
    close: async () => {
      await gateway.close();
      await sandbox.close();
    },
  };
}

/**
 * Tests that compare every row ask for them in one document, which no client would write, and a machine that
 * is busy with other tests must not have requests turned away.
 */
const ROOM_FOR_TESTS = {
  MAX_DOCUMENT_BYTES: '1000000',
  MAX_DOCUMENT_TOKENS: '100000',
  MAX_ALIASES: '10000',
  MAX_ROOT_FIELDS: '10000',
  MAX_REQUESTS: '10000',
  MAX_LOOP_DELAY_MS: '60000',
  MAX_ANSWER_NODES: '1000000',
};

/** More than any test asks for. */
const UNLIMITED = Object.freeze(Object.fromEntries(operations.map(({ name }) => [name, 100_000])));

export async function postQuery<Data>(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
  secrets: readonly string[] = [],
): Promise<GraphAnswer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const told = secrets.filter((one) => text.toLowerCase().includes(one.toLowerCase()));
  if (told.length > 0)
    throw new Error(`expected an answer without secrets, got one that holds ${told.length}`);
  const answer = { status: response.status, ...(JSON.parse(text) as Omit<GraphAnswer<Data>, 'status'>) };
  checkEstimate(answer, query);
  return answer;
}

/** No request of any test may make more calls than it was estimated to make at most. */
function checkEstimate({ extensions }: Partial<GraphAnswer<unknown>>, query: string): void {
  if (!extensions?.upstream) return;
  const { calls, retries, repairs, estimate, trace } = extensions.upstream;
  const made = calls - retries - repairs;
  if (made > estimate.upper) {
    throw new Error(`expected at most ${estimate.upper} calls, as estimated, got ${made}: ${query}`);
  }
  if (!trace || repairs > 0) return;
  const bounds = new Map(estimate.operations?.map(({ operation, upper }) => [operation, upper]));
  const first = trace.filter(({ attempt }) => attempt === 1);
  for (const [operation, { length }] of Map.groupBy(first, (one) => one.operation)) {
    const upper = bounds.get(operation) ?? 0;
    if (length > upper) throw new Error(`expected at most ${upper} ${operation}, got ${length}: ${query}`);
  }
}
