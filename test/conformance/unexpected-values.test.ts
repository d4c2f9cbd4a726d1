import { describe, expect, it } from 'vitest';
import { at, codesOf, onStage, type StageAnswer } from '../support/conformance/stage.ts';
import { pageOf, type Row } from '../support/conformance/upstream.ts';

// A value of another kind than documented is read where its meaning is plain. Where it is not, its field is null
// with at most one UPSTREAM_MALFORMED, and everything around it survives.

const MARKER = 'planted-in-a-row';

function expectAtMostOneMalformed(answer: StageAnswer): void {
  expect(codesOf(answer).length).toBeLessThanOrEqual(1);
  for (const code of codesOf(answer)) expect(code).toBe('UPSTREAM_MALFORMED');
  expect(JSON.stringify(answer.errors ?? [])).not.toContain(MARKER);
}

const ORDERS = '{ orders(first: 5) { totalCount nodes { orderId createdAt } } }';

describe('a time', () => {
  it.each<[name: string, time: unknown, read: readonly unknown[]]>([
    ['null', null, [null]],
    ['absent', undefined, [null]],
    ['empty', '', [null]],
    ['a word', MARKER, [null]],
    ['in the compact format', '20200101T000000Z', [null, '2020-01-01T00:00:00Z']],
    ['with a blank and no zone', '2026-09-07 08:00:00', [null, '2026-09-07T08:00:00Z']],
    ['without a zone', '2026-09-07T08:00:00', [null, '2026-09-07T08:00:00Z']],
    ['a number of milliseconds', 1_788_768_000_000, [null, '2026-09-07T08:00:00Z']],
    ['a day', '2026-09-07', [null, '2026-09-07T00:00:00Z']],
    ['no day of any calendar', '2026-02-31T08:00:00Z', [null]],
    ['an object', { text: MARKER }, [null]],
  ])('that is %s leaves the other order and the total', async (_name, create_time, read) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListCustomerOrders', {
        json: pageOf('ListCustomerOrders', [
          { order_id: 'o1', create_time },
          { order_id: 'o2', create_time: '2026-09-07T08:00:00Z' },
        ]),
      });
      const answer = await query(ORDERS);
      expectAtMostOneMalformed(answer);
      expect(at(answer, 'orders', 'totalCount')).toBe(2);
      expect(at(answer, 'orders', 'nodes') ?? []).toContainEqual({
        orderId: 'o2',
        createdAt: '2026-09-07T08:00:00Z',
      });
      expect(read).toContain(at(answer, 'orders', 'nodes', 0, 'createdAt') ?? null);
    })();
  });

  it(
    'without a zone is UTC wherever the process runs',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListCustomerOrders', {
        json: pageOf('ListCustomerOrders', [{ order_id: 'o1', payment_time: '2026-09-07T08:00:00' }]),
      });
      upstream.on('ListSubCustomers', {
        json: pageOf('ListSubCustomers', [{ customer_id: 'c1', associated_on: '2026-03-08 02:30:00' }]),
      });
      const zone = process.env['TZ'];
      try {
        const answers: unknown[] = [];
        for (const name of ['UTC', 'America/Los_Angeles', 'Asia/Shanghai']) {
          process.env['TZ'] = name;
          const answer = await query(
            '{ orders(first: 1) { nodes { paidAt } } customers(first: 1) { nodes { associatedAt } } }',
          );
          expect(answer.errors).toBeUndefined();
          answers.push(answer.data);
        }
        const read = {
          orders: { nodes: [{ paidAt: '2026-09-07T08:00:00Z' }] },
          customers: { nodes: [{ associatedAt: '2026-03-08T02:30:00Z' }] },
        };
        expect(answers).toEqual([read, read, read]);
      } finally {
        if (zone === undefined) delete process.env['TZ'];
        else process.env['TZ'] = zone;
      }
    }),
  );

  it.each<[operation: string, key: string, document: string, path: string[]]>([
    [
      'ListSubCustomers',
      'associated_on',
      '{ customers(first: 5) { totalCount nodes { customerId associatedAt } } }',
      ['customers'],
    ],
    [
      'ListIssuedPartnerCoupons',
      'expire_time',
      '{ coupons(first: 5) { totalCount nodes { couponId expiresAt } } }',
      ['coupons'],
    ],
    [
      'ListPartnerAdjustRecords',
      'operation_time',
      '{ partner { adjustments(first: 5) { totalCount nodes { transactionId adjustedAt } } } }',
      ['partner', 'adjustments'],
    ],
    [
      'ListPayPerUseCustomerResources',
      'expire_time',
      '{ customer(customerId: "c1") { resources(first: 5, filter: { kind: YEARLY_MONTHLY }) { totalCount nodes { resourceId expiresAt } } } }',
      ['customer', 'resources'],
    ],
  ])('of %s under %s that nobody can read costs its own field', async (operation, key, document, path) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on(operation, { json: pageOf(operation, [{ [key]: MARKER }, {}]) });
      const answer = await query(document);
      expectAtMostOneMalformed(answer);
      expect(at(answer, ...path, 'totalCount')).toBe(2);
      expect(at(answer, ...path, 'nodes')).toHaveLength(2);
    })();
  });
});

