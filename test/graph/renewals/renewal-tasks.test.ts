import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { decimal, rowsWith } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

const NOW = Date.UTC(2026, 9, 20, 4);
const MONTHS = ['2026-08', '2026-09', '2026-10', '2026-11', '2026-12'];

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 60, seed: 5, fixedNow: NOW, withoutQuotas: true });
  world = await harness.world('?include=customers,orders,periodResources');
});
afterAll(() => harness.close());

const TASK = `month order { orderId status } customer { customerId } amountDue { amount currency }
  amountRenewed { amount } shareRenewed endsAt daysLeft resources { resourceId }`;

interface Task {
  readonly order: { readonly orderId: string };
  readonly endsAt: string;
}

const DAY = 86_400_000;
const CHINA = 8 * 3_600_000;
const cents = (value: unknown): bigint => BigInt(Math.round(Number(value ?? 0) * 100));
const cycleOf = (instant: unknown): string =>
  new Date(Date.parse(String(instant)) + CHINA).toISOString().slice(0, 7);
const dayOf = (ms: number): number => Math.floor((ms + CHINA) / DAY);
const listOf = (value: unknown): readonly TruthRow[] => (value ?? []) as readonly TruthRow[];

/** The tasks of a month, counted order by order in cents. Each line item of the sandbox has a product of its own. */
function tasksOf(month: string) {
  return world.orders.flatMap((order) => {
    if (order['status'] !== 5) return [];
    const paid = (item: TruthRow) =>
      cents(item['amount_after_discount']) - cents((item['amount_info'] as TruthRow)['coupon_amount']);
    const due = listOf(order['order_line_items']).filter(
      (item) => item['expire_time'] && cycleOf(item['expire_time']) === month,
    );
    const amount = due.reduce((sum, item) => sum + paid(item), 0n);
    if (amount < 5000_00n) return [];
    const resourceOf = (item: TruthRow) =>
      world.periodResources.find(
        (row) =>
          row['order_id'] === order['order_id'] &&
          row['is_main_resource'] === 1 &&
          row['product_id'] === item['product_id'],
      );
    const open = due.filter((item) => cycleOf(resourceOf(item)?.['expire_time']) <= month);
    const renewed = amount - open.reduce((sum, item) => sum + paid(item), 0n);
    if (renewed * 10n >= amount * 6n) return [];
    const [endsAt] = open.map((item) => String(item['expire_time'])).toSorted();
    return [
      {
        month,
        order: { orderId: order['order_id'], status: 'COMPLETED' },
        customer: { customerId: order['customer_id'] },
        amountDue: { amount: decimal(Number(amount) / 100), currency: 'CNY' },
        amountRenewed: { amount: decimal(Number(renewed) / 100) },
        shareRenewed: decimal(Number((renewed * 10_000n) / amount) / 10_000),
        endsAt,
        daysLeft: dayOf(Date.parse(String(endsAt))) - dayOf(NOW),
        resources: open.map((item) => ({ resourceId: resourceOf(item)?.['resource_id'] })),
      },
    ];
  });
}

const soonest = <One extends { endsAt?: string | undefined; order: { orderId: unknown } }>(
  tasks: readonly One[],
) =>
  tasks.toSorted(
    (left, right) =>
      String(left.endsAt).localeCompare(String(right.endsAt)) ||
      String(left.order.orderId).localeCompare(String(right.order.orderId)),
  );

