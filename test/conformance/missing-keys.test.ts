import { describe, expect, it } from 'vitest';
import { at, codesOf, onStage } from '../support/conformance/stage.ts';
import { pageOf, type Row, sampleOf } from '../support/conformance/upstream.ts';

// Any key that the upstream calls optional may be absent, null or empty, in any row of any operation. Such a key
// costs its own field and nothing else.

const MARKER = 'planted-in-a-row';

describe('a row that lacks what it may lack', () => {
  it(
    'keeps its amount and its neighbours when a bill row has no type of resource',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListCustomerselfResourceRecordDetails', {
        json: {
          total_count: 2,
          currency: 'CNY',
          monthly_records: [
            {
              id: 'a',
              bill_type: 1,
              customer_id: 'c1',
              cloud_service_type: 's',
              resource_Type_code: 't',
              charge_mode: 1,
              consume_amount: 1,
            },
            { id: 'b', bill_type: 9, customer_id: 'c1', charge_mode: 1, consume_amount: -3.5 },
          ],
        },
      });
      const answer = await query(`{ customer(customerId: "c1") { bills {
        resourceDetails(cycle: "2026-09", per: CYCLE, first: 5) {
          totalCount nodes { amount { amount } resourceType { code } } } } } }`);
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customer', 'bills', 'resourceDetails')).toEqual({
        totalCount: 2,
        nodes: [
          { amount: { amount: '1' }, resourceType: { code: 't' } },
          { amount: { amount: '-3.5' }, resourceType: null },
        ],
      });
    }),
  );

  it(
    'has its type of resource under either spelling of the key',
    onStage({}, async ({ upstream, query }) => {
      const { resource_Type_code: _spelt, ...row } = (
        sampleOf('ListCustomerselfResourceRecordDetails')['monthly_records'] as Row[]
      )[0] as Row;
      upstream.on('ListCustomerselfResourceRecordDetails', {
        json: {
          total_count: 2,
          currency: 'CNY',
          monthly_records: [
            { ...row, customer_id: 'c1', resource_Type_code: 'one' },
            { ...row, customer_id: 'c1', resource_type_code: 'two' },
          ],
        },
      });
      const answer = await query(`{ customer(customerId: "c1") { bills {
        resourceDetails(cycle: "2026-09", per: CYCLE, first: 5) { nodes { resourceType { code } } } } } }`);
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customer', 'bills', 'resourceDetails', 'nodes')).toEqual([
        { resourceType: { code: 'one' } },
        { resourceType: { code: 'two' } },
      ]);
    }),
  );

  it(
    'is a customer of which only the id is known',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomers', {
        json: { count: 2, customer_infos: [{ customer_id: 'c1' }, { customer_id: 'c2', customer: '' }] },
      });
      const answer =
        await query(`{ customers(first: 5) { totalCount nodes { customerId name accountName level label
        email telephone verification verificationCode type typeCode associationType associationTypeCode
        associatedAt accountManagers freezeStatus countryCode } } }`);
      expect(codesOf(answer)).toEqual([]);
      expect(at(answer, 'customers', 'totalCount')).toBe(2);
      expect(at(answer, 'customers', 'nodes', 0)).toMatchObject({
        customerId: 'c1',
        name: null,
        level: null,
      });
      expect(at(answer, 'customers', 'nodes', 1, 'customerId')).toBe('c2');
    }),
  );

  it(
    'is a change of coupons without the coupon',
    onStage({}, async ({ upstream, query }) => {
      const [row = {}] = sampleOf('ListCustomerCouponChangeRecords')['records'] as Row[];
      const { coupon_id: _without, ...lacking } = row;
      upstream.on('ListCustomerCouponChangeRecords', {
        json: { ...sampleOf('ListCustomerCouponChangeRecords'), total_count: 2, records: [lacking, row] },
      });
      const answer = await query(
        '{ customer(customerId: "c1") { account { couponChanges(first: 5) { totalCount nodes { couponId tradeId } } } } }',
      );
      expect(answer.errors).toBeUndefined();
      const nodes = at(answer, 'customer', 'account', 'couponChanges', 'nodes');
      expect(nodes).toMatchObject([{ couponId: null }, { couponId: row['coupon_id'] }]);
    }),
  );

  it.each<[name: string, row: Row]>([
    ['amounts', { amount_info: null, official_amount: null, amount_after_discount: null }],
    ['a list of discounts', { amount_info: { discounts: null, coupon_amount: 1 } }],
    ['lists', { enterprise_projects: null, sub_order_infos: null }],
    ['objects that are empty', { amount_info: {}, agent_pay_info: {}, enterprise_projects: [{}] }],
    ['what it is about', { customer_id: null, service_type_code: null, service_type_name: '' }],
    ['its codes', { status: null, order_type: null, source_type: null }],
  ])('is an order without %s', async (_name, row) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListCustomerOrders', {
        json: pageOf('ListCustomerOrders', [
          { ...row, order_id: 'o1' },
          { order_id: 'o2', status: 5 },
        ]),
      });
      const answer =
        await query(`{ orders(first: 5) { totalCount nodes { orderId status statusCode type typeCode source
        officialAmount { amount } amountAfterDiscount { amount } createdAt isPaidByAgent serviceType { code }
        amounts { consumed { amount } discounts { type amount { amount } } } enterpriseProjects { name }
        subOrders { orderId } } } }`);
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'orders', 'totalCount')).toBe(2);
      expect(at(answer, 'orders', 'nodes', 0, 'orderId')).toBe('o1');
      expect(at(answer, 'orders', 'nodes', 1)).toMatchObject({ orderId: 'o2', status: 'COMPLETED' });
    })();
  });

  it(
    'is a line of a monthly bill without payments and without a name of its service',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubcustomerMonthlyBills', ({ query: sent }) =>
        sent.get('charge_mode') === '1'
          ? { json: { count: 1, bill_sums: [{ customer_id: 'c1', charge_mode: '1', amount: 2.5 }] } }
          : { json: { count: 0, bill_sums: [] } },
      );
      const answer =
        await query(`{ customer(customerId: "c1") { monthlyBill(cycle: "2026-09") { total { amount }
        lines { amount { amount } debtAmount { amount } resourceType { code } serviceType { name }
          payments { amount { amount } } } } } }`);
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customer', 'monthlyBill', 'total', 'amount')).toBe('2.5');
      expect(at(answer, 'customer', 'monthlyBill', 'lines', 0, 'payments')).toEqual([]);
    }),
  );
});

