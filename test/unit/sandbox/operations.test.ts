import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withNumbersAsText } from '../../../src/sandbox/base/money.ts';
import type { Sandbox, Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import {
  type Answered,
  asPartner,
  type Call,
  list,
  type Sending,
  sandboxAt,
  send,
} from '../../support/sandbox/client.ts';

const CUSTOMERS = '/v2/partners/sub-customers/query';
const TAGS = '/v2/partners/sub-customers/new-customers-tags/batch-query';
const BALANCES = '/v2/accounts/customer-accounts/balances/batch-query';
const ORDERS = '/v2/orders/customer-orders';
const PERIOD = '/v2/orders/suscriptions/resources/query';
const ON_DEMAND = '/v2/partners/sub-customers/on-demand-resources/query';
const COUPONS = '/v2/promotions/benefits/partner-coupons';
const BILLS = '/v2/bills/partner-bills/subcustomer-bills/monthly-sum';
const RECORDS = '/v2/bills/subcustomer-bills/res-fee-records';
const CONSUMERS = '/v2/bills/subcustomer-bills/res-fee-records/sub-customers/query';

let sandbox: Sandbox;
let call: Call;
let truth: Truth;
beforeAll(async () => {
  ({ sandbox, call } = await sandboxAt({ quotas: false, partners: 2 }));
  truth = sandbox.truth();
});
afterAll(() => sandbox.close());

/** The rows of every page, with numbers as text. */
async function pages(method: string, path: string, rows: string, limit: number, sending: Sending = {}) {
  const all: TruthRow[] = [];
  for (let offset = 0; ; offset += limit) {
    const page = { offset, limit };
    const answer = await call(
      method,
      path,
      method === 'GET'
        ? { ...sending, query: { ...sending.query, ...page } }
        : { ...sending, body: { ...(sending.body as object), ...page } },
    );
    expect(answer.status).toBe(200);
    const exact = JSON.parse(answer.text, (_key, value, context?: { source?: string }) =>
      typeof value === 'number' && context?.source?.includes('.') ? context.source : value,
    ) as Record<string, TruthRow[]>;
    const page_ = exact[rows] ?? [];
    all.push(...page_);
    if (page_.length < limit) return all;
  }
}

const without = (row: TruthRow, ...names: string[]) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
const byText = (rows: readonly TruthRow[]) => rows.map((row) => withNumbersAsText(row)).toSorted();
/** Decimals without a point are whole numbers on the wire, and text in the truth. */
const loose = (rows: readonly TruthRow[]) => byText(rows).map((row) => row.replace(/"(-?\d+)"/g, '$1'));
const busiest = () => {
  const groups = Map.groupBy(truth.orders, (row) => row['customer_id']);
  return String([...groups].sort((a, b) => b[1].length - a[1].length)[0]?.[0]);
};

describe('listings page through everything once, and equal the truth', () => {
  it.each([
    ['customers', 'POST', CUSTOMERS, 'customer_infos', 7, 'customers'],
    ['new-customer tags', 'POST', TAGS, 'new_customer_tags', 7, 'newCustomerTags'],
    ['coupons', 'GET', COUPONS, 'user_coupons', 50, 'coupons'],
    ['service types', 'GET', '/v2/products/service-types', 'service_types', 10, 'serviceTypes'],
    ['resource types', 'GET', '/v2/products/resource-types', 'resource_types', 1000, 'resourceTypes'],
    ['usage types', 'GET', '/v2/products/usage-types', 'usage_types', 100, 'usageTypes'],
  ] as const)('%s', async (_what, method, path, rows, limit, name) => {
    expect(loose(await pages(method, path, rows, limit))).toEqual(loose(truth[name]));
  });

  it('orders, with and without a sort key', async () => {
    const expected = loose(truth.orders.map((row) => without(row, 'order_line_items')));
    expect(loose(await pages('GET', ORDERS, 'order_infos', 100))).toEqual(expected);
    for (const [order_by, direction] of [['createTime', 1] as const, ['-createTime', -1] as const]) {
      const rows = await pages('GET', ORDERS, 'order_infos', 100, { query: { order_by } });
      expect(loose(rows)).toEqual(expected);
      const times = rows.map((row) => Date.parse(String(row['create_time'])) * direction);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  it('order details, with more line items than a page holds', async () => {
    const order = truth.orders.find((row) => (row['order_line_items'] as unknown[]).length > 100);
    const path = `${ORDERS}/details/${String(order?.['order_id']).toLowerCase()}`;
    const rows = await pages('GET', path, 'order_line_items', 100);
    expect(loose(rows)).toEqual(loose(order?.['order_line_items'] as TruthRow[]));
    const { json } = await call('GET', path);
    expect(json['total_count']).toBe(rows.length);
    expect(json['order_info']).toMatchObject({ order_id: order?.['order_id'], customer_id: busiest() });
  });

  it('yearly/monthly and pay-per-use resources of a customer', async () => {
    const customer_id = busiest();
    const mine = (rows: readonly TruthRow[]) => rows.filter((row) => row['customer_id'] === customer_id);
    const period = await pages('POST', PERIOD, 'data', 500, { body: { customer_id } });
    expect(loose(period)).toEqual(
      loose(mine(truth.periodResources).map((row) => without(row, 'customer_id', 'order_id'))),
    );
    const onDemand = await pages('POST', ON_DEMAND, 'resources', 100, { body: { customer_id } });
    expect(onDemand.length).toBeGreaterThan(100);
    expect(loose(onDemand)).toEqual(loose(mine(truth.onDemandResources)));
  });

  it('bills and consumption of a cycle', async () => {
    const { cycle } = truth;
    for (const charge_mode of ['1', '3', '11']) {
      const rows = await pages('GET', BILLS, 'bill_sums', 20, { query: { cycle, charge_mode } });
      const expected = truth.monthlyBills.filter(
        (row) => row['cycle'] === cycle && row['charge_mode'] === charge_mode,
      );
      expect(loose(rows)).toEqual(loose(expected.map((row) => without(row, 'cycle'))));
    }
    const customer_id = busiest();
    const query = { bill_cycle: cycle, customer_id };
    const records = await pages('GET', RECORDS, 'fee_records', 1000, { query });
    const expected = truth.feeRecords.filter(
      (row) => row['bill_cycle'] === cycle && row['customer_id'] === customer_id,
    );
    expect(records.length).toBeGreaterThan(1000);
    expect(loose(records)).toEqual(loose(expected));
    const consumers = await pages('POST', CONSUMERS, 'sub_customers', 10, { body: { bill_cycle: cycle } });
    const consuming = truth.feeRecords.filter((row) => row['bill_cycle'] === cycle);
    expect(consumers.map((row) => row['customer_id']).toSorted()).toEqual(
      [...new Set(consuming.map((row) => String(row['customer_id'])))].toSorted(),
    );
  });
});

describe('wire details', () => {
  it('writes amounts with the digits they have', async () => {
    const [, exact] = truth.customers;
    const infos = [{ customer_id: exact?.['customer_id'] }];
    const balances = await call('POST', BALANCES, { body: { customer_infos: infos } });
    expect(balances.text).toContain('"amount":123456789012.34567891,');
    const query = { bill_cycle: truth.cycle, customer_id: String(exact?.['customer_id']), limit: 100 };
    const records = await call('GET', RECORDS, { query });
    expect(records.text).toContain('"payment_amount":0.10000000,');
    expect(records.text).toContain('"usage_amount":987654321098.76543211,');
  });

  it('sends the default page of 10 and a total under its documented name', async () => {
    const orders = await call('GET', ORDERS);
    expect(list(orders, 'order_infos')).toHaveLength(10);
    expect(orders.json['total_count']).toBe(truth.orders.length);
    expect((await call('POST', CUSTOMERS)).json['count']).toBe(30);
    expect(Object.keys((await call('POST', TAGS)).json)).toEqual(['new_customer_tags']);
  });

  it('gives an empty page past the end, and no rows for a limit of 0 where that is allowed', async () => {
    const past = await call('GET', ORDERS, { query: { offset: 1_000_000 } });
    expect([past.status, list(past, 'order_infos').length]).toEqual([200, 0]);
    const query = { bill_cycle: truth.cycle, customer_id: busiest(), limit: 0 };
    const none = await call('GET', RECORDS, { query });
    expect(list(none, 'fee_records')).toHaveLength(0);
    expect(none.json['total_count']).toBeGreaterThan(1000);
  });

  it('names things in the language that is asked for', async () => {
    const names = async (language?: string) => {
      const headers = language ? { 'X-Language': language } : {};
      const answer = await call('GET', '/v2/products/service-types', { query: { limit: 1 }, headers });
      return list(answer, 'service_types')[0]?.['service_type_name'];
    };
    expect(await names()).toBe('弹性云服务器');
    expect(await names('zh_CN')).toBe('弹性云服务器');
    expect(await names('en_US')).toBe('Elastic Cloud Server');
  });
});

describe('filters', () => {
  const total = async (path: string, query: Record<string, string | number>) =>
    (await call('GET', path, { query })).json['total_count'];
  const orders = (holds: (row: TruthRow) => boolean) => truth.orders.filter(holds).length;

  it('of orders', async () => {
    const customer_id = busiest();
    const own = (row: TruthRow) => row['customer_id'] === customer_id;
    expect(await total(ORDERS, { customer_id })).toBe(orders(own));
    expect(await total(ORDERS, { status: 6 })).toBe(orders((row) => row['status'] === 6));
    expect(await total(ORDERS, { customer_id, order_type: '2' })).toBe(
      orders((row) => own(row) && row['order_type'] === 2),
    );
    const service_type_code = String(truth.orders[0]?.['service_type_code']);
    expect(await total(ORDERS, { service_type_code })).toBe(
      orders((row) => row['service_type_code'] === service_type_code),
    );
    expect(await total(ORDERS, { service_type_code: 'unknown' })).toBe(0);
    const span = { create_time_begin: '2026-01-01T00:00:00Z', create_time_end: '2026-03-01T00:00:00Z' };
    const within = (row: TruthRow, field: string) =>
      String(row[field] ?? '') >= span.create_time_begin && String(row[field] ?? '') <= span.create_time_end;
    expect(await total(ORDERS, span)).toBe(orders((row) => within(row, 'create_time')));
    const paid = { payment_time_begin: span.create_time_begin, payment_time_end: span.create_time_end };
    expect(await total(ORDERS, paid)).toBe(orders((row) => within(row, 'payment_time')));
    const order_id = String(truth.orders.at(-1)?.['order_id']);
    expect(await total(ORDERS, { order_id: order_id.toLowerCase() })).toBe(1);
    expect(await total(ORDERS, { order_id, customer_id: 'nobody' })).toBe(0);
  });

  it('of coupons, where an empty customer_id matches nothing', async () => {
    const [first] = truth.coupons;
    const coupon_id = String(first?.['coupon_id']);
    const customer_id = String(first?.['customer_id']);
    const count = (field: string, value: unknown) =>
      truth.coupons.filter((row) => row[field] === value).length;
    expect(await total(COUPONS, { coupon_id })).toBe(1);
    expect(await total(COUPONS, { customer_id })).toBe(count('customer_id', customer_id));
    expect(await total(COUPONS, { customer_id: '' })).toBe(0);
    expect(await total(COUPONS, { status: 2 })).toBe(count('status', 2));
    expect(await total(COUPONS, { coupon_type: 4 })).toBe(count('coupon_type', 4));
    // Time filters are strict: the coupon at the very end is not in it.
    const create_time_end = String(first?.['create_time']);
    const before = truth.coupons.filter((row) => String(row['create_time']) < create_time_end).length;
    expect(await total(COUPONS, { create_time_end })).toBe(before);
  });

  it('of customers', async () => {
    const count = async (body: Record<string, unknown>) =>
      (await call('POST', CUSTOMERS, { body })).json['count'];
    expect(await count({ customer: 'sandbox customer 000' })).toBe(9);
    expect(await count({ account_name: 'CUSTOMER_0012' })).toBe(1);
    expect(await count({ customer_id: truth.customers[4]?.['customer_id'] })).toBe(1);
    expect(await count({ customer_id: 'nobody' })).toBe(0);
    expect(await count({ account_name: '' })).toBe(0);
    expect(await count({ customer_id: null })).toBe(30);
    const labelled = truth.customers.filter((row) => String(row['label'] ?? '').includes('sandbox'));
    expect(await count({ label: 'sandbox' })).toBe(labelled.length);
    const consultative = truth.customers.filter((row) => row['association_type'] === '1');
    expect(await count({ association_type: '1' })).toBe(consultative.length);
  });

  it('of resources', async () => {
    const customer_id = busiest();
    const mine = truth.periodResources.filter((row) => row['customer_id'] === customer_id);
    const count = async (path: string, body: Record<string, unknown>) =>
      (await call('POST', path, { body: { customer_id, ...body } })).json['total_count'];
    const main = mine.find((row) => mine.some((child) => child['parent_resource_id'] === row['resource_id']));
    const { resource_id, order_id } = main ?? {};
    const family = mine.filter(
      (row) => row['resource_id'] === resource_id || row['parent_resource_id'] === resource_id,
    );
    const resource_ids = [resource_id, 'unknown'];
    expect(await count(PERIOD, { resource_ids })).toBe(family.length);
    expect(await count(PERIOD, { resource_ids, only_main_resource: 1 })).toBe(1);
    expect(await count(PERIOD, { order_id })).toBe(mine.filter((row) => row['order_id'] === order_id).length);
    expect(await count(PERIOD, { only_main_resource: 1 })).toBe(
      mine.filter((row) => row['is_main_resource'] === 1).length,
    );
    expect(await count(PERIOD, { status_list: [2, 4] })).toBe(
      mine.filter((row) => row['status'] === 2 || row['status'] === 4).length,
    );
    const expire_time_end = '2026-06-20T00:00:00Z';
    const expire_time_begin = '2026-05-20T00:00:00Z';
    expect(await count(PERIOD, { expire_time_begin, expire_time_end })).toBe(
      mine.filter((row) => {
        const at = String(row['expire_time']);
        return at >= expire_time_begin && at <= expire_time_end;
      }).length,
    );
    const pay = truth.onDemandResources.filter((row) => row['customer_id'] === customer_id);
    expect(await count(ON_DEMAND, { region_code: 'cn-east-3' })).toBe(
      pay.filter((row) => row['region_code'] === 'cn-east-3').length,
    );
    expect(await count(ON_DEMAND, { status: 1 })).toBe(pay.filter((row) => row['status'] === 1).length);
  });

  it('of bills and records', async () => {
    const { cycle } = truth;
    const [bill] = truth.monthlyBills.filter((row) => row['cycle'] === cycle);
    const same = (row: TruthRow, ...fields: string[]) =>
      fields.every((field) => row[field] === bill?.[field]);
    const counted = async (query: Record<string, string>) => {
      const charge_mode = String(bill?.['charge_mode']);
      return (await call('GET', BILLS, { query: { cycle, charge_mode, ...query } })).json['count'];
    };
    const [customer_id, cloud_service_type] = [
      String(bill?.['customer_id']),
      String(bill?.['cloud_service_type']),
    ];
    const expected = (...fields: string[]) =>
      truth.monthlyBills.filter((row) => same(row, 'cycle', 'charge_mode', ...fields)).length;
    expect(await counted({ customer_id })).toBe(expected('customer_id'));
    expect(await counted({ cloud_service_type })).toBe(expected('cloud_service_type'));
    expect(await counted({ bill_type: '1' })).toBe(
      truth.monthlyBills.filter((row) => same(row, 'cycle', 'charge_mode') && row['bill_type'] === '1')
        .length,
    );
    expect(await counted({ charge_mode: '99' })).toBe(0);
    expect(await counted({ cycle: '2001-01' })).toBe(0);
    const mine = truth.feeRecords.filter(
      (row) => row['bill_cycle'] === cycle && row['customer_id'] === busiest(),
    );
    const records = (query: Record<string, string | number>) =>
      total(RECORDS, { bill_cycle: cycle, customer_id: busiest(), ...query });
    expect(await records({ charging_mode: 3 })).toBe(mine.filter((row) => row['charging_mode'] === 3).length);
    const resource_id = String(mine.at(-1)?.['resource_id']);
    expect(await records({ resource_id })).toBe(
      mine.filter((row) => row['resource_id'] === resource_id).length,
    );
    const dates = { bill_date_begin: `${cycle}-02`, bill_date_end: `${cycle}-05` };
    const chinaDate = (row: TruthRow) =>
      new Date(Date.parse(String(row['consume_time'])) + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(await records(dates)).toBe(
      mine.filter((row) => chinaDate(row) >= dates.bill_date_begin && chinaDate(row) <= dates.bill_date_end)
        .length,
    );
  });
});

describe('what is left out without a word', () => {
  it('unknown and consultative customers in balances', async () => {
    const ids = [...truth.customers.map((row) => String(row['customer_id'])), 'nobody'];
    const body = { customer_infos: ids.map((customer_id) => ({ customer_id })) };
    const rows = list(await call('POST', BALANCES, { body }), 'customer_balances');
    expect(rows.map((row) => row['customer_id'])).toEqual(truth.balances.map((row) => row['customer_id']));
    expect(rows.length).toBeLessThan(truth.customers.length);
  });

  it('pay-per-use resources and bills of consultative customers', async () => {
    const customer = truth.customers.find((row) => row['association_type'] === '1');
    const customer_id = String(customer?.['customer_id']);
    const resources = await call('POST', ON_DEMAND, { body: { customer_id } });
    expect([resources.status, resources.json['total_count']]).toEqual([200, 0]);
    const query = { cycle: truth.cycle, charge_mode: '3', customer_id };
    expect((await call('GET', BILLS, { query })).json['count']).toBe(0);
  });

  it('everything of another partner', async () => {
    const other = await asPartner(sandbox, 1);
    const customer_id = busiest();
    expect((await other('GET', ORDERS, { query: { customer_id } })).json['total_count']).toBe(0);
    const order = truth.orders[0]?.['order_id'];
    expect((await other('GET', `${ORDERS}/details/${order}`)).json['error_code']).toBe('CBC.30000010');
    const records = await other('GET', RECORDS, { query: { bill_cycle: truth.cycle, customer_id } });
    expect(records.json['error_code']).toBe('CBC.99000035');
    const second = sandbox.truth({ partner: 2, include: ['customers'] });
    const seen = list(await other('POST', CUSTOMERS, { body: { limit: 100 } }), 'customer_infos');
    expect(seen.map((row) => row['customer_id'])).toEqual(second.customers.map((row) => row['customer_id']));
    expect(
      seen.some((row) => truth.customers.some((mine) => mine['customer_id'] === row['customer_id'])),
    ).toBe(false);
  });
});

describe('parameter errors', () => {
  const get = (path: string, query: Record<string, string | number>): Promise<Answered> =>
    call('GET', path, { query });
  const post = (path: string, body: unknown): Promise<Answered> => call('POST', path, { body });
  const many = (count: number) => Array.from({ length: count }, (_, at) => ({ customer_id: `id-${at}` }));

  it.each<[string, () => Promise<Answered>, string]>([
    ['a page that is too long', () => get(ORDERS, { limit: 101 }), 'limit'],
    ['an empty page', () => get(ORDERS, { limit: 0 }), 'limit'],
    ['a negative offset', () => get(ORDERS, { offset: -1 }), 'offset'],
    ['a number that is none', () => get(ORDERS, { limit: 'ten' }), 'limit'],
    ['a number sent as text in a body', () => post(CUSTOMERS, { limit: '10' }), 'limit'],
    ['an unknown status', () => get(ORDERS, { status: 10 }), 'status'],
    ['a sort key that does not exist', () => get(ORDERS, { order_by: 'amount' }), 'order_by'],
    ['an unknown method', () => get(ORDERS, { method: 'all' }), 'method'],
    ['a local time', () => get(ORDERS, { create_time_begin: '2026-01-01 00:00:00' }), 'create_time_begin'],
    [
      'a span of more than a year',
      () =>
        get(ORDERS, { create_time_begin: '2025-01-01T00:00:00Z', create_time_end: '2026-02-01T00:00:00Z' }),
      'create_time',
    ],
    [
      'a span that ends before it begins',
      () =>
        get(ORDERS, { payment_time_begin: '2026-02-01T00:00:00Z', payment_time_end: '2026-01-01T00:00:00Z' }),
      'payment_time',
    ],
    ['a bill without charge mode', () => get(BILLS, { cycle: '2026-01' }), 'charge_mode'],
    ['a 13th month', () => get(BILLS, { cycle: '2026-13', charge_mode: '1' }), 'cycle'],
    ['records of nobody', () => get(RECORDS, { bill_cycle: '2026-01' }), 'customer_id'],
    [
      'one bill date without the other',
      () => get(RECORDS, { bill_cycle: '2026-01', customer_id: busiest(), bill_date_begin: '2026-01-01' }),
      'bill_date',
    ],
    ['too many balances', () => post(BALANCES, { customer_infos: many(101) }), 'customer_infos'],
    ['no balances', () => post(BALANCES, { customer_infos: [] }), 'customer_infos'],
    ['balances of plain ids', () => post(BALANCES, { customer_infos: ['id'] }), 'customer_infos'],
    ['balances without a key', () => post(BALANCES, { customer_infos: [{ id: 'x' }] }), 'customer_infos[0]'],
    ['resources of a partner as such', () => post(PERIOD, { limit: 1 }), 'customer_id'],
    ['a misspelt filter', () => get(ORDERS, { customerId: 'x' }), 'customerId'],
    ['a filter in the wrong place', () => post(CUSTOMERS, { offset: 0, status: 1 }), 'status'],
    ['a body that is not JSON', () => post(CUSTOMERS, '{"limit":'), 'body'],
    ['a body that is a list', () => post(CUSTOMERS, '[]'), 'body'],
    ['an empty measure type', () => get('/v2/bases/conversions', { measure_type: '' }), 'measure_type'],
  ])('%s is 400 CBC.0100 and names the parameter', async (_what, ask, name) => {
    const answer = await ask();
    expect([answer.status, answer.json['error_code']]).toEqual([400, 'CBC.0100']);
    expect(answer.json['error_msg']).toContain(name);
  });

  it.each([
    ['an unknown order', () => get(`${ORDERS}/details/unknown`, {}), 400, 'CBC.30000010'],
    ['a reseller of nobody', () => get(ORDERS, { indirect_partner_id: 'x' }), 400, 'CBC.99000037'],
    ['a customer of nobody', () => post(ON_DEMAND, { customer_id: 'x' }), 400, 'CBC.99000035'],
  ])('%s has its own code', async (_what, ask, status, code) => {
    const answer = await ask();
    expect([answer.status, answer.json['error_code']]).toEqual([status, code]);
  });

  it('a request that nobody knows fails loudly and names what is known', async () => {
    const answer = await send(sandbox.url, 'GET', '/v1/orders');
    expect(answer.status).toBe(404);
    expect(answer.json['error_msg']).toContain('GET /v1/orders');
    expect(answer.json['error_msg']).toContain(`GET ${ORDERS}`);
  });

  it.each([
    ['cn', 'intl', 'GET', '/v2/partners/credit/consumption-quota'],
    ['intl', 'cn', 'POST', CONSUMERS],
  ] as const)('a sandbox of %s does not know what only %s has', async (site, other, method, path) => {
    const knows = async (asked: typeof site | typeof other) => {
      const { sandbox: own, call: ask } = await sandboxAt({ quotas: false, site: asked });
      const { status } = await ask(method, path).finally(() => own.close());
      return status !== 404;
    };
    expect([await knows(site), await knows(other)]).toEqual([false, true]);
  });
});
