import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumDecimals } from '../../../src/decode/decimal.ts';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { BILL, monthlyBill, RECORD, record, recordsOf } from '../../support/expected/bills.ts';
import { isConsultative } from '../../support/expected/customers.ts';
import { onDemandResource, periodResource, RESOURCE } from '../../support/expected/resources.ts';
import { decimal, rowWith } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { readConnection } from '../../support/paging.ts';

const CYCLE = '2026-09';
let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 24, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  world = await harness.world(`?cycle=${CYCLE}`);
});
afterAll(() => harness.close());

interface Amount {
  readonly amount: string;
}
interface RecordPage {
  readonly nodes: readonly { readonly recordId: string; readonly amount: Amount; readonly usage: unknown }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

describe('monthly bills', () => {
  it('maps every line of every customer, with exact totals', async () => {
    const answer = await harness.query<{
      customers: { nodes: readonly { customerId: string; monthlyBill: unknown }[] };
    }>(`{ customers(first: 30) { nodes { customerId monthlyBill(cycle: "${CYCLE}") { ${BILL} } } } }`);
    expect(answer.errors).toBeUndefined();
    for (const { customerId, monthlyBill: bill } of answer.data.customers.nodes) {
      expect(bill).toEqual(monthlyBill(world, customerId, CYCLE));
    }
    const modes = new Set(world.monthlyBills.map((row) => row['charge_mode']));
    expect([...modes].sort()).toEqual(['1', '11', '3']);
    expect(world.monthlyBills.some((row) => String(row['amount']).startsWith('-'))).toBe(true);
  });

  it('lists the bills of all customers that have one, by customer id, page by page', async () => {
    const query = `query ($first: Int, $after: String) {
      monthlyBills(cycle: "${CYCLE}", first: $first, after: $after) {
        nodes { ${BILL} } totalCount pageInfo { hasNextPage endCursor }
      }
    }`;
    const read = await readConnection<{ monthlyBills: RecordPage }>(
      harness,
      query,
      7,
      (data) => data.monthlyBills,
    );
    const ids = [...new Set(world.monthlyBills.map((row) => String(row['customer_id'])))].sort();
    expect(read.nodes).toEqual(ids.map((id) => monthlyBill(world, id, CYCLE)));
    expect([...read.totals]).toEqual([ids.length]);
  });

  it.each([
    ['chargingMode: ON_DEMAND', (row: TruthRow) => row['charge_mode'] === '3'],
    ['billType: UNSUBSCRIPTION', (row) => row['bill_type'] === '1'],
    [
      'serviceTypeCode: "hws.service.type.ec2"',
      (row) => row['cloud_service_type'] === 'hws.service.type.ec2',
    ],
  ] as [string, (row: TruthRow) => boolean][])('narrows them to %s', async (filter, passes) => {
    const answer = await harness.query<{ monthlyBills: RecordPage }>(
      `{ monthlyBills(cycle: "${CYCLE}", first: 100, filter: { ${filter} }) { nodes { ${BILL} } } }`,
    );
    const lines = world.monthlyBills.filter(passes);
    const ids = [...new Set(lines.map((row) => String(row['customer_id'])))].sort();
    expect(ids.length).toBeGreaterThan(0);
    const narrowed = { ...world, monthlyBills: lines };
    expect(answer.data.monthlyBills.nodes).toEqual(ids.map((id) => monthlyBill(narrowed, id, CYCLE)));
  });

  it('gives a customer without a bill one of no lines and a total of 0', async () => {
    const without = world.customers.find(
      (row) => !isConsultative(row) && !rowWith(world.monthlyBills, 'customer_id', row['customer_id']),
    );
    const answer = await harness.query<{ customer: unknown }>(
      `query ($id: String!) { customer(customerId: $id) { monthlyBill(cycle: "${CYCLE}") { ${BILL} } } }`,
      { id: without?.['customer_id'] },
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.customer).toEqual({
      monthlyBill: {
        cycle: CYCLE,
        customer: { customerId: without?.['customer_id'] },
        total: { amount: '0', currency: 'CNY' },
        lines: [],
      },
    });
  });
});

describe('consumption', () => {
  it('maps every field of every record of every customer, which add up to the bill', async () => {
    const answer = await harness.query<{
      customers: {
        nodes: readonly { customerId: string; consumption: RecordPage; monthlyBill: { total: Amount } }[];
      };
    }>(`{ customers(first: 30) { nodes {
      customerId
      monthlyBill(cycle: "${CYCLE}") { total { amount } }
      consumption(cycle: "${CYCLE}", first: 500) { totalCount nodes { ${RECORD} } }
    } } }`);
    expect(answer.errors).toBeUndefined();
    let compared = 0;
    for (const { customerId, consumption, monthlyBill: bill } of answer.data.customers.nodes) {
      const rows = recordsOf(world, customerId, CYCLE);
      expect(consumption.totalCount).toBe(rows.length);
      expect(consumption.nodes).toEqual(rows.slice(0, 500).map((row) => record(world, row)));
      // The bill of a consultative-sale customer is not the partner's.
      if (rows.length > 500 || isConsultative(rowWith(world.customers, 'customer_id', customerId))) continue;
      expect(sumDecimals(consumption.nodes.map((node) => node.amount.amount))).toBe(bill.total.amount);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(12);
    const names = answer.data.customers.nodes.flatMap((one) => one.consumption.nodes).map((one) => one.usage);
    expect(names).toContainEqual({
      amount: expect.any(String),
      unit: expect.objectContaining({ abbreviation: 'h' }),
    });
  });

  it('pages through more records than the largest page holds, each exactly once', async () => {
    const heavy = world.customers[5]?.['customer_id'];
    const query = `query ($first: Int, $after: String) { customer(customerId: "${heavy}") {
      consumption(cycle: "${CYCLE}", first: $first, after: $after) {
        nodes { recordId } totalCount pageInfo { hasNextPage endCursor }
      }
    } }`;
    const read = await readConnection<{ customer: { consumption: RecordPage } }>(
      harness,
      query,
      499,
      (data) => data.customer.consumption,
    );
    const rows = recordsOf(world, heavy, CYCLE);
    expect(rows.length).toBeGreaterThan(1000);
    expect(read.nodes).toEqual(rows.map((row) => ({ recordId: row['id'] })));
    expect([...read.totals]).toEqual([rows.length]);
  });

  it.each([
    ['chargingMode: SAVINGS_PLAN', (row: TruthRow) => row['charging_mode'] === 11],
    ['type: USAGE', (row) => row['bill_detail_type'] === 5],
    ['regionCode: "cn-north-4"', (row) => row['region_code'] === 'cn-north-4'],
    [
      'dateFrom: "2026-09-03", dateUntil: "2026-09-10"',
      (row) => {
        const date = new Date(Date.parse(String(row['consume_time'])) + 8 * 3_600_000)
          .toISOString()
          .slice(0, 10);
        return date >= '2026-09-03' && date <= '2026-09-10';
      },
    ],
  ] as [string, (row: TruthRow) => boolean][])('narrows to %s', async (filter, passes) => {
    const answer = await harness.query<{
      customers: { nodes: readonly { customerId: string; consumption: RecordPage }[] };
    }>(
      `{ customers(first: 30) { nodes { customerId
        consumption(cycle: "${CYCLE}", first: 5, filter: { ${filter} }) { totalCount nodes { recordId } }
      } } }`,
    );
    expect(answer.errors).toBeUndefined();
    let found = 0;
    for (const { customerId, consumption } of answer.data.customers.nodes) {
      const rows = recordsOf(world, customerId, CYCLE).filter(passes);
      found += rows.length;
      expect(consumption).toEqual({
        totalCount: rows.length,
        nodes: rows.slice(0, 5).map((row) => ({ recordId: row['id'] })),
      });
    }
    expect(found).toBeGreaterThan(0);
  });

  it('leads from a record to what was consumed, of either kind', async () => {
    const answer = await harness.query<{
      customers: {
        nodes: readonly {
          customerId: string;
          consumption: {
            nodes: readonly { resourceId: string | null; chargingMode: string; resource: unknown }[];
          };
        }[];
      };
    }>(`{ customers(first: 6) { nodes { customerId consumption(cycle: "${CYCLE}", first: 30) { nodes {
      resourceId chargingMode resource { ${RESOURCE} }
    } } } } }`);
    expect(answer.errors).toBeUndefined();
    const kinds = new Set<string>();
    for (const { customerId, consumption } of answer.data.customers.nodes) {
      for (const node of consumption.nodes) {
        const listed = node.chargingMode === 'ON_DEMAND' ? world.onDemandResources : world.periodResources;
        const row = listed.find(
          (one) => one['resource_id'] === node.resourceId && one['customer_id'] === customerId,
        );
        const map = node.chargingMode === 'ON_DEMAND' ? onDemandResource : periodResource;
        expect(node.resource).toEqual(row ? map(world, row) : null);
        if (row) kinds.add(node.chargingMode);
      }
    }
    expect([...kinds].sort()).toEqual(['ON_DEMAND', 'YEARLY_MONTHLY']);
  });

  it('is shown for consultative-sale customers too', async () => {
    const id = world.customers.find(isConsultative)?.['customer_id'];
    const rows = recordsOf(world, id, CYCLE);
    const answer = await harness.query<{ customer: { consumption: RecordPage } }>(
      `query ($id: String!) { customer(customerId: $id) {
        consumption(cycle: "${CYCLE}", first: 500) { nodes { amount { amount } resource { name } } }
      } }`,
      { id },
    );
    expect(answer.errors).toBeUndefined();
    expect(rows.length).toBeGreaterThan(0);
    expect(answer.data.customer.consumption.nodes.map((node) => node.amount.amount)).toEqual(
      rows.map((row) => decimal(row['payment_amount'])),
    );
  });
});
