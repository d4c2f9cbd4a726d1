import type { GatewayContext } from '../../src/context/context.ts';
import { compareDecimals } from '../../src/decode/decimal.ts';
import { ALL_ROWS } from '../../src/loaders/window.ts';
import { customerById, requestCustomers } from '../../src/operations/customers/edges.ts';
import { type LineItem, lineItemsByOrder, ordersByCustomer } from '../../src/operations/orders/edges.ts';
import type { OrderLineItemRow, OrderRow } from '../../src/operations/orders/orders.ts';
import { periodResourcesByCustomer } from '../../src/operations/resources/edges.ts';
import type { PeriodResourceRow } from '../../src/operations/resources/resources.ts';
import { builder } from '../core/builder.ts';
import { asConnection, connectionType, pageArguments, readPage } from '../core/connection/connection.ts';
import { chinaDaysBetween, monthSpan } from '../core/filter/china-month.ts';
import { inWholeUnits } from '../core/money.ts';
import { keyedRead, listing, type Read, reads } from '../core/reads/reads.ts';
import { amounts } from '../core/row-fields.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from '../customers/customers.ts';
import { pageOfCustomers } from '../customers/page-of-customers.ts';
import { OrderType } from '../orders/order-enums.ts';
import { OrderRef, orderOfRow } from '../orders/orders.ts';
import type { PeriodResourceNode } from '../resources/resource-node.ts';
import { PeriodResourceRef } from '../resources/resources.ts';
import { dueOf, LEAST_PAID, type Month, type Renewal, renewalOf } from './derive-renewal-task.ts';

interface RenewalTask extends Renewal {
  readonly customerId: string;
  readonly month: string;
  readonly order: OrderRow;
}

const RenewalTaskRef = builder.objectRef<RenewalTask>('RenewalTask').implement({
  description:
    'Order whose period ends in a month and is not sufficiently renewed: at least 5,000 yuan were actually paid for the ending items, and less than 60 % of that amount is renewed. One-off purchases are excluded. Renewal tasks are not provided by the upstream but derived here from orders and resources.',
  fields: (t) => ({
    month: t.field({
      type: 'BillingCycle',
      nullable: false,
      description: 'Month in which the period of the order ends.',
      resolve: (task) => task.month,
    }),
    order: t.field({
      extensions: reads({ loaded: true }),
      type: OrderRef,
      nullable: false,
      description: 'Order whose period ends in the month.',
      resolve: (task) => orderOfRow(task.order),
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Customer to whom the order belongs.',
      resolve: (task, _args, context) => customerOf(task.customerId, context),
    }),
    ...amounts(
      t,
      {
        amountDue: [
          'Amount actually paid for the ending items: prices after discounts, less coupons and stored-value cards.',
          (task) => task.amountDue,
        ],
        amountRenewed: [
          'Renewed part of the amount due: for each product, the share of the resources that continue after the month.',
          (task) => task.amountRenewed,
        ],
      },
      // Tasks are counted in yuan, whatever the order came in.
      ({ order }) => ({ currency: order.currency }),
    ),
    shareRenewed: t.field({
      type: 'Decimal',
      nullable: false,
      description: 'Renewed share of the amount due as a fraction below 0.6, truncated to four decimals.',
      resolve: (task) => task.shareRenewed,
    }),
    endsAt: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Time of the first end among the periods that are not renewed, in UTC.',
      resolve: (task) => task.endsAt,
    }),
    daysLeft: t.int({
      nullable: false,
      description: 'Calendar days in China until `endsAt`; negative once that time has passed.',
      resolve: (task, _args, context) => chinaDaysBetween(context.now(), task.endsAt),
    }),
    resources: t.field({
      extensions: reads({ loaded: true }),
      type: [PeriodResourceRef],
      nullable: { list: true, items: false },
      description: 'Main resources that are not renewed.',
      resolve: ({ customerId: ownerId, resources, order }) =>
        resources.map(
          (row): PeriodResourceNode => ({ kind: 'period', ownerId, row, orderId: order.order_id }),
        ),
    }),
  }),
});

const COMPLETED = { status: 5 } as const;
const BUYS_PERIODS: ReadonlySet<string> = new Set([
  'NEW',
  'RENEWAL',
  'CHANGE',
  'ON_DEMAND_TO_PERIOD',
  'TRIAL_TO_COMMERCIAL',
]);

/** True for an order that may have bought an ending resource: details of other orders need not be read. */
function mayBeDue(order: OrderRow, ending: readonly PeriodResourceRow[], { until }: Month): boolean {
  const services = new Set(ending.map((row) => row.service_type_code));
  const own = [order, ...order.sub_order_infos].map((one) => one.service_type_code);
  return (
    BUYS_PERIODS.has(OrderType.of(order.order_type)) &&
    (order.create_time ?? '') <= until &&
    compareDecimals(inWholeUnits(order.amount_after_discount ?? '0', order), LEAST_PAID) >= 0 &&
    own.some((service) => service === undefined || services.has(service))
  );
}

