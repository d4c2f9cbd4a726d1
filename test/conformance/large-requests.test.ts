import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Child, endChildren, startChild } from '../support/child.ts';
import { clientWithKey } from '../support/clients.ts';
import { KEY, onStage, type Stage } from '../support/conformance/stage.ts';
import { pageOf, startUpstream, type Upstream } from '../support/conformance/upstream.ts';

// What one client can send must not take the process from the others: documents that are large or deep are
// refused before they are looked at, and answers are bounded. The gateway runs in a process of its own with a
// heap of 400 MB, as a small container gives it.

const HEAP_MB = 400;
/** One second for the work, and as much again for what the runtime does beside it on other processors. */
const LONGEST_TURN_S = 2;

let upstream: Upstream;
let folder: string;
let child: Child;
let url: string;

beforeAll(async () => {
  upstream = await startUpstream();
  folder = mkdtempSync(join(tmpdir(), 'partner-graph-'));
  writeFileSync(
    join(folder, 'tenants.json'),
    JSON.stringify({
      tenants: [
        {
          id: 'acme',
          site: 'cn',
          endpoints: { bss: upstream.url.href, iam: upstream.url.href },
          partner: {
            domainId: 'domain-1',
            domainName: 'acme-domain',
            credential: { type: 'aksk', accessKey: 'env:ACCESS_KEY', secretKey: 'env:SECRET_KEY' },
          },
          agencyName: 'conformance',
          customers: { delegated: true },
          clients: [clientWithKey(KEY, 'PARTNER_ADMIN')].map(({ customerId: _none, ...client }) => client),
          quotas: { ListSubCustomers: 100_000, ListCustomerOrders: 100_000 },
        },
      ],
    }),
  );
  await start();
}, 60_000);