describe('a number', () => {
  it.each<[name: string, amount: unknown, read: readonly unknown[]]>([
    ['a word', MARKER, [null]],
    ['a text of a number', '8083.8494925', ['8083.8494925']],
    ['a text with blanks around it', ' 12.5 ', ['12.5', null]],
    ['empty', '', [null]],
    ['a truth value', true, [null]],
    ['a list', [MARKER], [null]],
  ])('that is %s leaves the order and its neighbour', async (_name, official_amount, read) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListCustomerOrders', {
        json: pageOf('ListCustomerOrders', [
          { order_id: 'o1', official_amount },
          { order_id: 'o2', official_amount: 2.5 },
        ]),
      });
      const answer = await query(
        '{ orders(first: 5) { totalCount nodes { orderId officialAmount { amount } } } }',
      );
      expectAtMostOneMalformed(answer);
      expect(at(answer, 'orders', 'totalCount')).toBe(2);
      expect(at(answer, 'orders', 'nodes', 1)).toEqual({ orderId: 'o2', officialAmount: { amount: '2.5' } });
      expect(read).toContain(at(answer, 'orders', 'nodes', 0, 'officialAmount', 'amount') ?? null);
    })();
  });

  it.each<[name: string, total: unknown, read: readonly unknown[]]>([
    ['a word', MARKER, [null]],
    ['a text of a number', '2', [2]],
    ['a fraction', 1.5, [null]],
    ['below nothing', -1, [null, 0]],
    ['more than an Int holds', 3_000_000_000, [null]],
  ])('that counts the rows and is %s leaves the rows', async (_name, total_count, read) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListCustomerOrders', {
        json: pageOf('ListCustomerOrders', [{ order_id: 'o1' }, { order_id: 'o2' }], { total_count }),
      });
      const answer = await query(ORDERS.replace('createdAt', ''));
      expectAtMostOneMalformed(answer);
      expect(at(answer, 'orders', 'nodes')).toEqual([{ orderId: 'o1' }, { orderId: 'o2' }]);
      expect(read).toContain(at(answer, 'orders', 'totalCount'));
    })();
  });
});

describe('a text', () => {
  it.each<[name: string, row: Row, read: Row]>([
    ['a number', { customer: 4711, customer_level: 3 }, { name: '4711', level: '3' }],
    ['a number that names the row', { customer_id: 4711 }, { customerId: '4711' }],
    ['a truth value or an object', { customer: true, label: { text: MARKER } }, { label: null }],
  ])('that is %s leaves the row', async (_name, row, read) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomers', { json: pageOf('ListSubCustomers', [row, { customer_id: 'c2' }]) });
      const answer = await query(
        '{ customers(first: 5) { totalCount nodes { customerId name level label } } }',
      );
      expectAtMostOneMalformed(answer);
      expect(at(answer, 'customers', 'totalCount')).toBe(2);
      expect(at(answer, 'customers', 'nodes', 0)).toMatchObject(read);
      expect(at(answer, 'customers', 'nodes', 1, 'customerId')).toBe('c2');
    })();
  });

  it(
    'of a dictionary leaves the other entries when it is an object',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListServiceTypes', {
        json: pageOf('ListServiceTypes', [
          { service_type_code: 's1', service_type_name: { text: MARKER } },
          { service_type_code: 's2', service_type_name: 'Second' },
        ]),
      });
      const answer = await query('{ catalog { serviceTypes { code name } } }');
      expectAtMostOneMalformed(answer);
      expect(at(answer, 'catalog', 'serviceTypes')).toEqual([
        { code: 's1', name: null },
        { code: 's2', name: 'Second' },
      ]);
    }),
  );
});
