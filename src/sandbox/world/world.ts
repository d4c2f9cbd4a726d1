// One partner's world: the objects that lists walk over, made once; everything finer is made on demand.

import { Lru } from '../base/lru.ts';
import { chinaCycle, cycleStart } from '../base/time.ts';
import { couponCount, drawCoupon } from './accounts/coupons.ts';
import { drawCustomer } from './accounts/customers.ts';
import { type BillLine, billLines } from './bills/bills.ts';
import { CycleIndex } from './bills/cycle-index.ts';
import { type ChargingMode, type FeeRecord, feeRecords } from './bills/records.ts';
import { CYCLES, type Frame } from './frame.ts';
import { drawOrder, orderCount, orderId, orderPlace } from './orders/orders.ts';
import { type PeriodResource, resourcesOfCustomer } from './resources/resources.ts';
import type { Coupon, Customer, Order } from './types.ts';

export interface OrderPlace {
  readonly order: Order;
  readonly part?: 1 | 2;
}

export class World {
  readonly frame: Frame;
  /** Newest association first. */
  readonly customers: readonly Customer[];
  /** Grouped by customer, oldest first within one: the order when nobody asks for one. */
  readonly orders: readonly Order[];
  readonly ordersOldestFirst: readonly Order[];
  readonly ordersNewestFirst: readonly Order[];
  /** By coupon id, which is as good as shuffled. */
  readonly coupons: readonly Coupon[];
  /** Bill cycles, the current one first. */
  readonly cycles: readonly string[];
  /** By customer id, which is as good as shuffled. */
  readonly #customersById: readonly Customer[];
  readonly #byId: ReadonlyMap<string, Customer>;
  readonly #byAccountName: ReadonlyMap<string, Customer>;
  readonly #records = new Lru<string, FeeRecord[]>(512);
  readonly #resources = new Lru<Customer, PeriodResource[]>(512);
  readonly #cycles = new Map<number, CycleIndex>();

  constructor(frame: Frame) {
    this.frame = frame;
    this.customers = Array.from({ length: frame.customers }, (_, index) => drawCustomer(frame, index));
    for (const customer of this.customers) {
      for (let at = orderCount(customer) - 1; at >= 0; at--) customer.orders.push(drawOrder(customer, at));
      customer.orders.sort((a, b) => a.createdAt - b.createdAt || a.ordinal - b.ordinal);
      for (let at = couponCount(customer) - 1; at >= 0; at--) customer.coupons.push(drawCoupon(customer, at));
      customer.coupons.sort((a, b) => (a.id < b.id ? -1 : 1));
    }
    this.orders = this.customers.flatMap((customer) => customer.orders);
    this.ordersOldestFirst = this.orders.toSorted((a, b) => a.createdAt - b.createdAt);
    this.ordersNewestFirst = this.ordersOldestFirst.toReversed();
    this.coupons = this.customers
      .flatMap((customer) => customer.coupons)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    this.cycles = Array.from({ length: CYCLES }, (_, back) => chinaCycle(cycleStart(frame.today, back)));
    this.#customersById = this.customers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.#byId = new Map(this.customers.map((customer) => [customer.id, customer]));
    this.#byAccountName = new Map(this.customers.map((customer) => [customer.accountName, customer]));
  }

  customer(id: string): Customer | undefined {
    return this.#byId.get(id);
  }

  customerByAccountName(name: string): Customer | undefined {
    return this.#byAccountName.get(name);
  }

  /** Order ids match whatever their case. */
  order(id: string): OrderPlace | undefined {
    const place = orderPlace(id);
    const customer = place && this.customers[place.index];
    const order = customer?.orders.find((each) => each.ordinal === place?.ordinal);
    if (!order || orderId(order, place?.part) !== id.toUpperCase()) return undefined;
    if (!place?.part) return { order };
    return order.combined ? { order, part: place.part } : undefined;
  }

  resources(customer: Customer): readonly PeriodResource[] {
    return this.#resources.get(customer, () => resourcesOfCustomer(customer));
  }

  /** The months back of a cycle, or -1 when there is no data on it. */
  back(cycle: string): number {
    return this.cycles.indexOf(cycle);
  }

  records(customer: Customer, back: number): readonly FeeRecord[] {
    return this.#records.get(`${customer.index}/${back}`, () => feeRecords(customer, back));
  }

  /** The listings of the cycle `back` months before the current one. */
  cycle(back: number): CycleIndex {
    const known = this.#cycles.get(back);
    if (known) return known;
    const made = new CycleIndex(this.#customersById, back);
    this.#cycles.set(back, made);
    return made;
  }

  /** Every customer's bill lines of one cycle and charging mode. */
  bills(back: number, mode: ChargingMode): readonly BillLine[] {
    return back < 0 ? [] : this.cycle(back).lines(mode);
  }

  billsOf(customer: Customer, back: number, mode: ChargingMode): readonly BillLine[] {
    return billLines(customer, this.records(customer, back)).filter((line) => line.mode === mode);
  }

  /** Every customer with consumption in the cycle. */
  consumers(back: number): readonly Customer[] {
    return back < 0 ? [] : this.cycle(back).consumers;
  }
}
