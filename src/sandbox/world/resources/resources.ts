// Yearly/monthly resources: each line item of a completed purchase has a main resource, some with attached
// ones. A resource belongs to the order that last bought or renewed it.

import { rawNumber } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { addMonths, DAY, HOUR, instant } from '../../base/time.ts';
import { regions } from '../catalog/regions.ts';
import { type ResourceType, type Service, serviceAt } from '../catalog/services.ts';
import { draw } from '../frame.ts';
import type { Item } from '../orders/items.ts';
import { isProvisioned, itemsOf } from '../orders/orders.ts';
import type { Customer, Order } from '../types.ts';

export interface PeriodResource {
  readonly order: Order;
  readonly item: Item;
  readonly id: string;
  readonly main: boolean;
  readonly parentId?: string;
  readonly service: Service;
  readonly type: ResourceType;
  readonly status: number;
  readonly effectiveAt: number;
  readonly expiresAt: number;
  /** Where the period ended that the order bought; renewals since then moved `expiresAt`. */
  readonly boughtUntil: number;
  readonly region: number;
}

const IN_USE = 2;
const EXPIRED = 5;
const RENEWAL = 2;

/** The main resource of a line item. */
export function resourceOf(order: Order, item: Item): PeriodResource {
  const { frame, index } = order.customer;
  const random = new Random(frame.seed, draw.resource, index, order.ordinal, item.at);
  const service = serviceAt(order.service);
  const months = item.yearly ? 12 * item.periods : item.periods;
  const boughtAt = order.paidAt + random.int(1, 20) * 60_000;
  const boughtUntil = addMonths(boughtAt, months);
  let expiresAt = boughtUntil;
  // Most monthly resources are extended by automatic renewal, which leaves many that expire soon.
  const extended = random.chance(0.6);
  while (extended && expiresAt < frame.today) expiresAt = addMonths(expiresAt, item.yearly ? 12 : 1);
  const status =
    expiresAt < frame.today
      ? random.weighted([
          [EXPIRED, 60],
          [3, 40],
        ] as const)
      : random.weighted([
          [IN_USE, 93],
          [4, 5],
          [3, 1],
          [11, 1],
        ] as const);
  const renewed = order.type === RENEWAL ? random.int(1, 6) : 0;
  return {
    order,
    item,
    id: random.uuid(),
    main: true,
    service,
    type: service.resourceTypes[0],
    status,
    effectiveAt: addMonths(boughtAt, -renewed),
    expiresAt,
    boughtUntil,
    region: item.region,
  };
}

function attached(main: PeriodResource): PeriodResource[] {
  const { customer, ordinal } = main.order;
  const random = new Random(customer.frame.seed, draw.resource, customer.index, ordinal, main.item.at, 1);
  const count = random.weighted([
    [0, 65],
    [1, 25],
    [2, 10],
  ] as const);
  const others = main.service.resourceTypes.slice(1);
  return Array.from({ length: count }, () => ({
    ...main,
    id: random.uuid(),
    main: false,
    parentId: main.id,
    type: random.pick(others),
  }));
}

function resourcesOfOrder(order: Order): PeriodResource[] {
  if (!isProvisioned(order)) return [];
  return itemsOf(order).flatMap((item) => {
    const main = resourceOf(order, item);
    return [main, ...attached(main)];
  });
}

export const resourcesOfCustomer = (customer: Customer): PeriodResource[] =>
  customer.orders.flatMap(resourcesOfOrder);

export const resourceName = (resource: PeriodResource): string =>
  `sandbox-${resource.service.abbreviation.toLowerCase()}-${resource.id.slice(0, 8)}`;

/** The wire row; it names neither customer nor order. */
export function periodResourceRow(resource: PeriodResource): Record<string, unknown> {
  const random = new Random(Number.parseInt(resource.id.slice(0, 8), 16));
  const region = regions[resource.region] ?? random.pick(regions);
  return {
    id: `01${resource.id.replaceAll('-', '').slice(0, 16)}`,
    resource_id: resource.id,
    ...(random.chance(0.95) ? { resource_name: resourceName(resource) } : { resource_name: null }),
    region_code: region.code,
    service_type_code: resource.service.code,
    service_type_name: resource.service.zh,
    resource_type_code: resource.type.code,
    resource_type_name: resource.type.zh,
    resource_spec_code: `${resource.service.abbreviation}.sandbox.${resource.item.size}.linux`,
    project_id: random.hex(32),
    product_id: resource.item.productId,
    parent_resource_id: resource.parentId ?? null,
    is_main_resource: resource.main ? 1 : 0,
    status: resource.status,
    effective_time: instant(resource.effectiveAt),
    expire_time: instant(resource.expiresAt),
    expire_policy: random.weighted([
      [0, 50],
      [3, 35],
      [1, 5],
      [2, 5],
      [4, 5],
    ] as const),
    product_spec_desc: `${resource.service.abbreviation} sandbox ${resource.item.size}`,
    spec_size: resource.type.code.includes('volume') ? rawNumber(`${resource.item.size}.0`) : null,
    ...(resource.type.code.includes('volume') ? { spec_size_measure_id: 17 } : {}),
    update_time: instant(Math.min(resource.effectiveAt + DAY + HOUR, resource.order.customer.frame.today)),
    ...(random.chance(0.7) ? { enterprise_project: { id: '0', name: 'default' } } : {}),
  };
}
