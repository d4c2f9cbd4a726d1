// Orders. The few facts that lists filter, sort and sum by are drawn once per order; everything else on the
// row follows from the order's own seed when somebody asks for it.

import { wireMoney } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { chinaMidnight, cycleStart, DAY, HOUR, instant, SECOND } from '../../base/time.ts';
import { serviceAt, services } from '../catalog/services.ts';
import { CYCLES, currencyOf, draw, HEAVY_INDEX, volumes } from '../frame.ts';
import type { Customer, Order } from '../types.ts';
import { type Item, itemCount, items, type Sums } from './items.ts';

/** What an order buys comes first: these are the types that leave resources behind. */
const PROVISIONING: ReadonlySet<number> = new Set([1, 2, 11, 13]);
export const COMPLETED = 5;
export const PENDING_PAYMENT = 6;
const UNSUBSCRIBE = 4;
const UNKNOWN_STATUS = 13;
const PAID_STATUSES: ReadonlySet<number> = new Set([2, 3, COMPLETED, UNKNOWN_STATUS]);

export const isProvisioned = (order: Order): boolean =>
  order.status === COMPLETED && PROVISIONING.has(order.type);

export function orderCount(customer: Customer): number {
  if (!customer.active) return 0;
  const { density, seed } = customer.frame;
  const random = new Random(seed, draw.order, customer.index);
  const volume = volumes[density];
  if (customer.index === HEAVY_INDEX) return density === 'dense' ? 260 : 120;
  if (customer.index % volume.heavyEvery === HEAVY_INDEX) return random.int(110, 190);
  return random.int(...volume.orders);
}

export function drawOrder(customer: Customer, ordinal: number): Order {
  const { seed, today } = customer.frame;
  const random = new Random(seed, draw.order, customer.index, ordinal);
  const from = Math.max(customer.associatedAt, cycleStart(today, CYCLES - 1));
  const seconds = Math.floor((today - 2 * HOUR - from) / SECOND);
  const createdAt = from + random.int(0, seconds) * SECOND;
  const type = random.weighted(TYPES);
  const status = (customer.index * 31 + ordinal) % 97 === 13 ? UNKNOWN_STATUS : random.weighted(STATUSES);
  const count = itemCount(customer, ordinal, random);
  return {
    customer,
    ordinal,
    type,
    items: count,
    createdAt,
    paidAt: PAID_STATUSES.has(status) ? createdAt + random.int(5, 3600) * SECOND : 0,
    service: random.chance(0.5) ? random.int(0, 4) : random.int(0, services.length - 1),
    status,
    combined: type === 1 && count > 1 && random.chance(0.15),
  };
}

const TYPES = [
  [1, 60],
  [2, 20],
  [3, 5],
  [4, 6],
  [11, 3],
  [13, 2],
  [10, 1],
  [14, 1],
  [15, 2],
] as const;
const STATUSES = [
  [5, 80],
  [4, 7],
  [6, 6],
  [3, 3],
  [1, 1],
  [9, 1],
  [2, 1],
] as const;

const TAG_LETTERS = 36 * 36;
const base36 = (value: number, length: number): string =>
  value.toString(36).toUpperCase().padStart(length, '0');

/** Order ids carry the creation time and the place in the world, so that a lookup needs no index. */
export function orderId(order: Order, part?: 1 | 2): string {
  const { seed } = order.customer.frame;
  const time = new Date(order.createdAt).toISOString().replace(/\D/g, '').slice(2, 12);
  const tag = base36(seed % TAG_LETTERS, 2);
  const place = base36(order.customer.index, 4) + base36(order.ordinal, 3);
  return `CS${tag}${time}${place}${part ? `S${part}` : ''}`;
}

