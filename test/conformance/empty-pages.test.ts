import { describe, expect, it } from 'vitest';
import { at, onStage, type Stage } from '../support/conformance/stage.ts';
import { pageOf, type Row, sampleOf } from '../support/conformance/upstream.ts';

// No rows, however the upstream says so, is an empty page and no trouble; walking ends without a total as well.

const CONNECTIONS: readonly [
  operation: string,
  rows: string,
  total: string,
  document: string,
  path: string[],
][] = [
  ['ListCustomerOrders', 'order_infos', 'total_count', '{ orders(first: 3) { SHAPE } }', ['orders']],
  ['ListSubCustomers', 'customer_infos', 'count', '{ customers(first: 3) { SHAPE } }', ['customers']],
  ['ListIssuedPartnerCoupons', 'user_coupons', 'total_count', '{ coupons(first: 3) { SHAPE } }', ['coupons']],
  [
    'ListPartnerAdjustRecords',
    'records',
    'total_count',
    '{ partner { adjustments(first: 3) { SHAPE } } }',
    ['partner', 'adjustments'],
  ],
  [
    'ListSubCustomerBillDetail',
    'fee_records',
    'total_count',
    '{ customer(customerId: "c1") { consumption(cycle: "2026-09", first: 3) { SHAPE } } }',
    ['customer', 'consumption'],
  ],
  [
    'ListCustomerselfResourceRecords',
    'fee_records',
    'total_count',
    '{ customer(customerId: "c1") { bills { resourceRecords(cycle: "2026-09", first: 3) { SHAPE } } } }',
    ['customer', 'bills', 'resourceRecords'],
  ],
];

const SHAPE = 'nodes { __typename } edges { cursor } pageInfo { hasNextPage startCursor endCursor }';

describe('a page without rows', () => {
  it.each(CONNECTIONS)('of %s is empty on every run', async (operation, rows, total, document, path) => {
    const pages: Row[] = [
      { [total]: 0, [rows]: null },
      { [total]: 0 },
      { [total]: 0, [rows]: [] },
      { [total]: '0', [rows]: null },
      { [rows]: [] },
    ];
    for (const json of pages) {
      await onStage({}, async ({ upstream, query }) => {
        upstream.on(operation, { json });
        for (const run of [1, 2, 3]) {
          const answer = await query(document.replace('SHAPE', SHAPE));
          expect(answer.errors, `run ${run} of ${JSON.stringify(json)}`).toBeUndefined();
          expect(at(answer, ...path), `run ${run} of ${JSON.stringify(json)}`).toEqual({
            nodes: [],
            edges: [],
            pageInfo: { hasNextPage: false, startCursor: null, endCursor: null },
          });
        }
      })();
    }
  });
});

/** Follows `endCursor` until there is no next page, or for as many pages as could ever be needed. */
async function walk(
  { query }: Stage,
  document: string,
  path: readonly string[],
): Promise<readonly unknown[]> {
  const pages: unknown[] = [];
  let after: unknown = null;
  for (let page = 0; page < 8; page++) {
    const answer = await query(document, { after });
    expect(answer.errors).toBeUndefined();
    pages.push(at(answer, ...path, 'nodes'));
    if (!at(answer, ...path, 'pageInfo', 'hasNextPage')) return pages;
    after = at(answer, ...path, 'pageInfo', 'endCursor');
    expect(after).toEqual(expect.any(String));
  }
  throw new Error('expected the walk to end, got a next page after every page');
}

describe('walking on where no total is given', () => {
  it.each([
    ['rows end in the middle of a page', 5],
    ['rows end with a page', 4],
    ['there are none', 0],
  ])('ends when %s', async (_name, count) => {
    await onStage({}, async (stage) => {
      const all = Array.from({ length: count }, (_one, index) => ({ order_id: `o${index}` }));
      stage.upstream.on('ListCustomerOrders', ({ query: sent }) => {
        const offset = Number(sent.get('offset') ?? 0);
        const rows = all.slice(offset, offset + Number(sent.get('limit') ?? 10));
        const { total_count: _none, ...page } = pageOf('ListCustomerOrders', rows);
        return { json: rows.length > 0 ? page : { order_infos: null } };
      });
      const pages = await walk(
        stage,
        'query ($after: String) { orders(first: 2, after: $after) { nodes { orderId } pageInfo { hasNextPage endCursor } } }',
        ['orders'],
      );
      expect(pages.flat()).toEqual(all.map(({ order_id }) => ({ orderId: order_id })));
    })();
  });

  it(
    'ends for customers that the upstream counts as null',
    onStage({}, async (stage) => {
      const all = ['a', 'b', 'c'];
      stage.upstream.on('ListSubCustomers', ({ body }) => {
        const { offset = 0, limit = 10 } = JSON.parse(body) as { offset?: number; limit?: number };
        const rows = all.slice(offset, offset + limit).map((customer_id) => ({ customer_id }));
        return { json: { ...sampleOf('ListSubCustomers'), count: null, customer_infos: rows } };
      });
      const pages = await walk(
        stage,
        'query ($after: String) { customers(first: 1, after: $after) { nodes { customerId } pageInfo { hasNextPage endCursor } } }',
        ['customers'],
      );
      expect(pages.flat()).toEqual(all.map((customerId) => ({ customerId })));
    }),
  );
});
