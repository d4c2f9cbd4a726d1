import { describe, expect, it } from 'vitest';
import { at, codesOf, onStage, type Stage } from '../support/conformance/stage.ts';
import { pageOf, type Received, type Row } from '../support/conformance/upstream.ts';

// Codes of the upstream as members of the graph's enums: those that are documented have one of their own, as an
// answer and as a filter, and those that are newer than the graph cost nothing.

describe('a code that is newer than the graph', () => {
  it(
    'is UNKNOWN with the raw code, as a number or a text, and no code where there is none',
    onStage({}, async ({ upstream, query }) => {
      const orders = [99, '99', null, 5].map((status, index) => ({ order_id: `o${index}`, status }));
      upstream.on('ListCustomerOrders', { json: pageOf('ListCustomerOrders', orders) });
      const answer = await query('{ orders(first: 4) { nodes { status statusCode } } }');
      expect(answer.errors).toBeUndefined();
      const nodes = at(answer, 'orders', 'nodes') as readonly { status: string; statusCode: string | null }[];
      expect(nodes.map(({ status, statusCode }) => [status, statusCode || null])).toEqual([
        ['UNKNOWN', '99'],
        ['UNKNOWN', '99'],
        ['UNKNOWN', null],
        ['COMPLETED', '5'],
      ]);
    }),
  );

  it.each<[operation: string, key: string, document: string, nodes: string[], field: string, beside: Row]>([
    [
      'ListSubCustomers',
      'verified_status',
      '{ customers(first: 5) { nodes { verification verificationCode } } }',
      ['customers', 'nodes'],
      'verification',
      {},
    ],
    [
      'ListSubCustomers',
      'customer_type',
      '{ customers(first: 5) { nodes { type typeCode } } }',
      ['customers', 'nodes'],
      'type',
      {},
    ],
    [
      'ListIssuedPartnerCoupons',
      'status',
      '{ coupons(first: 5) { nodes { status statusCode } } }',
      ['coupons', 'nodes'],
      'status',
      {},
    ],
    [
      'ListPartnerAdjustRecords',
      'operation_type',
      '{ partner { adjustments(first: 5) { nodes { type typeCode } } } }',
      ['partner', 'adjustments', 'nodes'],
      'type',
      {},
    ],
    [
      'ListSubCustomerBillDetail',
      'charging_mode',
      '{ customer(customerId: "c1") { consumption(cycle: "2026-09", first: 5) { nodes { chargingMode chargingModeCode } } } }',
      ['customer', 'consumption', 'nodes'],
      'chargingMode',
      { consume_time: '2026-09-03T00:00:00Z' },
    ],
  ])('under %s.%s leaves its row', async (operation, key, document, path, field, beside) => {
    await onStage({}, async ({ upstream, query }) => {
      const rows = [987, '987', 'NEW_WORD', null].map((code) => ({ ...beside, [key]: code }));
      upstream.on(operation, { json: pageOf(operation, rows) });
      const answer = await query(document);
      expect(answer.errors).toBeUndefined();
      const found = at(answer, ...path) as readonly Row[];
      expect(found.map((node) => node[`${field}Code`] || null)).toEqual(['987', '987', 'NEW_WORD', null]);
      expect(found.slice(0, 3).map((node) => node[field])).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
      expect(['UNKNOWN', null]).toContain(found[3]?.[field]);
    })();
  });

  it.each([
    '{ orders(filter: { status: UNKNOWN }, first: 1) { totalCount } }',
    '{ orders(filter: { type: UNKNOWN }, first: 1) { totalCount } }',
    '{ customers(filter: { associationType: UNKNOWN }, first: 1) { totalCount } }',
    '{ coupons(filter: { status: UNKNOWN }, first: 1) { totalCount } }',
    '{ partner { couponQuotas(filter: { statuses: [NORMAL, UNKNOWN] }, first: 1) { totalCount } } }',
    '{ partner { couponRecords(filter: { types: [UNKNOWN] }, first: 1) { totalCount } } }',
    '{ customer(customerId: "c1") { consumption(cycle: "2026-09", filter: { type: UNKNOWN }, first: 1) { totalCount } } }',
    '{ customer(customerId: "c1") { account { changes(filter: { paymentChannels: [UNKNOWN] }, first: 1) { totalCount } } } }',
  ])('is no filter: %s', async (document) => {
    await onStage({}, async ({ upstream, query }) => {
      const answer = await query(document);
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      const lookups = ['ListSubCustomers', 'CreateToken'];
      const calls = upstream.calls.map(({ operation }) => operation ?? '');
      expect(calls.filter((one) => !document.includes('customer(') || !lookups.includes(one))).toEqual([]);
    })();
  });
});

