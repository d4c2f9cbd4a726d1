// The queries that are measured, each with what the world says about it.
import type { Customer, Order } from '../../../src/sandbox/world/types.ts';
import type { World } from '../../../src/sandbox/world/world.ts';
import { type EdgeTruth, pagesOf } from './hindsight.ts';
import * as truths from './truths.ts';

export interface QueryTruth {
  /** Calls for the listing at the root: its pages, whoever asks. */
  readonly rootCalls: number;
  readonly edges: readonly EdgeTruth[];
  /** Calls of a client that makes one for each place in the answer where an edge stands. */
  readonly naive: number;
}

export interface BenchQuery {
  readonly name: string;
  readonly text: string;
  readonly variables: (world: World) => Readonly<Record<string, unknown>>;
  /** Operations by dependent level: none of a level can be called before the level above has its answers. */
  readonly levels: readonly (readonly string[])[];
  readonly truth: (world: World) => QueryTruth;
  /** Not asked in worlds with fewer customers. */
  readonly leastCustomers?: number;
}

const PAGE = 100;
const DASHBOARD_ROWS = 5;
const FEW = 20;
const BILLED = 50;
const CYCLES = 6;
const DEEP_ORDERS = 2;
const DEEP_ROWS = 5;

/** The last complete bill cycle, and those before it. */
const cycleOf = (world: World, back = 1): string => world.cycles[back] ?? '';
const first = (world: World, count: number): readonly Customer[] => world.customers.slice(0, count);

const JOIN = `query Join($first: Int!, $cycle: BillingCycle!) {
  customers(first: $first) {
    nodes {
      customerId
      balance { available { amount } }
      orders(first: ${DASHBOARD_ROWS}) { nodes { orderId } }
      coupons(first: ${DASHBOARD_ROWS}) { nodes { couponId } }
      monthlyBill(cycle: $cycle) { total { amount } }
    }
  }
}`;

/** Customers with balance, newest orders, coupons, and a bill in its three charge modes. */
function join(name: string, count: number, leastCustomers = 1): BenchQuery {
  return {
    name,
    text: JOIN,
    variables: (world) => ({ first: count, cycle: cycleOf(world) }),
    levels: [
      ['ListSubCustomers'],
      [
        'ListCustomersBalancesDetail',
        'ListCustomerOrders',
        'ListIssuedPartnerCoupons',
        'ListSubcustomerMonthlyBills',
      ],
    ],
    truth: (world) => {
      const customers = first(world, count);
      const edges = [
        truths.balances(customers),
        truths.orders(world, customers, DASHBOARD_ROWS),
        truths.coupons(world, customers, DASHBOARD_ROWS),
        ...truths.bills(world, customers, cycleOf(world)),
      ];
      const rootCalls = pagesOf(customers.length, PAGE);
      return { rootCalls, edges, naive: rootCalls + edges.length * customers.length };
    },
    leastCustomers,
  };
}

const ordersWithCustomers: BenchQuery = {
  name: 'orders-with-customers',
  text: `query Orders($first: Int!) {
    orders(first: $first) { nodes { orderId customer { customerId name } } }
  }`,
  variables: () => ({ first: PAGE }),
  levels: [['ListCustomerOrders'], ['ListSubCustomers']],
  truth: (world) => {
    const found = world.ordersNewestFirst.slice(0, PAGE);
    return { rootCalls: 1, edges: [truths.customersOf(world, found)], naive: 1 + found.length };
  },
};

const billsOfSixCycles: BenchQuery = {
  name: 'bills-of-six-cycles',
  text: `query Bills($first: Int!, ${range(CYCLES, (at) => `$cycle${at}: BillingCycle!`).join(', ')}) {
    customers(first: $first) {
      nodes {
        customerId
        ${range(CYCLES, (at) => `bill${at}: monthlyBill(cycle: $cycle${at}) { total { amount } }`).join('\n        ')}
      }
    }
  }`,
  variables: (world) => ({
    first: BILLED,
    ...Object.fromEntries(range(CYCLES, (at) => [`cycle${at}`, cycleOf(world, at)])),
  }),
  levels: [['ListSubCustomers'], ['ListSubcustomerMonthlyBills']],
  truth: (world) => {
    const customers = first(world, BILLED);
    const edges = range(CYCLES, (at) => truths.bills(world, customers, cycleOf(world, at))).flat();
    return { rootCalls: 1, edges, naive: 1 + edges.length * customers.length };
  },
};

/** Each resource leads on to the consumption of its customer, so that the last edge is four levels down. */
const depth: BenchQuery = {
  name: 'depth',
  text: `query Depth($first: Int!, $cycle: BillingCycle!) {
    customers(first: $first) {
      nodes {
        customerId
        orders(first: ${DEEP_ORDERS}) {
          nodes {
            orderId
            resources(first: ${DEEP_ROWS}) {
              nodes {
                resourceId
                customer { consumption(cycle: $cycle, first: ${DEEP_ROWS}) { nodes { recordId } } }
              }
            }
          }
        }
      }
    }
  }`,
  variables: (world) => ({ first: FEW, cycle: cycleOf(world) }),
  levels: [
    ['ListSubCustomers'],
    ['ListCustomerOrders'],
    ['ListPayPerUseCustomerResources'],
    ['ListConsumeSubCustomers'],
    ['ListSubCustomerBillDetail'],
  ],
  truth: (world) => {
    const customers = first(world, FEW);
    const found: readonly Order[] = customers.flatMap(({ orders }) =>
      orders.toReversed().slice(0, DEEP_ORDERS),
    );
    const resources = truths.resourcesOf(world, found, DEEP_ROWS);
    const shown = resources.keys.map((key) => Math.min(DEEP_ROWS, resources.rowsOf(key)));
    const owners = new Set(found.filter((_, at) => (shown[at] ?? 0) > 0).map(({ customer }) => customer));
    const edges = [
      truths.orders(world, customers, DEEP_ORDERS),
      resources,
      truths.consumption(world, [...owners], cycleOf(world), DEEP_ROWS),
    ];
    const places = shown.reduce((sum, rows) => sum + rows, 0);
    return { rootCalls: 1, edges, naive: 1 + customers.length + found.length + places };
  },
};

export const DASHBOARD = 'dashboard';
export const FEW_OF_MANY = 'few-of-many';

export const queries: readonly BenchQuery[] = [
  join(DASHBOARD, PAGE),
  // In a world of 20 customers it would be the dashboard once more.
  join(FEW_OF_MANY, FEW, 200),
  ordersWithCustomers,
  billsOfSixCycles,
  depth,
];

/** From 1 to `count`. */
function range<T>(count: number, of: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => of(index + 1));
}
