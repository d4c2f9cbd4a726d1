// The sandbox's world as the truth about edges: whose rows there are, in the order of the real listings.
import type { AnyOperation } from '../../../src/call/operation.ts';
import { operationByName } from '../../../src/operations/operations.ts';
import { CHARGING_MODES, type ChargingMode } from '../../../src/sandbox/world/bills/records.ts';
import { orderId } from '../../../src/sandbox/world/orders/orders.ts';
import type { Customer, Order } from '../../../src/sandbox/world/types.ts';
import type { World } from '../../../src/sandbox/world/world.ts';
import type { EdgeTruth } from './hindsight.ts';

const pageSize = (operation: AnyOperation): number => operation.paging?.limitMax ?? Number.MAX_SAFE_INTEGER;
const idOf = ({ id }: Customer): string => id;
/** Consultative-sale customers have no balance, coupons or bills, and the customer's row says so. */
const resaleOnly = (customers: readonly Customer[]) => customers.filter(({ resale }) => resale).map(idOf);

function customerOf(world: World, id: string): Customer {
  const customer = world.customer(id);
  if (!customer) throw new Error(`expected a customer of the world, got ${id}`);
  return customer;
}

export function balances(customers: readonly Customer[]): EdgeTruth {
  return {
    name: 'Customer.balance',
    keys: resaleOnly(customers),
    rows: 1,
    pageSize: pageSize(operationByName.ListCustomersBalancesDetail),
    rowsOf: () => 1,
    point: false,
    bulk: operationByName.ListCustomersBalancesDetail.bulk?.max ?? 1,
  };
}

export function orders(world: World, customers: readonly Customer[], rows: number): EdgeTruth {
  return {
    name: 'Customer.orders',
    keys: customers.map(idOf),
    rows,
    pageSize: pageSize(operationByName.ListCustomerOrders),
    rowsOf: (key) => customerOf(world, key).orders.length,
    point: true,
    listing: world.ordersNewestFirst.map(({ customer }) => customer.id),
  };
}

export function coupons(world: World, customers: readonly Customer[], rows: number): EdgeTruth {
  return {
    name: 'Customer.coupons',
    keys: resaleOnly(customers),
    rows,
    pageSize: pageSize(operationByName.ListIssuedPartnerCoupons),
    rowsOf: (key) => customerOf(world, key).coupons.length,
    point: true,
    listing: world.coupons.map(({ customer }) => customer.id),
  };
}

/** A bill is one edge per charge mode, because each is a listing of its own. */
export function bills(world: World, customers: readonly Customer[], cycle: string): EdgeTruth[] {
  const back = world.back(cycle);
  return CHARGING_MODES.map((mode: ChargingMode) => ({
    name: `Customer.monthlyBill ${cycle} mode ${mode}`,
    keys: resaleOnly(customers),
    rows: Number.POSITIVE_INFINITY,
    pageSize: pageSize(operationByName.ListSubcustomerMonthlyBills),
    rowsOf: (key) => world.billsOf(customerOf(world, key), back, mode).length,
    point: true,
    listing: world.bills(back, mode).map(({ customer }) => customer.id),
  }));
}

export function customersOf(world: World, found: readonly Order[]): EdgeTruth {
  return {
    name: 'Order.customer',
    keys: [...new Set(found.map(({ customer }) => customer.id))],
    rows: 1,
    pageSize: pageSize(operationByName.ListSubCustomers),
    rowsOf: () => 1,
    point: true,
    listing: world.customers.map(idOf),
  };
}

export function resourcesOf(world: World, found: readonly Order[], rows: number): EdgeTruth {
  const byId = new Map(found.map((order) => [orderId(order), order]));
  return {
    name: 'Order.resources',
    keys: [...byId.keys()],
    rows,
    pageSize: pageSize(operationByName.ListPayPerUseCustomerResources),
    rowsOf: (key) => {
      const order = byId.get(key);
      return order ? world.resources(order.customer).filter((one) => one.order === order).length : 0;
    },
    point: true,
  };
}

export function consumption(
  world: World,
  customers: readonly Customer[],
  cycle: string,
  rows: number,
): EdgeTruth {
  return {
    name: 'Customer.consumption',
    keys: customers.map(idOf),
    rows,
    pageSize: pageSize(operationByName.ListSubCustomerBillDetail),
    rowsOf: (key) => world.records(customerOf(world, key), world.back(cycle)).length,
    point: true,
  };
}
