import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../../support/harness.ts';

// An answer is bounded before it is made: a short document can ask for more than any process holds, for few
// calls where every row is kept already.

const TRACED = { 'x-upstream-trace': '1', 'cache-control': 'no-cache' };

/** `open` so many times inside one another, around `leaf`. */
const nested = (depth: number, open: (level: number) => string, close: string, leaf: string): string =>
  Array.from({ length: depth }, (_, level) => open(level)).join(' ') + leaf + close.repeat(depth);

const back = (depth: number, first: string, leaf = 'customerId') =>
  nested(depth, () => `orders${first} { nodes { customer {`, '} } }', leaf);

const inFragments = (depth: number, selection: (next: string) => string, leaf = 'customerId') =>
  Array.from(
    { length: depth },
    (_, at) => `fragment F${at} on Customer { ${selection(at + 1 < depth ? `...F${at + 1}` : leaf)} }`,
  ).join('\n');

const EDGES = 'edges { node { customer {';
const VARIANTS: readonly (readonly [name: string, query: string])[] = [
  ['orders of customers of orders', `{ customers(first: 20) { nodes { ${back(8, '(first: 100)')} } } }`],
  ['the usual page length', `{ customers { nodes { ${back(10, '')} } } }`],
  ['one customer', `{ customer(customerId: "1") { ${back(9, '(first: 100)')} } }`],
  ['one order', `{ order(orderId: "1") { customer { ${back(9, '(first: 100)')} } } }`],
  [
    'edges',
    `{ customers(first: 20) { nodes { ${nested(8, () => `orders(first: 100) { ${EDGES}`, '} } }', 'customerId')} } }`,
  ],
  [
    'nodes and edges',
    `{ customers(first: 20) { nodes { ${nested(8, () => 'orders(first: 50) { edges { cursor } nodes { customer {', '} } }', 'customerId')} } } }`,
  ],
  ['orders of everybody', `{ orders(first: 500) { nodes { customer { ${back(6, '(first: 100)')} } } } }`],
  ['coupons of everybody', `{ coupons(first: 500) { nodes { customer { ${back(6, '(first: 100)')} } } } }`],
  [
    'coupons',
    `{ customers(first: 20) { nodes { ${nested(8, () => 'coupons(first: 100) { nodes { customer {', '} } }', 'customerId')} } } }`,
  ],
  [
    'resources',
    `{ customers(first: 20) { nodes { ${nested(8, () => 'resources(first: 100) { nodes { customer {', '} } }', 'customerId')} } } }`,
  ],
  [
    'consumption',
    `{ customers(first: 20) { nodes { ${nested(7, () => 'consumption(cycle: "2026-09", first: 200) { nodes { customer {', '} } }', 'customerId')} } } }`,
  ],
  [
    'listings in turn',
    `{ customers(first: 20) { nodes { ${nested(
      8,
      (level) => `${['orders', 'coupons', 'resources'][level % 3]}(first: 100) { nodes { customer {`,
      '} } }',
      'customerId',
    )} } } }`,
  ],
  [
    'bills of everybody',
    `{ monthlyBills(cycle: "2026-09", first: 500) { nodes { customer { ${back(6, '(first: 100)')} } } } }`,
  ],
  [
    'a partner and its customers',
    `{ partner { consumingCustomers(cycle: "2026-09", first: 500) { nodes { ${back(6, '(first: 100)')} } } } }`,
  ],
  [
    'adjustments',
    `{ partner { adjustments(first: 500) { nodes { customer { ${back(6, '(first: 100)')} } } } } }`,
  ],
  [
    'lists of lists',
    `{ customers(first: 100) { nodes { ${nested(12, () => 'orders(first: 40) { nodes { subOrders { customer {', '} } } }', 'customerId')} } } }`,
  ],
  [
    'line items',
    `{ orders(first: 500) { nodes { lineItems(first: 500) { nodes { lineItemId } } customer { ${back(5, '(first: 100)')} } } } }`,
  ],
  [
    'fragments',
    `{ customers(first: 20) { nodes { ...F0 } } } ${inFragments(12, (next) => `orders(first: 50) { nodes { customer { ${next} } } }`)}`,
  ],
  [
    'inline fragments',
    `{ customers(first: 20) { nodes { ${nested(9, () => '... on Customer { orders(first: 100) { nodes { ... on Order { customer {', '} } } } }', 'customerId')} } } }`,
  ],
  [
    'fragments that double',
    `{ customers(first: 2) { nodes { ...F0 } } } ${inFragments(
      30,
      (next) =>
        `a: orders(first: 2) { nodes { customer { ${next} } } } b: orders(first: 3) { nodes { customer { ${next} } } }`,
    )}`,
  ],
  [
    'aliases that double',
    `{ customers(first: 1) { nodes { ...F0 } } } ${inFragments(
      40,
      (next) =>
        `a: orders(first: 1) { nodes { customer { ${next} } } } b: orders(first: 1) { nodes { customer { ${next} } } }`,
    )}`,
  ],
  [
    'aliases of scalars',
    `{ customers(first: 500) { nodes { ${Array.from({ length: 2_500 }, (_, at) => `a${at}: customerId`).join(' ')} } } }`,
  ],
  [
    'aliases of connections',
    `{ customers(first: 500) { nodes { ${Array.from({ length: 40 }, (_, at) => `a${at}: orders(first: 200) { nodes { orderId statusCode typeCode } }`).join(' ')} } } }`,
  ],
  [
    'aliases of nodes',
    `{ orders(first: 500) { ${Array.from({ length: 900 }, (_, at) => `a${at}: nodes { orderId statusCode }`).join(' ')} } }`,
  ],
  [
    'aliases of edges',
    `{ orders(first: 500) { ${Array.from({ length: 600 }, (_, at) => `a${at}: edges { cursor node { orderId statusCode } }`).join(' ')} } }`,
  ],
  [
    'several roots',
    `{ ${Array.from({ length: 60 }, (_, at) => `a${at}: orders(first: ${500 - at}) { nodes { orderId statusCode typeCode contractId resources(first: 50) { nodes { resourceId } } amounts { cashCoupons { amount currency } } } }`).join(' ')} }`,
  ],
  [
    'several deep roots',
    `{ a: customers(first: 10) { nodes { ${back(9, '(first: 60)')} } } b: orders(first: 10) { nodes { customer { ${back(9, '(first: 60)')} } } } }`,
  ],
  ['a variable', `query ($n: Int = 100) { customers(first: $n) { nodes { ${back(8, '(first: $n)')} } } }`],
  [
    'conditions',
    `query ($yes: Boolean = true) { customers(first: 20) { nodes { ${nested(8, () => 'orders(first: 100) @include(if: $yes) { nodes { customer @skip(if: false) {', '} } }', 'customerId')} } } }`,
  ],
  [
    'typenames',
    `{ orders(first: 500) { nodes { ${Array.from({ length: 2_500 }, (_, at) => `a${at}: __typename`).join(' ')} } } }`,
  ],
];

describe('a query with an answer that no process holds', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({
      customers: 30,
      withoutQuotas: true,
      environment: { MAX_ALIASES: '10000', MAX_ANSWER_NODES: '100000' },
    });
  });
  afterAll(() => harness.close());

  it('comes in thirty variants', () => {
    expect(new Set(VARIANTS.map(([name]) => name)).size).toBe(30);
  });

  it.each(VARIANTS)('is refused before any call: %s', async (_name, query) => {
    const { result, calls } = await harness.callsOf(() => harness.query(query));
    expect(calls).toEqual({});
    const [error, ...others] = result.errors ?? [];
    expect(others).toEqual([]);
    expect(error?.extensions.code).toMatch(/^(QUERY_TOO_EXPENSIVE|BAD_USER_INPUT)$/);
    expect(error?.message.length).toBeLessThan(400);
    expect(result.data ?? null).toBeNull();
  });

  it('is named with the argument that weighs most', async () => {
    const { errors } = await harness.query(
      '{ orders(first: 500) { nodes { customer { orders(first: 500) { nodes { customer { orders(first: 500) { nodes { orderId } } } } } } } } }',
    );
    expect(errors?.[0]?.message).toMatch(
      /^Expected a query with an answer of at most 100000 values, got one of about \d+; \S+\(first: 500\) weighs most: with first: \d+ it would be about \d+$/,
    );
  });

  it('counts the values of an answer as they turn out', async () => {
    const query = `{ viewer { tenant a: tenant role } customers(first: 10) {
      totalCount nodes { customerId again: customerId __typename } edges { cursor node { __typename again: customerId customerId } }
    } catalog { __typename } }`;
    const { data, extensions } = await harness.query(query, {}, TRACED);
    const countOf = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? 1 + Object.values(value).reduce<number>((sum, one) => sum + countOf(one), 0)
        : 1;
    // The answer itself is no value of the answer.
    expect(extensions.upstream.estimate).toMatchObject({ nodes: countOf(data) - 1 });
  });
});

describe('MAX_ANSWER_NODES', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({
      customers: 30,
      withoutQuotas: true,
      environment: { MAX_ANSWER_NODES: '50' },
    });
  });
  afterAll(() => harness.close());

  it('is the most values that an answer may be expected to have', async () => {
    const of = (first: number) => harness.query(`{ customers(first: ${first}) { nodes { customerId } } }`);
    expect((await of(10)).errors).toBeUndefined();
    expect((await of(60)).errors?.[0]?.message).toBe(
      'Expected a query with an answer of at most 50 values, got one of about 62; customers(first: 60) weighs most: with first: 24 it would be about 50',
    );
  });
});