/** The customer index, ordinal and part that an order id speaks of; whether it exists is for the caller. */
export function orderPlace(id: string): { index: number; ordinal: number; part?: 1 | 2 } | undefined {
  const match = /^CS[0-9A-Z]{2}\d{10}([0-9A-Z]{4})([0-9A-Z]{3})(?:S([12]))?$/.exec(id.toUpperCase());
  if (!match) return undefined;
  const place = { index: parseInt(match[1] ?? '', 36), ordinal: parseInt(match[2] ?? '', 36) };
  return match[3] ? { ...place, part: match[3] === '1' ? 1 : 2 } : place;
}

/** The items of an order, or those of one of its two sub-orders. */
export const itemsOf = (order: Order, part?: 1 | 2): Item[] =>
  part ? items(order).filter((_, at) => (at % 2) + 1 === part) : items(order);

function amountFields(sums: Sums): Record<string, unknown> {
  return {
    amount_after_discount: wireMoney(sums.paid, 1),
    official_amount: wireMoney(sums.official, 1),
  };
}

export function amountInfo(sums: Sums): Record<string, unknown> {
  const discount = sums.official - sums.paid;
  return {
    discounts: discount === 0n ? null : [{ discount_type: '605', discount_amount: wireMoney(discount, 1) }],
    flexipurchase_coupon_amount: wireMoney(0n, 1),
    coupon_amount: wireMoney(sums.coupon, 1),
    stored_card_amount: wireMoney(0n, 1),
    commission_amount: wireMoney(0n, 1),
    consumed_amount: wireMoney(0n, 1),
  };
}

function fields(order: Order, part?: 1 | 2): Record<string, unknown> {
  const random = new Random(order.customer.frame.seed, draw.order, order.customer.index, order.ordinal, 1);
  const service = serviceAt(order.service);
  const sums = itemsOf(order, part).reduce<Sums>(
    (all, item) => ({
      official: all.official + item.official,
      paid: all.paid + item.paid,
      coupon: all.coupon + item.coupon,
    }),
    { official: 0n, paid: 0n, coupon: 0n },
  );
  return {
    order_id: orderId(order, part),
    customer_id: order.customer.id,
    service_type_code: service.code,
    ...(random.chance(0.9) ? { service_type_name: service.zh } : {}),
    source_type: random.weighted([
      [1, 80],
      [2, 15],
      [4, 5],
    ] as const),
    status: order.status,
    order_type: order.type,
    ...amountFields(sums),
    measure_id: 1,
    create_time: instant(order.createdAt),
    ...(order.paidAt ? { payment_time: instant(order.paidAt) } : {}),
    currency: currencyOf(order.customer.frame),
    contract_id: random.chance(0.1) ? `SANDBOX-C-${order.ordinal}` : null,
    amount_info: amountInfo(sums),
  };
}

/** The wire row of the order list. */
export function orderRow(order: Order): Record<string, unknown> {
  const random = new Random(order.customer.frame.seed, draw.order, order.customer.index, order.ordinal, 2);
  const projects = random.pick([null, [], [{ id: '0', name: 'default' }]]);
  const parts = [1, 2] as const;
  return {
    ...fields(order),
    ...(random.chance(0.8) ? { enterprise_projects: projects } : {}),
    sub_order_infos: order.combined
      ? parts.map((part) => ({ ...fields(order, part), enterprise_projects: projects }))
      : random.pick([null, []]),
    ...(random.chance(0.05)
      ? { agent_pay_info: { paying_agent_id: order.customer.id, is_agent_pay: true } }
      : {}),
  };
}

/** The `order_info` of the order details. */
export function orderDetail(order: Order, part?: 1 | 2): Record<string, unknown> {
  const pending = order.status === PENDING_PAYMENT;
  const extras = {
    user_name: order.customer.accountName,
    ...(pending ? { pending_payment_end_time: instant(chinaMidnight(order.createdAt) + 8 * DAY) } : {}),
  };
  return {
    ...fields(order, part),
    ...extras,
    ...(part
      ? {}
      : {
          sub_order_infos: order.combined
            ? ([1, 2] as const).map((each) => ({ ...fields(order, each), ...extras }))
            : null,
        }),
  };
}

export const isUnsubscribe = (type: number): boolean => type === UNSUBSCRIBE;
