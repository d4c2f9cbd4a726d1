import { buildSchema, GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock/clock.ts';
import { readSettings } from '../../../src/config/environment.ts';
import type { GatewayContext } from '../../../src/context/context.ts';
import { KeySetMemory } from '../../../src/loaders/key-sets.ts';
import { SizeMemory } from '../../../src/loaders/sizes.ts';
import { type GatewayServer, startServer } from '../../../src/server/server.ts';
import { createLogger } from '../../../src/telemetry/log.ts';
import { testTenant } from '../../support/scopes.ts';

const schema = buildSchema('type Query { value: Int }  type Mutation { set(to: Int!): Int }');
const log: string[] = [];
/** What is answered hangs on something that is cached. */
const readSomething = ({ scope }: GatewayContext) => void scope.sources.push({ key: 'value', entry: {} });

/** A server over a schema that writes; what it read is good for ever. */
let server: GatewayServer;
beforeAll(async () => {
  const fieldOf = (type: string, field: string) => {
    const found = schema.getType(type);
    if (!(found instanceof GraphQLObjectType)) throw new Error(`expected the type ${type}`);
    return found.getFields()[field];
  };
  Object.assign(fieldOf('Query', 'value') ?? {}, {
    resolve: (_root: unknown, _args: unknown, context: GatewayContext) => {
      log.push('read');
      readSomething(context);
      return 1;
    },
  });
  Object.assign(fieldOf('Mutation', 'set') ?? {}, {
    resolve: async (_root: unknown, { to }: { to: number }, context: GatewayContext) => {
      log.push(`begin ${to}`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`end ${to}`);
      readSomething(context);
      return to;
    },
  });
  const { limits } = readSettings({});
  const viewer = {
    id: 'acme/v',
    tenant: testTenant(),
    role: 'PARTNER_ADMIN',
    customerId: undefined,
  } as const;
  server = await startServer({
    schema,
    estimate: () => undefined,
    clock: systemClock,
    logger: createLogger('silent'),
    host: '127.0.0.1',
    port: 0,
    limits,
    corsOrigins: [],
    withoutKey: true,
    deadlineMs: 5_000,
    maxAnswerNodes: 1_000,
    maxUpstreamCalls: undefined,
    cache: { read: () => Promise.reject(new Error('expected no read')), has: () => false },
    sizes: new SizeMemory(),
    keySets: new KeySetMemory(),
    stillGood: () => true,
    authenticate: () => () => viewer,
    site: () => 'cn',
    quota: () => [],
    quotaOf: () => ({ perSecond: 1, waitMs: 0 }),
    startSpan: undefined,
    observe: () => undefined,
    readiness: () => ({ ready: true, checks: {} }),
    metrics: async () => ({ type: 'text/plain', body: '' }),
  });
});
afterAll(() => server?.close(100));

async function send(query: string): Promise<unknown> {
  log.length = 0;
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data?: unknown }).data;
}

describe('a mutation', () => {
  it.each(['mutation { set(to: 1) }', 'mutation Named { set(to: 1) }'])(
    'that is sent three times is carried out three times: %s',
    async (query) => {
      for (let time = 0; time < 3; time++) {
        expect(await send(query)).toEqual({ set: 1 });
        expect(log).toEqual(['begin 1', 'end 1']);
      }
    },
  );

  it('carries out its fields one after another, on every run', async () => {
    for (let time = 0; time < 3; time++) {
      expect(await send('mutation { a: set(to: 1) b: set(to: 2) }')).toEqual({ a: 1, b: 2 });
      expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
    }
  });

  it('is not carried out by a GET', async () => {
    log.length = 0;
    const response = await fetch(`${server.url}/graphql?query=mutation{set(to:1)}`);
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(log).toEqual([]);
  });
});

describe('a query beside it', () => {
  it('is answered from before, whatever name it has', async () => {
    expect(await send('query One { value }')).toEqual({ value: 1 });
    expect(log).toEqual(['read']);
    expect(await send('query Two { value }')).toEqual({ value: 1 });
    expect(log).toEqual([]);
  });
});
