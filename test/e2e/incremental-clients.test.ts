import { ApolloClient, gql, HttpLink, InMemoryCache, NetworkStatus } from '@apollo/client';
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import { fetchExchange, Client as UrqlClient } from '@urql/core';
import {
  type ConcreteRequest,
  createOperationDescriptor,
  Environment,
  Network,
  Observable,
  RecordSource,
  Store,
} from 'relay-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/harness.ts';
import { askInParts } from '../support/parts.ts';

// The libraries themselves, over HTTP: what they make of the parts is the plain answer.

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ customers: 30, withoutQuotas: true });
});
afterAll(() => harness?.close());

const DEFERRED = `query Deferred { customers(first: 3) { nodes {
  customerId ... @defer(label: "rest") { name balance { available { amount } } }
} } }`;
const STREAMED = `query Streamed { customers(first: 20) { nodes @stream(initialCount: 2) { customerId name } } }`;

interface Customers {
  readonly customers: { readonly nodes: readonly { readonly customerId: string; readonly name?: string }[] };
}

async function plain(query: string): Promise<Customers> {
  const text = query.replaceAll(/@(defer|stream)(\([^)]*\))?/g, '');
  const { data, errors } = await harness.query<Customers>(text);
  expect(errors).toBeUndefined();
  return data;
}

/** Objects without the type names that clients add. */
const untyped = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === '__typename' ? undefined : inner)));

/** What the client takes; its own handlers' types do not fit it where optional and undefined differ. */
type Handler = NonNullable<ApolloClient.Options['incrementalHandler']>;

describe.each<[string, () => Handler]>([
  ['deferSpec=20220824', () => new Defer20220824Handler()],
  ['incrementalSpec=v0.2', () => new GraphQL17Alpha9Handler() as Handler],
])('Apollo Client with %s', (parameter, handler) => {
  it.each([
    ['@defer', DEFERRED],
    ['@stream', STREAMED],
  ])('puts the parts of %s together', async (_what, query) => {
    const types: (string | null)[] = [];
    const client = new ApolloClient({
      cache: new InMemoryCache(),
      incrementalHandler: handler(),
      link: new HttpLink({
        uri: `${harness.gateway.url}/graphql`,
        fetch: async (url, init) => {
          const response = await fetch(url, init);
          types.push(response.headers.get('content-type'));
          return response;
        },
      }),
    });
    const states: unknown[] = [];
    const expected = await plain(query);
    await new Promise<void>((resolve, reject) => {
      client.watchQuery<Customers>({ query: gql(query) }).subscribe({
        next: ({ data, networkStatus, error }) => {
          if (error) reject(error);
          if (data) states.push(untyped(data));
          if (networkStatus === NetworkStatus.ready) resolve();
        },
        error: reject,
      });
    });
    client.stop();
    expect(types).toEqual([expect.stringContaining(`multipart/mixed; boundary="-"; ${parameter}`)]);
    expect(states.at(-1)).toEqual(expected);
    expect(states.length).toBeGreaterThan(1);
  });
});

describe('urql', () => {
  it.each([
    ['@defer', DEFERRED],
    ['@stream', STREAMED],
  ])('puts the parts of %s together', async (_what, query) => {
    const client = new UrqlClient({
      url: `${harness.gateway.url}/graphql`,
      preferGetMethod: false,
      exchanges: [fetchExchange],
    });
    const states: { readonly data: unknown; readonly error: unknown; readonly hasNext: boolean }[] = [];
    const expected = await plain(query);
    await new Promise<void>((resolve) => {
      client.query<Customers>(query, {}).subscribe(({ data, error, hasNext }) => {
        states.push({ data: untyped(data), error, hasNext });
        if (!hasNext) resolve();
      });
    });
    expect(states.map(({ error }) => error)).toEqual(states.map(() => undefined));
    expect(states.at(-1)).toEqual({ data: expected, error: undefined, hasNext: false });
    expect(states.length).toBeGreaterThan(1);
  });
});

describe("Relay's runtime", () => {
  const LABEL = 'RelayQuery$defer$rest';
  const text = `query RelayQuery { customers(first: 3) { nodes { id customerId ... @defer(label: "${LABEL}") { name } } } }`;
  const scalar = (name: string) =>
    ({ kind: 'ScalarField', name, alias: null, args: null, storageKey: null }) as const;
  /** What Relay's compiler makes of the text. */
  const nodes = {
    kind: 'LinkedField',
    name: 'nodes',
    alias: null,
    args: null,
    storageKey: null,
    concreteType: 'Customer',
    plural: true,
    selections: [
      scalar('id'),
      scalar('customerId'),
      { kind: 'Defer', if: null, label: LABEL, selections: [scalar('name')] },
    ],
  } as const;
  const customers = {
    kind: 'LinkedField',
    name: 'customers',
    alias: null,
    args: [{ kind: 'Literal', name: 'first', value: 3 }],
    storageKey: 'customers(first:3)',
    concreteType: 'CustomerConnection',
    plural: false,
    selections: [nodes],
  } as const;
  const request: ConcreteRequest = {
    kind: 'Request',
    fragment: {
      kind: 'Fragment',
      name: 'RelayQuery',
      type: 'Query',
      argumentDefinitions: [],
      metadata: null,
      selections: [customers],
    },
    operation: { kind: 'Operation', name: 'RelayQuery', argumentDefinitions: [], selections: [customers] },
    params: {
      id: null,
      cacheID: 'relay-query',
      metadata: {},
      name: 'RelayQuery',
      operationKind: 'query',
      text,
    },
  };

  it('reads deferred parts by their label and path', async () => {
    const network = Network.create((params) =>
      Observable.create((sink) => {
        const send = async () => {
          for await (const part of askInParts(harness.gateway.url, params.text ?? '', {
            accept: 'multipart/mixed;deferSpec=20220824',
          })) {
            if (part.data)
              sink.next({ data: part.data as Record<string, unknown>, extensions: { is_final: false } });
            for (const { data, path, label } of part.incremental ?? []) {
              sink.next({
                data: data as Record<string, unknown>,
                path: [...path],
                label: label ?? '',
              } as never);
            }
          }
          sink.complete();
        };
        send().catch((error: unknown) => sink.error(error as Error));
      }),
    );
    const store = new Store(new RecordSource());
    const environment = new Environment({ network, store });
    const operation = createOperationDescriptor(request, {});
    await new Promise<void>((resolve, reject) => {
      environment.execute({ operation }).subscribe({ complete: resolve, error: reject });
    });
    const { data } = environment.lookup(operation.fragment);
    const expected = await plain(text);
    expect(untyped(data)).toEqual(expected);
  });
});
