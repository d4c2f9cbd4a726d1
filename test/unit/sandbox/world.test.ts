import { describe, expect, it } from 'vitest';
import { chinaMidnight } from '../../../src/sandbox/base/time.ts';
import { type Truth, type TruthRow, truthPieces } from '../../../src/sandbox/truth/truth.ts';
import type { Density } from '../../../src/sandbox/world/frame.ts';
import { World } from '../../../src/sandbox/world/world.ts';
import { NOON } from '../../support/sandbox/client.ts';

const DAY = 86_400_000;

function truthText(seed: number, customers = 40, now = NOON, density: Density = 'dense'): string {
  const frame = {
    site: 'cn',
    seed,
    partner: 1,
    today: chinaMidnight(now),
    customers,
    density,
    agencyName: 'agency',
  } as const;
  return [...truthPieces(new World(frame), {})].join('');
}

const truthOf = (...args: Parameters<typeof truthText>): Truth => JSON.parse(truthText(...args)) as Truth;

/** Decimal text in 1e-8 units. */
function units(text: unknown): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,8}))?$/.exec(String(text));
  if (!match) throw new Error(`expected decimal text, got ${String(text)}`);
  const magnitude = BigInt(match[2] ?? '') * 100_000_000n + BigInt((match[3] ?? '').padEnd(8, '0'));
  return match[1] ? -magnitude : magnitude;
}
const sum = (rows: readonly TruthRow[], field: string) =>
  rows.reduce((all, row) => all + units(row[field] ?? '0'), 0n);
const rowsOf = (row: TruthRow, field: string) => (row[field] ?? []) as readonly TruthRow[];

/** The bill type that a consumption record is summed under. */
const billType = (record: TruthRow) =>
  [4, 20, 24].includes(Number(record['bill_detail_type']))
    ? '1'
    : record['bill_detail_type'] === 9
      ? '2'
      : '0';

