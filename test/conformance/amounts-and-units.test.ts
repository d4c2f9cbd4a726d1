import { describe, expect, it } from 'vitest';
import { at, codesOf, onStage } from '../support/conformance/stage.ts';
import { pageOf, type Reply } from '../support/conformance/upstream.ts';

// Amounts are decimals from the wire to the response, whatever notation they come in: no exponent, no negative
// nothing, no digit lost. Ids and ratios of units come as numbers or as texts.

/** A page whose amounts stand in it to the letter, as no JSON writer would write them. */
const literal = (page: object, amounts: readonly string[]): Reply => ({
  bytes: JSON.stringify(page).replaceAll(
    /"@(\d+)"/g,
    (_all, index: string) => amounts[Number(index)] ?? 'null',
  ),
});

const MONTHLY_BILL =
  '{ customer(customerId: "c1") { monthlyBill(cycle: "2026-09") { total { amount } lines { amount { amount } } } } }';

describe('an amount', () => {
  it(
    'is summed as a decimal whatever notation the lines of a bill have',
    onStage({}, async ({ upstream, query }) => {
      const amounts = ['8083.8494925', '-83.00000001', '"0.83822466"', '1E-8', '0E-8', '-0.00'];
      const rows = amounts.map((_amount, index) => ({
        customer_id: 'c1',
        charge_mode: '1',
        bill_type: '1',
        cloud_service_type: `s${index}`,
        amount: `@${index}`,
      }));
      upstream.on('ListSubcustomerMonthlyBills', ({ query: sent }) =>
        sent.get('charge_mode') === '1'
          ? literal({ count: rows.length, currency: 'CNY', bill_sums: rows }, amounts)
          : { json: { count: 0, bill_sums: [] } },
      );
      const answer = await query(MONTHLY_BILL);
      expect(answer.errors).toBeUndefined();
      const lines = ['8083.8494925', '-83.00000001', '0.83822466', '0.00000001', '0', '0'];
      expect(at(answer, 'customer', 'monthlyBill', 'total', 'amount')).toBe('8001.68771716');
      expect(at(answer, 'customer', 'monthlyBill', 'lines')).toEqual(
        lines.map((amount) => ({ amount: { amount } })),
      );
    }),
  );

  it.each([
    ['1.50E+2', '150'],
    ['1e3', '1000'],
    ['"1.5e-3"', '0.0015'],
    ['-1E-10', '-0.0000000001'],
    ['"-0"', '0'],
    ['-0.000e5', '0'],
    ['12345678901234567890.123456789012345', '12345678901234567890.123456789012345'],
    ['"0012.50"', '12.5'],
    ['"+3.5"', '3.5'],
    ['".5"', '0.5'],
  ])('of %s is %s', async (wire, amount) => {
    await onStage({}, async ({ upstream, query }) => {
      const page = pageOf('ListCustomerOrders', [{ order_id: 'o1', official_amount: '@0' }]);
      upstream.on('ListCustomerOrders', literal(page, [wire]));
      const answer = await query('{ orders(first: 1) { nodes { officialAmount { amount } } } }');
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'orders', 'nodes', 0, 'officialAmount', 'amount')).toBe(amount);
    })();
  });

  it(
    'of a balance keeps every digit in every notation',
    onStage({}, async ({ upstream, query }) => {
      const row = { customer_id: 'c1', amount: '@0', debt_amount: '@1', measure_id: 1, currency: 'CNY' };
      upstream.on(
        'ListCustomersBalancesDetail',
        literal({ customer_balances: [row] }, ['9007199254740993.01', '1E-8']),
      );
      const answer = await query(
        '{ customer(customerId: "c1") { balance { available { amount } debt { amount } } } }',
      );
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customer', 'balance')).toEqual({
        available: { amount: '9007199254740993.01' },
        debt: { amount: '0.00000001' },
      });
    }),
  );

  it(
    'of a refund stays where its parts are missing',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomerBillDetail', {
        json: {
          total_count: 2,
          currency: 'CNY',
          fee_records: [
            {
              id: 'r1',
              bill_cycle: '2026-09',
              customer_id: 'c1',
              bill_detail_type: 4,
              consume_time: '2026-09-03T00:00:00Z',
              payment_amount: -83.5,
            },
            {
              id: 'r2',
              bill_cycle: '2026-09',
              customer_id: 'c1',
              bill_detail_type: 4,
              consume_time: '2026-09-03T00:00:00Z',
              payment_amount: -83.5,
              cash_amount: null,
              coupon_amount: '',
            },
          ],
        },
      });
      const answer = await query(
        '{ customer(customerId: "c1") { consumption(cycle: "2026-09", first: 2) { nodes { recordId amount { amount } } } } }',
      );
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customer', 'consumption', 'nodes')).toEqual([
        { recordId: 'r1', amount: { amount: '-83.5' } },
        { recordId: 'r2', amount: { amount: '-83.5' } },
      ]);
    }),
  );
});

