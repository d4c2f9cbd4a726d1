// Consumption (fee) records of one customer in one bill cycle, and the only source of bills: a bill is the
// sum of these. Purchases come from orders, monthly payments and savings plans from the customer's draw,
// usage from its pay-per-use resources.

import { fromCents, type Money } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { cycleStart, HOUR, SECOND } from '../../base/time.ts';
import { CYCLES, draw, EXACT_INDEX, HEAVY_INDEX, volumes } from '../frame.ts';
import { COMPLETED, isProvisioned, itemsOf, orderId } from '../orders/orders.ts';
import { type OnDemandResource, onDemandResources } from '../resources/on-demand.ts';
import { resourceName, resourceOf } from '../resources/resources.ts';
import type { Customer, Order } from '../types.ts';

export const PERIOD = 1;
export const ON_DEMAND = 3;
const SAVINGS_PLAN = 11;
export const CHARGING_MODES = [PERIOD, ON_DEMAND, SAVINGS_PLAN] as const;
export type ChargingMode = (typeof CHARGING_MODES)[number];

export interface FeeRecord {
  readonly customer: Customer;
  /** Months back from the current bill cycle. */
  readonly back: number;
  /** Position within the customer's records of the cycle. */
  readonly at: number;
  readonly mode: ChargingMode;
  /** `bill_detail_type` */
  readonly detail: number;
  readonly service: number;
  readonly time: number;
  readonly tradeId: string;
  readonly resourceId?: string;
  readonly resourceName?: string;
  readonly region: number;
  readonly official: Money;
  readonly payment: Money;
  /** What the payment was taken from; the rest is cash. */
  readonly credit: Money;
  readonly coupon: Money;
  readonly debt: Money;
  readonly writeOff: Money;
  /** In 1e-8 of the meter's unit. */
  readonly usage?: bigint;
}

export const cashOf = (record: FeeRecord): Money =>
  record.payment - record.credit - record.coupon - record.debt - record.writeOff;

type Drawn = Omit<FeeRecord, 'customer' | 'back' | 'at'>;

interface Month {
  readonly customer: Customer;
  readonly back: number;
  readonly from: number;
  /** The end of the cycle, or of the world for the current one. */
  readonly to: number;
  readonly random: Random;
}

/** Every record of the customer in the cycle `back` months before the current one, in a stable order. */
export function feeRecords(customer: Customer, back: number): FeeRecord[] {
  const { seed, today } = customer.frame;
  const from = cycleStart(today, back);
  const to = Math.min(cycleStart(today, back - 1), today);
  if (!customer.active || back < 0 || back >= CYCLES) return [];
  if (customer.associatedAt >= cycleStart(today, back - 1)) return [];
  const random = new Random(seed, draw.usage, customer.index, back);
  // On the first day of a month the current cycle would be empty: its records then fall on that midnight.
  const month = { customer, back, from, to: Math.max(to, from + HOUR), random };
  return [...purchases(month), ...monthlyPayments(month), ...savingsPlans(month), ...usage(month)].map(
    (drawn, at) => ({ ...drawn, customer, back, at }),
  );
}

const noMoney = { credit: 0n, coupon: 0n, debt: 0n, writeOff: 0n };
const transaction = (random: Random): string => random.uuid();
const within = ({ from, to, random }: Month): number =>
  from + random.int(0, Math.floor((to - from) / SECOND) - 1) * SECOND;

/** Bill detail types of order types; free order types leave no record. */
const DETAIL_OF_ORDER: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 3, 4: 4, 11: 1, 14: 1, 15: 16 };

function purchases({ customer, from, to }: Month): Drawn[] {
  return customer.orders
    .filter((order) => order.status === COMPLETED && order.paidAt >= from && order.paidAt < to)
    .flatMap((order) => {
      const detail = DETAIL_OF_ORDER[order.type];
      return detail === undefined ? [] : purchase(order, detail);
    });
}

