// Pay-per-use resources, fixed per customer. Consultative customers have them too, they are just not shown;
// their usage is.

import { type Language, nameIn } from '../../base/language.ts';
import { Random } from '../../base/random.ts';
import { DAY, instant, SECOND } from '../../base/time.ts';
import { regions } from '../catalog/regions.ts';
import { serviceAt, services } from '../catalog/services.ts';
import { draw, HEAVY_INDEX, volumes } from '../frame.ts';
import type { Customer } from '../types.ts';

export interface OnDemandResource {
  readonly customer: Customer;
  readonly id: string;
  readonly name: string;
  readonly service: number;
  readonly region: number;
  readonly size: number;
  readonly status: number;
  readonly effectiveAt: number;
  /** 0 when it has none. */
  readonly expiresAt: number;
}

/** One customer has more of them than the largest page. */
const MANY = 130;

export function onDemandResources(customer: Customer): OnDemandResource[] {
  if (!customer.active) return [];
  const { frame, index } = customer;
  const random = new Random(frame.seed, draw.onDemand, index);
  const drawn = random.int(...volumes[frame.density].onDemand);
  const count = index === HEAVY_INDEX ? MANY : index < HEAVY_INDEX ? Math.max(2, drawn) : drawn;
  return Array.from({ length: count }, () => {
    const service = random.chance(0.5) ? random.int(0, 3) : random.int(0, services.length - 1);
    const id = random.uuid();
    const status = random.weighted([
      [1, 86],
      [2, 3],
      [3, 3],
      [4, 2],
      [6, 5],
      [8, 1],
    ] as const);
    return {
      customer,
      id,
      name: `sandbox-pay-per-use-${id.slice(0, 8)}`,
      service,
      region: random.int(0, regions.length - 1),
      size: random.pick([1, 2, 4, 40, 100]),
      status,
      effectiveAt: customer.associatedAt + random.int(0, 86_400) * SECOND,
      expiresAt: status === 6 ? frame.today - random.int(1, 30) * DAY : 0,
    };
  });
}

/** The wire row. `resource_info` is JSON inside a string. */
export function onDemandRow(resource: OnDemandResource, language: Language): Record<string, unknown> {
  const random = new Random(Number.parseInt(resource.id.slice(0, 8), 16));
  const service = serviceAt(resource.service);
  const [type] = service.resourceTypes;
  const region = regions[resource.region] ?? random.pick(regions);
  return {
    customer_id: resource.customer.id,
    region_code: region.code,
    availability_zone_code: random.chance(0.7) ? `${region.code}a` : null,
    service_type_code: service.code,
    service_type_name: nameIn(language, service),
    resource_type_code: type.code,
    resource_type_name: nameIn(language, type),
    resource_id: resource.id,
    resource_name: resource.name,
    effective_time: instant(resource.effectiveAt),
    ...(resource.expiresAt ? { expire_time: instant(resource.expiresAt) } : {}),
    status: resource.status,
    resource_spec_code: `${service.abbreviation}.sandbox.${resource.size}`,
    resource_info: random.chance(0.8) ? JSON.stringify({ specSize: resource.size }) : null,
    product_spec_desc: `${service.abbreviation} sandbox ${resource.size}`,
  };
}
