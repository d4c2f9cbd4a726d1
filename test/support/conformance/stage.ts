// A gateway over a scripted upstream: one tenant that signs with AK/SK, whose customers delegate, and one
// administrator with an API key. Requests are sent as a plain client sends them, uncached unless said otherwise.
import { type Clock, systemClock } from '../../../src/clock/clock.ts';
import { readSettings } from '../../../src/config/environment.ts';
import { startGateway } from '../../../src/gateway.ts';
import { operations } from '../../../src/operations/operations.ts';
import { createLogger } from '../../../src/telemetry/log.ts';
import { clientWithKey, withKey } from '../clients.ts';
import { testTenant } from '../scopes.ts';
import { startUpstream, type Upstream } from './upstream.ts';

export const KEY = 'conformance-api-key';
const UNLIMITED = Object.freeze(Object.fromEntries(operations.map(({ name }) => [name, 100_000])));

export interface StageError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions?: {
    readonly code?: string;
    readonly retryable?: boolean;
    readonly retryAfterMs?: number;
    readonly upstream?: {
      readonly operation?: string;
      readonly status?: number;
      readonly errorCode?: string;
    };
  };
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface StageAnswer extends HttpAnswer {
  readonly data: unknown;
  readonly errors: readonly StageError[] | undefined;
}

export interface Stage {
  readonly url: string;
  readonly upstream: Upstream;
  /** What the gateway logged so far, one object a line. */
  readonly logs: readonly Readonly<Record<string, unknown>>[];
  query(
    document: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<StageAnswer>;
  /** Any request to the GraphQL endpoint, with nothing added but the key. */
  send(init: RequestInit, search?: string): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly site?: 'cn' | 'intl';
  /** Everybody is the administrator, with no key at all. */
  readonly keyless?: boolean;
  readonly clock?: Clock;
  /** Calls per second that the tenant was granted; unlimited unless said otherwise. */
  readonly quotas?: Readonly<Record<string, number>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const { site = 'cn', keyless = false, clock = systemClock, quotas = UNLIMITED, environment } = options;
  const upstream = await startUpstream();
  const logs: Readonly<Record<string, unknown>>[] = [];
  const tenant = testTenant({
    site,
    endpoints: { bss: upstream.url, iam: upstream.url },
    agencyName: 'conformance',
    distributor: true,
    clients: [clientWithKey(KEY, 'PARTNER_ADMIN')],
    quotas,
  });
  const gateway = await startGateway({
    settings: readSettings({
      PORT: '0',
      MAX_LOOP_DELAY_MS: '60000',
      ...(keyless ? { DEV_VIEWER: tenant.id } : {}),
      ...environment,
    }),
    tenants: [tenant],
    clock,
    logger: createLogger('warn', {
      write: (line) => void logs.push(JSON.parse(line) as Readonly<Record<string, unknown>>),
    }),
  });
  const key = keyless ? {} : withKey(KEY);
  const send = async (init: RequestInit, search = ''): Promise<HttpAnswer> => {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(key)) if (!headers.has(name)) headers.set(name, value);
    const response = await fetch(`${gateway.url}/graphql${search}`, { ...init, headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    url: gateway.url,
    upstream,
    logs,
    send,
    query: async (query, variables = {}, headers = {}) => {
      const answer = await send({
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'cache-control': 'no-cache',
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      });
      return { ...answer, ...parsed(answer.text) };
    },
    close: async () => {
      await gateway.close();
      await upstream.close();
    },
  };
}

function parsed(text: string): Pick<StageAnswer, 'data' | 'errors'> {
  try {
    const { data, errors } = JSON.parse(text) as Partial<StageAnswer>;
    return { data, errors };
  } catch {
    throw new Error(`expected an answer in JSON, got ${JSON.stringify(text.slice(0, 200))}`);
  }
}

/** Runs a test on a stage of its own, so that nothing learned or kept by another one is there. */
export function onStage(options: StageOptions, test: (stage: Stage) => Promise<void>): () => Promise<void> {
  return async () => {
    const stage = await startStage(options);
    try {
      await test(stage);
    } finally {
      await stage.close();
    }
  };
}

export const codesOf = ({ errors }: Pick<StageAnswer, 'errors'>): readonly (string | undefined)[] =>
  (errors ?? []).map(({ extensions }) => extensions?.code);

/** What stands at a path of the data, undefined where the way ends before. */
export function at(answer: Pick<StageAnswer, 'data'>, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value ? Reflect.get(value, key) : undefined),
    answer.data,
  );
}