function purchase(order: Order, detail: number): Drawn[] {
  return itemsOf(order).map((item) => {
    const resource = isProvisioned(order) ? resourceOf(order, item) : undefined;
    return {
      ...noMoney,
      mode: PERIOD,
      detail,
      service: order.service,
      time: order.paidAt,
      tradeId: detail === 16 ? `SANDBOX-ADJUST-${orderId(order)}` : orderId(order),
      ...(resource ? { resourceId: resource.id, resourceName: resourceName(resource) } : {}),
      region: item.region,
      official: item.official,
      payment: item.paid,
      coupon: item.coupon,
    };
  });
}

function monthlyPayments(month: Month): Drawn[] {
  const { customer, random } = month;
  const { seed, density } = customer.frame;
  const lasting = new Random(seed, draw.subscription, customer.index);
  if (!lasting.chance(volumes[density].subscription)) return [];
  const service = lasting.int(0, 9);
  const price = fromCents(lasting.int(20_00, 900_00));
  const time = Math.min(month.from + 2 * HOUR, month.to - SECOND);
  return [
    {
      ...noMoney,
      mode: PERIOD,
      detail: 18,
      service,
      time,
      tradeId: transaction(random),
      region: lasting.int(0, 4),
      official: price,
      payment: price,
    },
  ];
}

function savingsPlans(month: Month): Drawn[] {
  const { customer, random } = month;
  const { seed, density } = customer.frame;
  if (!new Random(seed, draw.subscription, customer.index, 1).chance(volumes[density].savingsPlan)) return [];
  return Array.from({ length: random.int(1, 2) }, () => {
    const official = BigInt(random.int(1_00000000, 2_000_000_000)) * 7n;
    return {
      ...noMoney,
      mode: SAVINGS_PLAN,
      detail: 23,
      service: 0,
      time: within(month),
      tradeId: transaction(random),
      region: 0,
      official,
      payment: (official * 72n) / 100n,
    };
  });
}

/** One customer has more records in the newest two cycles than the largest page. */
const MANY = 1_100;

function usage(month: Month): Drawn[] {
  const { customer, random, back } = month;
  const { density } = customer.frame;
  const byService = Map.groupBy(onDemandResources(customer), (resource) => resource.service);
  return [...byService.values()].flatMap((resources, at) => {
    const certain = at === 0 && customer.index <= HEAVY_INDEX;
    if (!certain && !random.chance(volumes[density].usage)) return [];
    const many = customer.index === HEAVY_INDEX && at === 0 && back < 2;
    const records = Array.from({ length: many ? MANY : random.int(1, 6) }, () => metered(month, resources));
    if (customer.index === EXACT_INDEX && at === 0) records.push(exact(month, resources));
    // Compensation that the upstream writes off shows as a negative record of its own.
    if (random.chance(0.02)) records.push(compensation(month, resources));
    return records;
  });
}

function metered(month: Month, resources: readonly OnDemandResource[]): Drawn {
  const { random } = month;
  const resource = random.pick(resources);
  const quantity = BigInt(random.int(1, 2_000_000_000)) * 11n;
  const official = BigInt(random.int(1, 900_000_000)) * (random.chance(0.02) ? 1_003n : 7n);
  const payment = random.chance(0.7) ? (official * BigInt(random.int(60, 99))) / 100n : official;
  return {
    ...noMoney,
    mode: ON_DEMAND,
    detail: 5,
    service: resource.service,
    time: within(month),
    tradeId: transaction(random),
    resourceId: resource.id,
    resourceName: resource.name,
    region: resource.region,
    official,
    payment,
    coupon: random.chance(0.1) ? payment / 4n : 0n,
    debt: random.chance(0.04) ? payment / 3n : 0n,
    credit: random.chance(0.08) ? payment / 5n : 0n,
    usage: quantity,
  };
}

/** 0.10000000 yuan for a usage of 20 significant digits. */
const exact = (month: Month, resources: readonly OnDemandResource[]): Drawn => ({
  ...metered(month, resources),
  official: 10_000_000n,
  payment: 10_000_000n,
  ...noMoney,
  usage: 98_765_432_109_876_543_211n,
});

function compensation(month: Month, resources: readonly OnDemandResource[]): Drawn {
  const amount = -BigInt(month.random.int(1, 50_000_000)) * 3n;
  return {
    ...metered(month, resources),
    detail: 9,
    official: amount,
    payment: amount,
    ...noMoney,
    writeOff: amount,
  };
}