describe.each([
  ['seed 7', truthOf(7)],
  ['seed 8, sparse', truthOf(8, 40, NOON, 'sparse')],
  ['seed 99 on the first of a month', truthOf(99, 40, Date.UTC(2026, 0, 31, 16, 30))],
  ['seed 2024 on the last of a month', truthOf(2024, 40, Date.UTC(2026, 1, 28, 10))],
])('a world of %s', (_name, truth) => {
  const customers = new Map(truth.customers.map((row) => [row['customer_id'], row]));
  const resale = new Set(
    truth.customers.filter((row) => row['association_type'] === '2').map((row) => row['customer_id']),
  );
  const orders = new Map(truth.orders.map((row) => [row['order_id'], row]));

  it('has distinct ids, and no row of a stranger', () => {
    expect(customers.size).toBe(truth.customers.length);
    expect(orders.size).toBe(truth.orders.length);
    const owned = [truth.orders, truth.periodResources, truth.coupons, truth.monthlyBills, truth.feeRecords];
    for (const row of owned.flat()) expect(customers.has(row['customer_id'])).toBe(true);
    const resources = [...truth.periodResources, ...truth.onDemandResources].map((row) => row['resource_id']);
    expect(new Set(resources).size).toBe(resources.length);
    expect(new Set(truth.coupons.map((row) => row['coupon_id'])).size).toBe(truth.coupons.length);
    expect(new Set(truth.feeRecords.map((row) => row['id'])).size).toBe(truth.feeRecords.length);
  });

  it('lists customers by newest association', () => {
    const times = truth.customers.map((row) => String(row['associated_on']));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('sums line items to their order, and sub-orders to the combined one', () => {
    for (const order of truth.orders) {
      const items = rowsOf(order, 'order_line_items');
      const parts = rowsOf(order, 'sub_order_infos');
      for (const field of ['official_amount', 'amount_after_discount']) {
        expect(sum(items, field)).toBe(units(order[field]));
        if (parts.length) expect(sum(parts, field)).toBe(units(order[field]));
      }
    }
  });

  it('has no payment time on orders that wait for payment or were cancelled', () => {
    for (const order of truth.orders) {
      if ([4, 6].includes(Number(order['status']))) expect(order['payment_time']).toBeUndefined();
      if (order['status'] === 5) expect(order['payment_time']).toMatch(/Z$/);
    }
  });

  it('has the resources of completed purchases, and of nothing else', () => {
    const bought = Map.groupBy(truth.periodResources, (row) => row['order_id']);
    for (const order of truth.orders) {
      const provisions = order['status'] === 5 && [1, 2, 11, 13].includes(Number(order['order_type']));
      const mains = (bought.get(order['order_id']) ?? []).filter((row) => row['is_main_resource'] === 1);
      expect(mains.length).toBe(provisions ? rowsOf(order, 'order_line_items').length : 0);
    }
    const ids = new Set(truth.periodResources.map((row) => row['resource_id']));
    for (const row of truth.periodResources) {
      expect(orders.get(row['order_id'])?.['customer_id']).toBe(row['customer_id']);
      if (row['is_main_resource'] === 0) expect(ids.has(row['parent_resource_id'])).toBe(true);
    }
  });

  it('sums consumption to the monthly bills of resale customers, exactly', () => {
    const key = (row: TruthRow, cycle: unknown, service: unknown, mode: unknown, type: unknown) =>
      [row['customer_id'], cycle, service, mode, type].map(String).join('/');
    const records = Map.groupBy(
      truth.feeRecords.filter((row) => resale.has(row['customer_id'])),
      (row) => key(row, row['bill_cycle'], row['service_type_code'], row['charging_mode'], billType(row)),
    );
    const bills = new Map(
      truth.monthlyBills.map((row) => [
        key(row, row['cycle'], row['cloud_service_type'], row['charge_mode'], row['bill_type']),
        row,
      ]),
    );
    expect([...bills.keys()].toSorted()).toEqual([...records.keys()].toSorted());
    expect(bills.size).toBe(truth.monthlyBills.length);
    for (const [name, bill] of bills) {
      const group = records.get(name) ?? [];
      expect(units(bill['amount'])).toBe(sum(group, 'payment_amount'));
      if (bill['bill_type'] === '0') {
        expect(units(bill['debt_amount'])).toBe(sum(group, 'debt_amount'));
        const paid = sum(rowsOf(bill, 'account_details'), 'amount');
        expect(paid + units(bill['debt_amount'])).toBe(units(bill['amount']));
      } else {
        expect(units(bill['amount'])).toBeLessThanOrEqual(0n);
        expect(bill['debt_amount']).toBeUndefined();
      }
    }
  });

  it('splits each record into what it was paid from', () => {
    const parts = [
      'cash',
      'credit',
      'coupon',
      'flexipurchase_coupon',
      'stored_value_card',
      'debt',
      'writeoff',
    ];
    for (const record of truth.feeRecords) {
      const paid = parts.reduce((all, part) => all + units(record[`${part}_amount`] ?? '0'), 0n);
      expect(paid).toBe(units(record['payment_amount']));
      const discounted = units(record['official_amount']) - units(record['official_discount_amount']);
      expect(discounted).toBe(units(record['payment_amount']));
    }
  });

  it('dates records inside their cycle, and nothing after the day it was made', () => {
    const made = Date.parse(truth.now);
    for (const record of truth.feeRecords) {
      const at = Date.parse(String(record['consume_time']));
      expect(new Date(at + 8 * 3_600_000).toISOString().slice(0, 7)).toBe(record['bill_cycle']);
      expect(at).toBeLessThan(made + 3_600_000);
    }
    for (const order of truth.orders) expect(Date.parse(String(order['create_time']))).toBeLessThan(made);
  });

  it('names orders and resources in records that exist', () => {
    const resources = new Set(
      [...truth.periodResources, ...truth.onDemandResources].map((row) => row['resource_id']),
    );
    for (const record of truth.feeRecords) {
      const detail = Number(record['bill_detail_type']);
      if ([1, 2, 3, 4, 8].includes(detail)) {
        expect(orders.get(record['trade_id'])?.['customer_id']).toBe(record['customer_id']);
      }
      if (detail === 5 && resale.has(record['customer_id'])) {
        expect(resources.has(record['resource_id'])).toBe(true);
      }
    }
  });

  it('locks coupons for orders that wait for payment, and used them on completed ones', () => {
    for (const coupon of truth.coupons) {
      const [locking, used] = [coupon['lock_order_id'], coupon['order_id']];
      for (const id of [locking, used]) {
        if (id) expect(orders.get(id)?.['customer_id']).toBe(coupon['customer_id']);
      }
      if (locking) expect(orders.get(locking)?.['status']).toBe(6);
      if (used) expect([coupon['status'], orders.get(used)?.['status']]).toEqual([3, 5]);
    }
    expect(truth.coupons.some((coupon) => coupon['lock_order_id'])).toBe(true);
    expect(truth.coupons.some((coupon) => coupon['status'] === 9)).toBe(true);
  });

  it('shows of consultative customers their consumption only', () => {
    const hidden = [truth.balances, truth.coupons, truth.onDemandResources, truth.monthlyBills];
    for (const row of hidden.flat()) expect(resale.has(row['customer_id'])).toBe(true);
    expect(truth.feeRecords.some((row) => !resale.has(row['customer_id']))).toBe(true);
    expect(truth.balances.length).toBe(resale.size);
  });

  it('holds each case that clients must cope with', () => {
    const busy = new Set([...truth.orders, ...truth.feeRecords].map((row) => row['customer_id']));
    expect(truth.customers.some((row) => !busy.has(row['customer_id']))).toBe(true);
    const counts = [...Map.groupBy(truth.orders, (row) => row['customer_id']).values()].map(
      (group) => group.length,
    );
    expect(Math.max(...counts)).toBeGreaterThan(100);
    expect(truth.customersWithAgency.length).toBeLessThan(truth.customers.length);
    expect(truth.orders.some((row) => row['status'] === 13)).toBe(true);
    expect(truth.balances.map((row) => row['amount'])).toContain('123456789012.34567891');
    const current = truth.feeRecords.filter((row) => row['bill_cycle'] === truth.cycle);
    expect(current.map((row) => row['payment_amount'])).toContain('0.10000000');
    expect(current.map((row) => row['usage_amount'])).toContain('987654321098.76543211');
    const soon = truth.periodResources.filter((row) => {
      const left = Date.parse(String(row['expire_time'])) - Date.parse(truth.now);
      return left > 0 && left < 30 * DAY;
    });
    expect(soon.length).toBeGreaterThan(0);
    expect(truth.orders.some((row) => Number(row['official_amount']) < 0)).toBe(true);
    expect(truth.cycles.length).toBe(18);
    expect(truth.usageTypes.length).toBeGreaterThan(100);
  });

  it('names nobody real', () => {
    for (const row of truth.customers) {
      expect(row['account_name']).toMatch(/^sandbox_customer_\d{4}$/);
      expect(row['telephone']).toMatch(/^\+86 000/);
      expect(row['email']).toMatch(/@example\.invalid$/);
    }
  });
});

describe('a seed', () => {
  it('gives the same world again, and another seed another one', () => {
    const text = truthText(5, 8);
    // As text: to show where two long texts differ would take longer than anything else here.
    expect(truthText(5, 8) === text).toBe(true);
    const ids = (world: string) => (JSON.parse(world) as Truth).customers.map((row) => row['customer_id']);
    const other = new Set(ids(truthText(6, 8)));
    expect(ids(text).some((id) => other.has(id))).toBe(false);
  });

  it('gives the densities that benchmarks rely on', () => {
    const frame = {
      site: 'cn',
      partner: 1,
      today: chinaMidnight(NOON),
      agencyName: 'agency',
      seed: 7,
    } as const;
    const dense = new World({ ...frame, customers: 2_000, density: 'dense' });
    const sparse = new World({ ...frame, customers: 2_000, density: 'sparse' });
    const per = (count: number) => count / 2_000;
    expect(per(dense.orders.length)).toBeCloseTo(7.7, 0);
    expect(per(dense.coupons.length)).toBeCloseTo(2.3, 0);
    expect(per(dense.bills(1, 1).length)).toBeCloseTo(0.67, 1);
    expect(per(dense.bills(1, 3).length)).toBeCloseTo(1.1, 1);
    expect(per(dense.bills(1, 11).length)).toBeCloseTo(0.05, 1);
    expect(per(sparse.orders.length)).toBeCloseTo(1, 0);
    expect(per(sparse.coupons.length)).toBeCloseTo(0.2, 1);
  });
});