describe('an amount of a refund', () => {
  it(
    'stays where everything around it is missing',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListCustomerOrders', {
        json: pageOf('ListCustomerOrders', [{ order_id: 'o1', order_type: 4 }]),
      });
      upstream.on('ShowRefundOrderDetails', {
        json: { total_count: 1, refund_infos: [{ id: 'f1', amount: -12.5 }] },
      });
      const answer = await query(
        '{ order(orderId: "o1") { refundItems { refundItemId amount { amount } } } }',
      );
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'order', 'refundItems')).toEqual([
        { refundItemId: 'f1', amount: { amount: '-12.5' } },
      ]);
    }),
  );
});

describe('an amount in hundredths', () => {
  const FEN = 3;

  it(
    'is in whole units in an order, its line items, and every part of them',
    onStage({}, async ({ upstream, query }) => {
      const amount_info = { coupon_amount: 150, discounts: [{ discount_type: '1', discount_amount: 25 }] };
      const order = { order_id: 'o1', measure_id: FEN, currency: 'CNY', official_amount: 12345, amount_info };
      upstream.on('ListCustomerOrders', { json: pageOf('ListCustomerOrders', [order]) });
      upstream.on('ShowCustomerOrderDetails', {
        json: {
          total_count: 1,
          order_info: order,
          order_line_items: [{ order_line_item_id: 'i1', official_amount: 12345, amount_info }],
        },
      });
      const amounts =
        'officialAmount { amount } amounts { cashCoupons { amount } discounts { amount { amount } } }';
      const answer = await query(
        `{ order(orderId: "o1") { ${amounts} lineItems { nodes { ${amounts} } } } }`,
      );
      expect(answer.errors).toBeUndefined();
      const whole = {
        officialAmount: { amount: '123.45' },
        amounts: { cashCoupons: { amount: '1.5' }, discounts: [{ amount: { amount: '0.25' } }] },
      };
      expect(at(answer, 'order')).toEqual({ ...whole, lineItems: { nodes: [whole] } });
    }),
  );

  it(
    'is in whole units in the lines of a bill, their payments and their sum',
    onStage({}, async ({ upstream, query }) => {
      const row = { customer_id: 'c1', charge_mode: '1', bill_type: '0', measure_id: FEN };
      const account_details = [{ balance_type: 'BALANCE_TYPE_DEBIT', amount: 1234 }];
      upstream.on('ListSubcustomerMonthlyBills', ({ query: sent }) => ({
        json: {
          count: 1,
          currency: 'CNY',
          bill_sums: sent.get('charge_mode') === '1' ? [{ ...row, amount: 1234, account_details }] : [],
        },
      }));
      const answer = await query(
        '{ customer(customerId: "c1") { monthlyBill(cycle: "2026-09") { total { amount } lines { amount { amount } payments { amount { amount } } } } } }',
      );
      expect(answer.errors).toBeUndefined();
      const amount = { amount: '12.34' };
      expect(at(answer, 'customer', 'monthlyBill')).toEqual({
        total: amount,
        lines: [{ amount, payments: [{ amount }] }],
      });
    }),
  );
});