describe('a key beside the list', () => {
  it.each([null, undefined, ''])('is a total that is %j, which costs only the total', async (count) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomers', {
        json: pageOf('ListSubCustomers', [{ customer_id: 'c1' }], { count }),
      });
      const answer = await query('{ customers(first: 1) { nodes { customerId } } viewer { __typename } }');
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customers', 'nodes')).toEqual([{ customerId: 'c1' }]);
    })();
  });

  it(
    'is a currency that is missing while the amounts of bills stay',
    onStage({}, async ({ upstream, query }) => {
      const { currency: _without, ...page } = pageOf('ListSubCustomerBillDetail', [
        { customer_id: 'c1', payment_amount: 7.25, consume_time: '2026-09-03T00:00:00Z' },
      ]);
      upstream.on('ListSubCustomerBillDetail', { json: page });
      const answer = await query(`{ customer(customerId: "c1") { consumption(cycle: "2026-09", first: 1) {
        totalCount nodes { resourceName officialAmount { amount currency } } } } }`);
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customer', 'consumption', 'nodes', 0, 'officialAmount', 'currency')).toBe('CNY');
    }),
  );
});

describe('a row without the key that names it', () => {
  it.each<
    [name: string, operation: string, rows: readonly Row[], query: string, path: string[], found: unknown]
  >([
    [
      'an order',
      'ListCustomerOrders',
      [
        { order_id: null, service_type_name: MARKER, status: 5 },
        { order_id: 'o2', status: 5 },
      ],
      '{ orders(first: 5) { totalCount nodes { orderId status } } }',
      ['orders', 'nodes'],
      { orderId: 'o2', status: 'COMPLETED' },
    ],
    [
      'a customer',
      'ListSubCustomers',
      [{ customer_id: '', customer: MARKER }, { customer_id: 'c2' }],
      '{ customers(first: 5) { totalCount nodes { customerId } } }',
      ['customers', 'nodes'],
      { customerId: 'c2' },
    ],
    [
      'a coupon',
      'ListIssuedPartnerCoupons',
      [{ coupon_id: undefined, promotion_name: MARKER }, { coupon_id: 'k2' }],
      '{ coupons(first: 5) { totalCount nodes { couponId } } }',
      ['coupons', 'nodes'],
      { couponId: 'k2' },
    ],
    [
      'a type of service',
      'ListServiceTypes',
      [{ service_type_code: null, service_type_name: MARKER }, { service_type_code: 's2' }],
      '{ catalog { serviceTypes { code } } }',
      ['catalog', 'serviceTypes'],
      { code: 's2' },
    ],
  ])(
    'is reported once, for %s, while the others stay',
    async (_name, operation, rows, document, path, found) => {
      await onStage({}, async ({ upstream, query }) => {
        upstream.on(operation, (call) =>
          Number(call.query.get('offset') ?? 0) > 0 ? undefined : { json: pageOf(operation, rows) },
        );
        const answer = await query(document);
        expect(codesOf(answer)).toEqual(['UPSTREAM_MALFORMED']);
        expect(at(answer, ...path) ?? []).toContainEqual(found);
        expect(answer.text).not.toContain(MARKER);
      })();
    },
  );
});
