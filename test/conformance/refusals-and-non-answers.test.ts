import { describe, expect, it } from 'vitest';
import { html, refusedWithin200, SIGN_IN_PAGE } from '../support/conformance/faults.ts';
import { at, codesOf, onStage } from '../support/conformance/stage.ts';
import { pageOf, type Reply } from '../support/conformance/upstream.ts';

// HTTP 200 is not success: a body may refuse, and a body may be nothing that the operation answers.

const LOCKED = refusedWithin200('CBC.3002', 'The resource has been locked.');

/** Fields that read one operation each, with the path of what has to be null. */
const READS: readonly [operation: string, document: string, path: string[]][] = [
  ['ListCustomerOrders', '{ orders(first: 3) { nodes { orderId } } }', ['orders', 'nodes']],
  ['ListSubCustomers', '{ customers(first: 3) { nodes { customerId } } }', ['customers', 'nodes']],
  ['ListIssuedPartnerCoupons', '{ coupons(first: 3) { nodes { couponId } } }', ['coupons', 'nodes']],
  ['ListMeasureUnits', '{ catalog { measureUnits { unitId } } }', ['catalog', 'measureUnits']],
  ['ListPartnerBalances', '{ partner { balances { kind } } }', ['partner', 'balances']],
  [
    'ListPartnerAdjustRecords',
    '{ partner { adjustments(first: 3) { nodes { transactionId } } } }',
    ['partner', 'adjustments', 'nodes'],
  ],
  [
    'ShowCustomerAccountBalances',
    '{ customer(customerId: "c1") { account { balances { debt { amount } } } } }',
    ['customer', 'account', 'balances'],
  ],
  [
    'ListCustomersBalancesDetail',
    '{ customer(customerId: "c1") { balance { debt { amount } } } }',
    ['customer', 'balance'],
  ],
  [
    'ListSubCustomerBillDetail',
    '{ customer(customerId: "c1") { consumption(cycle: "2026-09", first: 3) { nodes { recordId } } } }',
    ['customer', 'consumption', 'nodes'],
  ],
];

describe('a refusal with HTTP 200', () => {
  it.each(READS)('of %s is a refusal and no empty answer', async (operation, document, path) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on(operation, LOCKED);
      const answer = await query(document);
      expect(at(answer, ...path) ?? null).toBeNull();
      expect(codesOf(answer)).toEqual(['UPSTREAM_REJECTED']);
      expect(answer.errors?.[0]?.extensions?.upstream?.errorCode).toBe('CBC.3002');
    })();
  });

  it.each(['CBC.3006', 'CBC.3016', 'CBC.30050007', 'CBC.5001', 'CBC.99999999'])(
    'has any code, as %s',
    async (errorCode) => {
      await onStage({}, async ({ upstream, query }) => {
        upstream.on('ListCustomerOrders', {
          json: { error_code: errorCode, error_msg: 'Refused.', total_count: 0, order_infos: [] },
        });
        const answer = await query('{ orders(first: 3) { nodes { orderId } } }');
        expect(codesOf(answer)).toEqual(['UPSTREAM_REJECTED']);
        expect(answer.errors?.[0]?.extensions?.upstream?.errorCode).toBe(errorCode);
      })();
    },
  );

  it.each(['CBC.0000', '', null])('is none where the code is %j', async (errorCode) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListCustomerOrders', {
        json: pageOf('ListCustomerOrders', [{ order_id: 'o1' }], {
          error_code: errorCode,
          error_msg: 'Success',
        }),
      });
      const answer = await query('{ orders(first: 3) { nodes { orderId } } }');
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'orders', 'nodes')).toEqual([{ orderId: 'o1' }]);
    })();
  });

  it(
    'of one series of a monthly bill leaves no total of the others',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubcustomerMonthlyBills', (call) =>
        call.query.get('charge_mode') === '3' ? LOCKED : undefined,
      );
      const answer = await query(
        '{ customer(customerId: "c1") { customerId monthlyBill(cycle: "2026-09") { total { amount } } } }',
      );
      expect(at(answer, 'customer')).toEqual({ customerId: 'c1', monthlyBill: null });
      expect(codesOf(answer)).toEqual(['UPSTREAM_REJECTED']);
    }),
  );

  it(
    'is not kept',
    onStage({}, async ({ upstream, query }) => {
      const cacheable = { 'cache-control': 'max-age=600' };
      upstream.on('ListServiceTypes', (_call, nth) => (nth === 1 ? LOCKED : undefined));
      const refused = await query('{ catalog { serviceTypes { code } } }', {}, cacheable);
      expect(codesOf(refused)).toEqual(['UPSTREAM_REJECTED']);
      const answered = await query('{ catalog { serviceTypes { code } } }', {}, cacheable);
      expect(answered.errors).toBeUndefined();
      expect(upstream.callsOf('ListServiceTypes')).toHaveLength(2);
    }),
  );
});

describe('an answer that is none', () => {
  const CONTENT = 'content-of-the-body';
  it.each<[name: string, reply: Reply]>([
    ['a page to sign in', html()],
    ['an object of something else', { json: { message: CONTENT } }],
    ['an empty object', { json: {} }],
    ['a list', { json: [CONTENT] }],
    ['a text', { json: CONTENT }],
    ['a number', { bytes: '4711' }],
    ['null', { bytes: 'null' }],
    ['nothing', { bytes: '' }],
    ['half of a page', { bytes: `{"total_count":1,"order_infos":[{"order_id":"${CONTENT}` }],
    ['a list that is an object', { json: { total_count: 1, order_infos: { order_id: CONTENT } } }],
  ])('is malformed when it is %s', async (_name, reply) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListCustomerOrders', reply);
      const answer = await query('{ orders(first: 3) { totalCount nodes { orderId } } viewer { role } }');
      expect(at(answer, 'orders', 'nodes') ?? null).toBeNull();
      expect(at(answer, 'orders', 'totalCount') ?? null).toBeNull();
      expect(at(answer, 'viewer', 'role')).toBe('PARTNER_ADMIN');
      expect(new Set(codesOf(answer))).toEqual(new Set(['UPSTREAM_MALFORMED']));
      expect(answer.text).not.toContain(CONTENT);
      expect(answer.text).not.toContain('Sign in');
    })();
  });

  it.each(READS)('of %s is malformed and its content stands nowhere', async (operation, document, path) => {
    for (const reply of [html(), { json: {} }]) {
      await onStage({}, async ({ upstream, query }) => {
        upstream.on(operation, reply);
        const answer = await query(document);
        expect(at(answer, ...path) ?? null).toBeNull();
        expect(new Set(codesOf(answer))).toEqual(new Set(['UPSTREAM_MALFORMED']));
        expect(answer.text).not.toContain(SIGN_IN_PAGE.slice(0, 9));
      })();
    }
  });
});