describe('a unit of measure', () => {
  it.each(['10', 10])('is found under %j', async (measure_id) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListMeasureUnits', {
        json: { measure_units: [{ measure_id, measure_name: 'GB', abbreviation: 'G', measure_type: 7 }] },
      });
      const answer = await query('{ catalog { measureUnits { unitId name } } }');
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'catalog', 'measureUnits')).toEqual([{ unitId: 10, name: 'GB' }]);
    })();
  });

  it.each<[measureId: unknown, refId: unknown, ratio: unknown]>([
    ['10', '11', '1024'],
    [10, 11, 1024],
    ['10', 11, 1024],
  ])('is converted from %j to %j by %j', async (measure_id, ref_measure_id, conversion_ratio) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListConversions', {
        json: { conversions: [{ measure_id, ref_measure_id, conversion_ratio, measure_type: 7 }] },
      });
      upstream.on('ListMeasureUnits', {
        json: {
          measure_units: [
            { measure_id: 10, measure_name: 'GB', abbreviation: 'G', measure_type: 7 },
            { measure_id: '11', measure_name: 'MB', abbreviation: 'M', measure_type: 7 },
          ],
        },
      });
      const answer = await query(
        '{ catalog { conversions { ratio from { unitId name } to { unitId name } } } }',
      );
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'catalog', 'conversions')).toEqual([
        { ratio: '1024', from: { unitId: 10, name: 'GB' }, to: { unitId: 11, name: 'MB' } },
      ]);
    })();
  });

  it.each(['10', 10])('of a quantity in a row is found under %j', async (usage_measure_id) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListMeasureUnits', {
        json: {
          measure_units: [{ measure_id: '10', measure_name: 'GB', abbreviation: 'G', measure_type: 7 }],
        },
      });
      upstream.on('ListSubCustomerBillDetail', {
        json: pageOf('ListSubCustomerBillDetail', [
          { consume_time: '2026-09-03T00:00:00Z', usage_amount: 2.5, usage_measure_id },
        ]),
      });
      const answer = await query(`{ customer(customerId: "c1") {
        consumption(cycle: "2026-09", first: 1) { nodes { usage { amount unit { unitId name } } } } } }`);
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customer', 'consumption', 'nodes', 0, 'usage')).toEqual({
        amount: '2.5',
        unit: { unitId: 10, name: 'GB' },
      });
    })();
  });

  it(
    'without an id that is a number leaves the others',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListMeasureUnits', {
        json: {
          measure_units: [
            { measure_id: 'ten', measure_name: 'Odd' },
            { measure_id: 11, measure_name: 'MB' },
          ],
        },
      });
      const answer = await query('{ catalog { measureUnits { unitId name } } }');
      expect(codesOf(answer)).toEqual(['UPSTREAM_MALFORMED']);
      expect(at(answer, 'catalog', 'measureUnits') ?? []).toContainEqual({ unitId: 11, name: 'MB' });
      expect(answer.text).not.toContain('Odd');
    }),
  );
});

describe('amounts of an order in hundredths', () => {
  it(
    'are of the same unit in the order, in its line items and in their parts',
    onStage({}, async ({ upstream, query }) => {
      const order = {
        order_id: 'o1',
        customer_id: 'c1',
        currency: 'CNY',
        measure_id: 3,
        official_amount: 12_345,
      };
      const item = {
        order_line_item_id: 'i1',
        currency: 'CNY',
        official_amount: 12_345,
        amount_after_discount: 10_000,
        amount_info: { coupon_amount: 50 },
      };
      upstream.on('ListCustomerOrders', { json: pageOf('ListCustomerOrders', [order]) });
      upstream.on('ShowCustomerOrderDetails', {
        json: { total_count: 1, order_info: order, order_line_items: [item] },
      });
      const answer =
        await query(`{ order(orderId: "o1") { officialAmount { amount } lineItems(first: 1) { nodes {
        officialAmount { amount } amountAfterDiscount { amount } amounts { cashCoupons { amount } } } } } }`);
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'order')).toEqual({
        officialAmount: { amount: '123.45' },
        lineItems: {
          nodes: [
            {
              officialAmount: { amount: '123.45' },
              amountAfterDiscount: { amount: '100' },
              amounts: { cashCoupons: { amount: '0.5' } },
            },
          ],
        },
      });
    }),
  );
});