async function start(): Promise<void> {
  child = startChild(process.execPath, [`--max-old-space-size=${HEAP_MB}`, 'src/main.ts', 'serve'], {
    TENANTS_FILE: join(folder, 'tenants.json'),
    ACCESS_KEY: 'access',
    SECRET_KEY: 'secret',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  const [, found = ''] = await child.waitFor(/(http:\/\/127\.0\.0\.1:\d+)\/graphql/);
  url = found;
}

/** A process that died fails the test that killed it and no other. */
beforeEach(async () => {
  const alive = await fetch(`${url}/livez`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!alive) await start();
});
afterEach(() => upstream.reset());
afterAll(async () => {
  endChildren();
  await upstream?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Loaded {
  readonly status: number;
  readonly text: string;
}

async function post(body: string, path = '/graphql'): Promise<Loaded> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${KEY}`,
    },
    body,
  });
  return { status: response.status, text: await response.text() };
}

/** Seconds that the process spent on a processor so far, as it says itself. */
async function processorSeconds(): Promise<number> {
  const page = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(60_000) });
  const [, seconds] = /^process_cpu_seconds_total (\S+)$/m.exec(await page.text()) ?? [];
  if (seconds === undefined)
    throw new Error('expected process_cpu_seconds_total among the metrics, got none');
  return Number(seconds);
}

interface Watched<Result> {
  readonly result: Result;
  /** Most seconds on a processor between two answers to somebody else. */
  readonly longestTurn: number;
}

/**
 * Asks the process every tenth of a second while work goes on. Turns are reckoned in time on a processor and not
 * in time on the wall, so that a machine with other work fails nobody.
 */
async function watched<Result>(work: Promise<Result>): Promise<Watched<Result>> {
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  // A failure is the caller's to see, once the watching has ended.
  ended.catch(() => undefined);
  let longestTurn = 0;
  let before = await processorSeconds();
  while (!done) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = await processorSeconds();
    longestTurn = Math.max(longestTurn, now - before);
    before = now;
  }
  return { result: await ended, longestTurn };
}

const codesIn = (text: string): readonly unknown[] =>
  ((JSON.parse(text) as { errors?: { extensions?: { code?: unknown } }[] }).errors ?? []).map(
    ({ extensions }) => extensions?.code,
  );

const FAULTS_OF_CLIENTS = ['BAD_USER_INPUT', 'QUERY_TOO_EXPENSIVE'];

function expectRefused({ status, text }: Loaded): void {
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  const codes = codesIn(text);
  expect(codes.length).toBeGreaterThan(0);
  for (const code of codes) expect(FAULTS_OF_CLIENTS).toContain(code);
  expect(text.length).toBeLessThan(100_000);
}

const times = (count: number, text: (index: number) => string, separator = ' '): string =>
  Array.from({ length: count }, (_one, index) => text(index)).join(separator);

/** Names that are short: a, b, … z, aa, … */
const short = (index: number): string =>
  (index >= 26 ? short(Math.floor(index / 26) - 1) : '') + String.fromCharCode(97 + (index % 26));

describe('a large document is refused and the process stays alive', () => {
  /** As many pieces as 0.9 MB hold. */
  const many = (text: (index: number) => string, share = 1): string => {
    const pieces: string[] = [];
    for (let length = 0; length < 900_000 * share; ) {
      const piece = text(pieces.length);
      pieces.push(piece);
      length += piece.length + 1;
    }
    return pieces.join(' ');
  };
  const fragments = () => {
    const count = 20_000;
    return `{ ${times(count, (index) => `...F${index}`)} } ${times(count, (index) => `fragment F${index} on Query{a}`)}`;
  };

  const MANY: readonly [name: string, document: () => string][] = [
    ['aliases', () => `{ ${many((index) => `${short(index)}:viewer{__typename}`)} }`],
    ['fields', () => `{ viewer { ${many(() => 'role')} } }`],
    ['fields of one name with selections', () => `{ ${many(() => 'viewer{role}')} }`],
    ['arguments', () => `{ customers(${many((index) => `${short(index)}:1`)}) { totalCount } }`],
    ['directives', () => `{ viewer { role ${many(() => '@include(if:true)')} } }`],
    ['fragments', fragments],
    [
      'fragments that spread each other',
      () =>
        `{ ...F0 } ${many((index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)} fragment Z on Query { __typename }`,
    ],
    ['variables', () => `query (${many((index) => `$${short(index)}:Int`)}) { __typename }`],
    ['inline fragments', () => `{ ${many(() => '...{__typename}')} }`],
    ['operations', () => many((index) => `query Q${index}{__typename}`)],
    [
      'keys in a literal',
      () => `{ orders(filter: {${many((index) => `${short(index)}:1`)}}) { totalCount } }`,
    ],
    ['elements in a literal', () => `{ node(id: [${many(() => '1')}]) { id } }`],
    ['types', () => many((index) => `type T${index}{a:Int}`)],
  ];

  it.each(MANY)(
    'of many %s',
    async (_name, document) => {
      const body = JSON.stringify({ query: document() });
      expect(body.length).toBeLessThan(1_000_000);
      const { result, longestTurn } = await watched(Promise.all(Array.from({ length: 6 }, () => post(body))));
      for (const one of result) expectRefused(one);
      expect(longestTurn).toBeLessThan(LONGEST_TURN_S);
    },
    120_000,
  );

  it('of many values in its variables', async () => {
    const query =
      'query ($ids: [String!]) { customer(customerId: "c1") { resources(filter: { resourceIds: $ids }) { totalCount } } }';
    const body = JSON.stringify({ query, variables: { ids: Array.from({ length: 220_000 }, () => 'a') } });
    const { result, longestTurn } = await watched(Promise.all(Array.from({ length: 6 }, () => post(body))));
    for (const one of result) expectRefused(one);
    expect(longestTurn).toBeLessThan(LONGEST_TURN_S);
  }, 120_000);

  it('of fields that would conflict with each other in pairs', async () => {
    const fields = many((index) => `customers(first:${index + 1}){totalCount}`);
    const { result, longestTurn } = await watched(post(JSON.stringify({ query: `{ ${fields} }` })));
    expectRefused(result);
    expect(longestTurn).toBeLessThan(LONGEST_TURN_S);
  }, 120_000);
});

describe('a deep document', () => {
  const DEEP = 20_000;
  const nest = (open: string, inner: string, close: string, depth = DEEP) =>
    `${open.repeat(depth)}${inner}${close.repeat(depth)}`;
  const nested = (depth: number): unknown => {
    let value: unknown = 1;
    for (let level = 0; level < depth; level++) value = [value];
    return value;
  };

  const DOCUMENTS: readonly [name: string, query: string, variables?: unknown][] = [
    ['a literal of lists', `{ node(id: ${nest('[', '', ']')}) { id } }`],
    ['a literal of objects', `{ orders(filter: ${nest('{a:', '1', '}')}) { totalCount } }`],
    ['a selection of one field', `{ ${nest('viewer{', 'role', '}')} }`],
    ['a selection of inline fragments', `{ ${nest('...{', '__typename', '}')} }`],
    ['a type of a variable', `query ($a: ${nest('[', 'Int', ']')}) { __typename }`],
    ['a default of a variable', `query ($a: Int = ${nest('[', '', ']')}) { __typename }`],
    ['an argument of a directive', `{ viewer { role @include(if: ${nest('[', '', ']')}) } }`],
    ['only opening brackets', `{ node(id: ${'['.repeat(DEEP)}`],
    ['only opening braces', '{a'.repeat(DEEP)],
  ];

  it.each(DOCUMENTS)('is refused as the fault of the client: %s', async (_name, query) => {
    await onStage({}, async (stage) => expectClientsFault(stage, JSON.stringify({ query })))();
  });

  it.each([500, 2_000])('is refused as the fault of the client: variables %s deep', async (depth) => {
    await onStage({}, async (stage) => {
      const query =
        'query ($i: [String!]) { customer(customerId: "c1") { resources(filter: { resourceIds: $i }) { totalCount } } }';
      await expectClientsFault(stage, JSON.stringify({ query, variables: { i: nested(depth) } }));
    })();
  });

  it('is refused as the fault of the client: variables 20,000 deep', async () => {
    await onStage({}, async (stage) => {
      const query =
        'query ($i: [String!]) { customer(customerId: "c1") { resources(filter: { resourceIds: $i }) { totalCount } } }';
      await expectClientsFault(
        stage,
        `{"query":${JSON.stringify(query)},"variables":{"i":${nest('[', '', ']')}}}`,
      );
      await expectClientsFault(
        stage,
        `{"query":${JSON.stringify(query)},"variables":${nest('{"i":', '1', '}')}}`,
      );
    })();
  });

  async function expectClientsFault(stage: Stage, body: string): Promise<void> {
    const answer = await stage.send({
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
    });
    expect(answer.status).toBeLessThan(500);
    const codes = codesIn(answer.text);
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect(code).toBe('BAD_USER_INPUT');
    expect(answer.text).not.toMatch(/call stack|RangeError/);
    expect(stage.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  }
});

describe('a large answer is bounded', () => {
  const round = (depth: number): string =>
    depth === 0 ? 'customerId' : `orders(first: 100) { nodes { customer { ${round(depth - 1)} } } }`;

  function manyRows(): void {
    upstream.on('ListSubCustomers', ({ body }) => {
      const { customer_id: id, limit = 10 } = JSON.parse(body) as { customer_id?: string; limit?: number };
      const ids = id ? [id] : Array.from({ length: limit }, (_one, index) => `c${index}`);
      const rows = ids.map((customer_id) => ({ customer_id, association_type: '2' }));
      return { json: pageOf('ListSubCustomers', rows, { count: id ? 1 : 20 }) };
    });
    // 20 customers with 100 orders each, for each of them and for all together.
    const orders = Array.from({ length: 2_000 }, (_one, index) => ({
      order_id: `o${index}`,
      customer_id: `c${index % 20}`,
    }));
    upstream.on('ListCustomerOrders', ({ query }) => {
      const id = query.get('customer_id');
      const all = id === null ? orders : orders.filter((order) => order.customer_id === id);
      const offset = Number(query.get('offset') ?? 0);
      const rows = all.slice(offset, offset + Number(query.get('limit') ?? 10));
      return { json: pageOf('ListCustomerOrders', rows, { total_count: all.length }) };
    });
  }

  const REFUSALS_OF_ANSWERS = [...FAULTS_OF_CLIENTS, 'OVERLOADED'];
  const backIn = (depth: number, first: number, leaf = 'customerId'): string =>
    depth === 0
      ? leaf
      : `orders(first: ${first}) { nodes { customer { ${backIn(depth - 1, first, leaf)} } } }`;
  const onAll = (fields: string) => `{ orders(first: 500) { nodes { ${fields} } } }`;
  const fromCustomers = (fields: string, first = 20) =>
    `{ customers(first: ${first}) { nodes { ${fields} } } }`;
  const inEdges = (depth: number): string =>
    depth === 0
      ? 'customerId'
      : `orders(first: 100) { edges { node { customer { ${inEdges(depth - 1)} } } } }`;
  const inFragments = (depth: number) =>
    `${fromCustomers('...F0')} ${times(depth, (at) => `fragment F${at} on Customer { orders(first: 50) { nodes { customer { ${at + 1 < depth ? `...F${at + 1}` : 'customerId'} } } } }`)}`;
  const inTypes = (depth: number): string =>
    depth === 0
      ? 'customerId'
      : `... on Customer { orders(first: 100) { nodes { ... on Order { customer { ${inTypes(depth - 1)} } } } } }`;
  const aliased = (count: number, field: string) => times(count, (at) => `a${at}: ${field}`);

  const VARIANTS: readonly (readonly [name: string, query: string])[] = [
    ['eight times round', fromCustomers(round(8))],
    ['four times round', fromCustomers(round(4))],
    ['three times round', fromCustomers(round(3))],
    ['twenty times round', fromCustomers(round(20))],
    ['thirty times round', fromCustomers(round(30))],
    ['the usual page length', `{ customers { nodes { ${round(8).replaceAll('(first: 100)', '')} } } }`],
    ['17 orders, three times round', fromCustomers(backIn(3, 17), 10)],
    ['two orders, twenty times round', fromCustomers(backIn(20, 2), 2)],
    ['five orders, eight times round', fromCustomers(backIn(8, 5))],
    ['one customer', `{ customer(customerId: "c1") { ${round(6)} } }`],
    ['one order', `{ order(orderId: "o1") { customer { ${round(6)} } } }`],
    ['all orders', onAll(`customer { ${round(3)} }`)],
    ['edges', fromCustomers(inEdges(6))],
    [
      'nodes and edges',
      fromCustomers(`orders(first: 100) { edges { cursor } nodes { customer { ${round(4)} } } }`),
    ],
    ['fragments', inFragments(12)],
    ['inline fragments', fromCustomers(inTypes(8))],
    ['interfaces', `{ customers(first: 20) { nodes { ... on Node { id } ${round(5)} } } }`],
    [
      'fragments that double',
      `${fromCustomers('...F0', 2)} ${times(30, (at) => `fragment F${at} on Customer { a: orders(first: 2) { nodes { customer { ${at < 29 ? `...F${at + 1}` : 'id'} } } } b: orders(first: 3) { nodes { customer { ${at < 29 ? `...F${at + 1}` : 'id'} } } } }`)}`,
    ],
    ['a variable', `query ($n: Int = 100) ${fromCustomers(round(6).replaceAll('100', '$n'))}`],
    [
      'conditions',
      `query ($yes: Boolean = true) ${fromCustomers(round(6).replaceAll('nodes', 'nodes @include(if: $yes)'))}`,
    ],
    ['scalars under many aliases', onAll(aliased(900, 'orderId'))],
    ['names of types under many aliases', onAll(aliased(900, '__typename'))],
    ['objects under many aliases', onAll(aliased(250, 'customer { customerId }'))],
    ['objects with names of types', onAll(aliased(250, 'customer { a: __typename b: __typename }'))],
    [
      'connections under many aliases',
      fromCustomers(aliased(60, 'orders(first: 100) { nodes { orderId statusCode } }')),
    ],
    ['lists of lists', onAll(`customer { ${aliased(50, 'orders(first: 100) { nodes { orderId } }')} }`)],
    ['one list under many aliases', `{ orders(first: 500) { ${aliased(250, 'nodes { orderId }')} } }`],
    [
      'edges under many aliases',
      `{ orders(first: 500) { ${aliased(250, 'edges { cursor node { orderId } }')} } }`,
    ],
    ['several roots', `{ ${aliased(60, `customers(first: 20) { nodes { ${round(2)} } }`)} }`],
    [
      'several roots of several kinds',
      `{ a: customers(first: 20) { nodes { ${round(4)} } } b: orders(first: 500) { nodes { customer { ${round(2)} } } } c: customer(customerId: "c2") { ${round(4)} } }`,
    ],
  ];

  it('comes in thirty variants', () => {
    expect(new Set(VARIANTS.map(([, query]) => query)).size).toBe(30);
  });

  it.each(VARIANTS)(
    'of rows that refer to each other, %s',
    async (_name, query) => {
      manyRows();
      // Every row is kept already.
      await post(JSON.stringify({ query: `{ customers(first: 20) { nodes { ${round(1)} } } }` }));
      const { result, longestTurn } = await watched(post(JSON.stringify({ query })));
      expect(result.status).toBeLessThan(500);
      expect(codesIn(result.text).length).toBeGreaterThan(0);
      for (const code of codesIn(result.text)) expect(REFUSALS_OF_ANSWERS).toContain(code);
      expect(result.text.length).toBeLessThan(10_000);
      expect(longestTurn).toBeLessThan(LONGEST_TURN_S);
      const alive = await fetch(`${url}/livez`);
      expect(alive.status).toBe(200);
    },
    60_000,
  );
});