/** A line item with its amounts in yuan, in which a task counts. */
function inYuan(item: LineItem): OrderLineItemRow {
  const { amount_info: info } = item;
  const whole = (amount: string | undefined) =>
    amount === undefined ? undefined : inWholeUnits(amount, item);
  return {
    ...item,
    amount_after_discount: whole(item.amount_after_discount),
    amount_info: info && {
      ...info,
      coupon_amount: whole(info.coupon_amount),
      flexipurchase_coupon_amount: whole(info.flexipurchase_coupon_amount),
      stored_card_amount: whole(info.stored_card_amount),
    },
  };
}

async function tasksOf(
  customerId: string,
  cycle: string,
  context: GatewayContext,
): Promise<readonly RenewalTask[]> {
  const { loaders } = context;
  const month = monthSpan(cycle);
  const span = { expire_time_begin: month.from, expire_time_end: month.until, only_main_resource: 1 };
  const ending = await loaders.rows(periodResourcesByCustomer, customerId, span, ALL_ROWS);
  // A renewed resource ends later: where no resource ends in the month, none is left to renew.
  if (ending.rows.length === 0) return [];
  const orders = await loaders.rows(ordersByCustomer, customerId, COMPLETED, ALL_ROWS);
  const candidates = orders.rows.filter((order) => mayBeDue(order, ending.rows, month));
  const tasks = await Promise.all(
    candidates.map(async (order): Promise<RenewalTask[]> => {
      const items = await loaders.rows(lineItemsByOrder, order.order_id, null, ALL_ROWS);
      const due = dueOf(
        items.rows.map(({ item }) => inYuan(item)),
        month,
      );
      if (!due) return [];
      const filter = { order_id: order.order_id, only_main_resource: 1 };
      const resources = await loaders.rows(periodResourcesByCustomer, customerId, filter, ALL_ROWS);
      const renewal = renewalOf(due, resources.rows, month);
      return renewal ? [{ ...renewal, order, customerId, month: cycle }] : [];
    }),
  );
  return tasks.flat().sort(bySoonest);
}

const bySoonest = (left: RenewalTask, right: RenewalTask): number =>
  left.endsAt.localeCompare(right.endsAt) || left.order.order_id.localeCompare(right.order.order_id);

/** The number of a customer's orders that may be due has no bound; few customers have any. */
const FEW = { upper: Number.POSITIVE_INFINITY, expected: 0.2 };

const readsOf = (perRow: { readonly perRow?: true }): readonly Read[] => [
  keyedRead(periodResourcesByCustomer, { rows: 'all', filters: () => [{}], cardinality: perRow }),
  keyedRead(ordersByCustomer, { rows: 'all', filters: () => [COMPLETED], cardinality: perRow }),
  keyedRead(lineItemsByOrder, { rows: 'all', cardinality: { fanOut: FEW, ...perRow } }),
  keyedRead(periodResourcesByCustomer, {
    rows: 'all',
    batching: { perKeyFilter: true },
    cardinality: { fanOut: FEW, ...perRow },
  }),
];

/** The least amount of a renewal task is in yuan. */
const IN_YUAN = 'cn';

builder.objectField(CustomerRef, 'renewalTasks', (t) =>
  t.field({
    extensions: reads({ reads: readsOf({}), scope: { site: IN_YUAN } }),
    type: [RenewalTaskRef],
    nullable: { list: true, items: false },
    description:
      'Orders of the customer that end in a month and are not sufficiently renewed, soonest first. Derived: see `RenewalTask`.',
    args: {
      month: t.arg({ type: 'BillingCycle', required: true, description: 'Month in which the orders end.' }),
    },
    resolve: ({ customerId }, { month }, context) => tasksOf(customerId, month, context),
  }),
);

const RenewalTaskConnection = connectionType('RenewalTask', RenewalTaskRef, 'renewal tasks');

builder.queryField('renewalTasks', (t) =>
  t.field({
    extensions: reads({
      reads: [
        listing(customerById, {
          rows: 'page',
          cardinality: { distinctCustomers: true },
          request: requestCustomers,
          filters: () => [{}],
        }),
        ...readsOf({ perRow: true }),
      ],
      scope: { site: IN_YUAN },
      // Few customers have any.
      cardinality: { unbounded: true, selectivity: 0.1 },
    }),
    type: RenewalTaskConnection,
    description:
      'Orders of all customers that end in a month and are not sufficiently renewed, soonest first. Derived: see `RenewalTask`. Pages count customers: `first` customers are queried for resources that end in the month, one call each, and orders are read only for customers with such resources. A page may hold any number of tasks, even none; continue with `endCursor` as long as a next page exists. `totalCount` is null.',
    authScopes: { partner: true },
    args: {
      month: t.arg({ type: 'BillingCycle', required: true, description: 'Month in which the orders end.' }),
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context, info) =>
      asConnection(info, async () => {
        const load = ({ customerId }: { readonly customerId: string }) =>
          tasksOf(customerId, args.month, context);
        return pageOfCustomers(readPage(args, info), {}, context, load, bySoonest);
      }),
  }),
);