interface Page {
  readonly nodes: readonly Task[];
  readonly totalCount: null;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

describe('renewal tasks', () => {
  it.each(MONTHS)('of %s are those of the whole world, the soonest first', async (month) => {
    const { data, errors } = await harness.query<{ renewalTasks: Page }>(
      `{ renewalTasks(month: "${month}", first: 60) { nodes { ${TASK} } totalCount pageInfo { hasNextPage } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.renewalTasks).toEqual({
      nodes: soonest(tasksOf(month)),
      totalCount: null,
      pageInfo: { hasNextPage: false },
    });
  });

  it('are there, some renewed in part, and some orders are renewed enough', () => {
    const all = MONTHS.flatMap(tasksOf);
    expect(all.length).toBeGreaterThan(10);
    expect(all.some((task) => task.shareRenewed !== '0')).toBe(true);
    expect(all.some((task) => task.daysLeft < 0) && all.some((task) => task.daysLeft > 0)).toBe(true);
  });

  it('of a customer are its own', async () => {
    const [month = ''] = MONTHS;
    const { data, errors } = await harness.query<{
      customers: { nodes: readonly { customerId: string; renewalTasks: readonly Task[] }[] };
    }>(`{ customers(first: 60) { nodes { customerId renewalTasks(month: "${month}") { ${TASK} } } } }`);
    expect(errors).toBeUndefined();
    for (const { customerId, renewalTasks } of data.customers.nodes) {
      expect(renewalTasks).toEqual(
        soonest(tasksOf(month).filter((task) => task.customer.customerId === customerId)),
      );
    }
  });

  it('are read customers by customers, each exactly once, past pages without any', async () => {
    const seen: Task[] = [];
    let after: string | null = null;
    for (let pages = 1; ; pages++) {
      const { data, errors }: { data: { renewalTasks: Page }; errors?: unknown } = await harness.query<{
        renewalTasks: Page;
      }>(
        `query ($after: String) { renewalTasks(month: "2026-11", first: 7, after: $after) {
          nodes { ${TASK} } pageInfo { hasNextPage endCursor }
        } }`,
        { after },
      );
      expect(errors).toBeUndefined();
      seen.push(...data.renewalTasks.nodes);
      after = data.renewalTasks.pageInfo.endCursor;
      if (!data.renewalTasks.pageInfo.hasNextPage) {
        expect(pages).toBe(Math.ceil(60 / 7));
        break;
      }
      expect(after).not.toBeNull();
    }
    expect(soonest(seen)).toEqual(soonest(tasksOf('2026-11')));
  });

  it('cost a call per customer, and details only of orders that may be due', async () => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query<{ renewalTasks: Page }>(
        '{ renewalTasks(month: "2026-11", first: 60) { nodes { order { orderId } } } }',
        {},
        { 'cache-control': 'no-cache' },
      ),
    );
    const large = world.orders.filter(
      (row) => row['status'] === 5 && Number(row['amount_after_discount']) >= 5000,
    );
    expect(calls['ListSubCustomers']).toBe(1);
    expect(calls['ListPayPerUseCustomerResources']).toBeGreaterThanOrEqual(60);
    expect(calls['ListPayPerUseCustomerResources']).toBeLessThan(60 + large.length / 2);
    // The orders of those with any are read in one sweep or by customer, whichever is less.
    expect(calls['ListCustomerOrders']).toBeLessThanOrEqual(Math.ceil(world.orders.length / 100) + 1);
    expect(calls['ShowCustomerOrderDetails']).toBeLessThan(large.length);
    expect(result.extensions.upstream.estimatedCalls).toBeGreaterThan(60);
  });

  it('do not exist past the last customer', async () => {
    const cursor = Buffer.from('r:500').toString('base64url');
    const { data } = await harness.query<{ renewalTasks: Page }>(
      `{ renewalTasks(month: "2026-11", first: 5, after: "${cursor}") { nodes { endsAt } pageInfo { hasNextPage endCursor } } }`,
    );
    expect(data.renewalTasks).toEqual({ nodes: [], pageInfo: { hasNextPage: false, endCursor: null } });
  });
});

describe('resources that end soon', () => {
  const expiring = (days: number, mainOnly = false) =>
    world.periodResources
      .filter((row) => {
        const end = Date.parse(String(row['expire_time']));
        return end >= NOW && end <= NOW + days * DAY && (!mainOnly || row['is_main_resource'] === 1);
      })
      .toSorted(
        (left, right) =>
          String(left['expire_time']).localeCompare(String(right['expire_time'])) ||
          String(left['resource_id']).localeCompare(String(right['resource_id'])),
      )
      .map((row) => ({
        resourceId: row['resource_id'],
        expiresAt: row['expire_time'],
        customer: { customerId: row['customer_id'] },
      }));
  const NODES = 'nodes { resourceId expiresAt customer { customerId } }';

  it.each([
    ['within: 10', 10, false],
    ['within: 30', 30, false],
    ['within: 30, mainOnly: true', 30, true],
  ] as const)(
    'are those of all customers, the soonest first, one call per customer: %s',
    async (args, days, mainOnly) => {
      const { result, calls } = await harness.callsOf(() =>
        harness.query<{ expiringResources: { nodes: readonly unknown[] } }>(
          `{ expiringResources(${args}, first: 60) { ${NODES} totalCount } }`,
          {},
          { 'cache-control': 'no-cache' },
        ),
      );
      expect(result.errors).toBeUndefined();
      const expected = expiring(days, mainOnly);
      expect(expected.length).toBeGreaterThan(10);
      expect(result.data.expiringResources).toEqual({ nodes: expected, totalCount: null });
      expect(calls).toEqual({ ListSubCustomers: 1, ListPayPerUseCustomerResources: 60 });
      expect(result.extensions.upstream.estimatedCalls).toBe(61);
    },
  );

  it('are sorted page by page, of which each asks so many customers', async () => {
    const seen: unknown[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const answer: { readonly data: { readonly expiringResources: Page } } = await harness.query<{
        expiringResources: Page;
      }>(
        `query ($after: String) { expiringResources(within: 30, first: 25, after: $after) { ${NODES} pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      const { nodes, pageInfo }: Page = answer.data.expiringResources;
      const ends = nodes.map((node) => String(Reflect.get(node, 'expiresAt')));
      expect(ends).toEqual(ends.toSorted());
      seen.push(...nodes);
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    const byId = (nodes: readonly unknown[]) => new Set(nodes.map((node) => JSON.stringify(node)));
    expect(seen).toHaveLength(expiring(30).length);
    expect(byId(seen)).toEqual(byId(expiring(30)));
  });

  it.each([0, 367])('within %i days are refused', async (days) => {
    const { errors } = await harness.query(`{ expiringResources(within: ${days}) { nodes { resourceId } } }`);
    expect(errors?.[0]?.message).toBe(`within: expected 1 to 366 days, got ${days}`);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('come with what renewing them costs, in the name of each customer', async () => {
    const { data } = await harness.query<{
      expiringResources: { nodes: readonly { renewalPrice: unknown }[] };
    }>(
      '{ expiringResources(within: 30, first: 10, mainOnly: true) { nodes { order { orderId } renewalPrice(periods: 1) { amount { amount } } } } }',
    );
    expect(data.expiringResources.nodes.some(({ renewalPrice }) => renewalPrice !== null)).toBe(true);
  });
});

it('tells a viewer that is a customer its own tasks alone', async () => {
  const own = String(rowsWith(world.customers, 'account_name', 'sandbox_customer_0001')[0]?.['customer_id']);
  const other = await startHarness({
    customers: 60,
    seed: 5,
    fixedNow: NOW,
    withoutQuotas: true,
    environment: { DEV_VIEWER: `sandbox:CUSTOMER:${own}` },
  });
  try {
    const { data, errors } = await other.query<{
      renewalTasks: unknown;
      expiringResources: unknown;
      customer: object;
    }>(
      `query ($id: String!) { renewalTasks(month: "2026-11") { nodes { endsAt } } expiringResources(within: 30) { nodes { name } }
        customer(customerId: $id) { renewalTasks(month: "2026-11") { customer { customerId } } } }`,
      { id: own },
    );
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(data.customer).toEqual({
      renewalTasks: tasksOf('2026-11')
        .filter(({ customer }) => customer.customerId === own)
        .map(({ customer }) => ({ customer })),
    });
  } finally {
    await other.close();
  }
});