interface DocumentedCode {
  readonly site: 'cn' | 'intl';
  readonly operation: string;
  readonly key: string;
  readonly code: string | number;
  readonly rows: (fields: string) => string;
  readonly path: string[];
  readonly field: string;
  readonly row?: Row;
  /** The same listing narrowed to a member, and how the code is sent. */
  readonly filter?: { readonly document: (member: string) => string; sent(call: Received): unknown };
}

const details = (args: string) => (fields: string) =>
  `{ customer(customerId: "c1") { bills { resourceDetails(cycle: "2026-09", per: RECORD, first: 1${args}) { nodes { ${fields} } } } } }`;
const records = (args: string) => (fields: string) =>
  `{ customer(customerId: "c1") { bills { resourceRecords(cycle: "2026-09", first: 1${args}) { nodes { ${fields} } } } } }`;

const CODES: readonly DocumentedCode[] = [
  ...[15, 17, 100, 101, 102].map(
    (code): DocumentedCode => ({
      site: 'intl',
      operation: 'ListCustomerselfResourceRecordDetails',
      key: 'bill_type',
      code,
      rows: details(''),
      path: ['customer', 'bills', 'resourceDetails', 'nodes'],
      field: 'type',
      filter: {
        document: (member) => details(`, filter: { type: ${member} }`)('recordId'),
        sent: (call) => (JSON.parse(call.body) as Row)['bill_type'],
      },
    }),
  ),
  ...[12, 15].map(
    (code): DocumentedCode => ({
      site: 'intl',
      operation: 'ListCustomerselfResourceRecords',
      key: 'bill_type',
      code,
      rows: records(''),
      path: ['customer', 'bills', 'resourceRecords', 'nodes'],
      field: 'type',
      filter: {
        document: (member) => records(`, filter: { type: ${member} }`)('recordId'),
        sent: (call) => call.query.get('bill_type'),
      },
    }),
  ),
  {
    site: 'cn',
    operation: 'ListQuotaCoupons',
    key: 'quota_status',
    code: 6,
    rows: (fields) => `{ partner { couponQuotas(first: 1) { nodes { ${fields} } } } }`,
    path: ['partner', 'couponQuotas', 'nodes'],
    field: 'status',
  },
  {
    site: 'cn',
    operation: 'ListIssuedCouponQuotas',
    key: 'quota_status',
    code: 6,
    rows: (fields) => `{ partner { issuedCouponQuotas(first: 1) { nodes { ${fields} } } } }`,
    path: ['partner', 'issuedCouponQuotas', 'nodes'],
    field: 'status',
  },
  {
    site: 'intl',
    operation: 'ListSubCustomers',
    key: 'verified_status',
    code: 3,
    rows: (fields) => `{ customers(first: 1) { nodes { ${fields} } } }`,
    path: ['customers', 'nodes'],
    field: 'verification',
  },
];

async function memberFor(stage: Stage, one: DocumentedCode): Promise<string> {
  stage.upstream.on(one.operation, { json: pageOf(one.operation, [{ ...one.row, [one.key]: one.code }]) });
  const answer = await stage.query(one.rows(`${one.field} ${one.field}Code`));
  expect(answer.errors).toBeUndefined();
  expect(at(answer, ...one.path, 0, `${one.field}Code`)).toBe(String(one.code));
  return String(at(answer, ...one.path, 0, one.field));
}

describe('a code that is documented', () => {
  it.each(CODES.map((one) => [one.site, one.operation, one.key, one.code, one] as const))(
    'on %s has a member of its own: %s.%s %s',
    async (_site, _operation, _key, _code, one) => {
      await onStage({ site: one.site }, async (stage) => {
        const member = await memberFor(stage, one);
        expect(member).not.toBe('UNKNOWN');
        if (!one.filter) return;
        const answer = await stage.query(one.filter.document(member));
        expect(answer.errors).toBeUndefined();
        const [call] = stage.upstream.callsOf(one.operation).slice(-1);
        expect(call && String(one.filter.sent(call))).toBe(String(one.code));
      })();
    },
  );

  it.each([1, 2, 3, 4, 8, 103])('joins the trade of bill type %s to its order', async (bill_type) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomerBillDetail', {
        json: pageOf('ListSubCustomerBillDetail', [
          { bill_detail_type: bill_type, trade_id: 'o7', consume_time: '2026-09-03T00:00:00Z' },
        ]),
      });
      const answer = await query(
        '{ customer(customerId: "c1") { consumption(cycle: "2026-09", first: 1) { nodes { typeCode type order { orderId } } } } }',
      );
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customer', 'consumption', 'nodes', 0, 'typeCode')).toBe(String(bill_type));
      expect(at(answer, 'customer', 'consumption', 'nodes', 0, 'order')).toEqual({ orderId: 'o7' });
    })();
  });
});
