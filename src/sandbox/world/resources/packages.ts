// Resource packages: what was bought ahead, what is left of it, and what took from it.

import { type Language, nameIn } from '../../base/language.ts';
import { Random } from '../../base/random.ts';
import { addMonths, chinaDate, DAY, HOUR, instant } from '../../base/time.ts';
import { serviceAt } from '../catalog/services.ts';
import { draw } from '../frame.ts';
import type { Customer } from '../types.ts';

const GB = 10;
const STEPS = 40;

export interface PackageItem {
  readonly id: string;
  readonly package: ResourcePackage;
  readonly ordinal: number;
  readonly original: number;
  readonly left: number;
}

export interface ResourcePackage {
  readonly customer: Customer;
  readonly id: string;
  readonly productId: string;
  readonly name: string;
  readonly orderId: string;
  readonly service: number;
  readonly status: number;
  readonly from: number;
  readonly to: number;
  readonly resettable: boolean;
  readonly items: PackageItem[];
}

export function packagesOf(customer: Customer): readonly ResourcePackage[] {
  const random = new Random(customer.frame.seed, draw.package, customer.index);
  const count = customer.active ? (customer.index === 0 ? 12 : random.int(0, 3)) : 0;
  return Array.from({ length: count }, (_, ordinal) => {
    const drawn = new Random(customer.frame.seed, draw.package, customer.index, ordinal + 1);
    const from = customer.frame.today - drawn.int(10, 300) * DAY;
    const id = `SANDBOX-PKG-${customer.index}-${ordinal}`;
    const made: ResourcePackage = {
      customer,
      id,
      productId: `SANDBOX-PKG-PRODUCT-${drawn.int(1, 9)}`,
      name: `Sandbox package ${ordinal + 1}`,
      orderId: `SANDBOX-PKG-ORDER-${customer.index}-${ordinal}`,
      service: drawn.int(0, 9),
      status: drawn.weighted([
        [1, 70],
        [2, 15],
        [3, 15],
      ] as const),
      from,
      to: addMonths(from, 12),
      resettable: drawn.chance(0.5),
      items: [],
    };
    for (let at = 0; at < drawn.int(1, 2); at++) {
      const original = drawn.int(1, 50) * 100;
      made.items.push({
        id: `${id}-${at}`,
        package: made,
        ordinal: at,
        original,
        left: made.status === 2 ? 0 : original - STEPS,
      });
    }
    return made;
  });
}

export function packageRow(one: ResourcePackage, language: Language): Record<string, unknown> {
  const service = serviceAt(one.service);
  return {
    order_instance_id: one.id,
    order_id: one.orderId,
    product_id: one.productId,
    product_name: one.name,
    enterprise_project_id: '0',
    enterprise_project_scope: 0,
    effective_time: instant(one.from),
    expire_time: instant(one.to),
    status: one.status,
    service_type_code: service.code,
    service_type_name: nameIn(language, service),
    region_code: 'cn-north-4',
    source_type: 0,
    bundle_type: one.items.length > 1 ? 'BUNDLE_PKG' : 'ATOMIC_PKG',
    quota_reuse_mode: one.resettable ? 1 : 2,
    free_resources: one.items.map((item) => ({
      free_resource_id: item.id,
      usage_type_name: `Sandbox usage ${item.ordinal + 1}`,
      amount: `${item.left}.5`,
      original_amount: String(item.original),
      measure_id: GB,
    })),
  };
}

export const packageUsageRow = (item: PackageItem): Record<string, unknown> => ({
  free_resource_id: item.id,
  free_resource_type_name: `Sandbox item ${item.ordinal + 1}`,
  ...(item.package.resettable ? { quota_reuse_cycle: 4, quota_reuse_cycle_type: 2 } : {}),
  usage_type_name: `Sandbox usage ${item.ordinal + 1}`,
  start_time: instant(item.package.from),
  end_time: instant(item.package.to),
  amount: JSON.parse(`${item.left}.5`),
  original_amount: item.original,
  measure_id: GB,
});

/** Newest first: one deduction a day, of one unit each. */
export function deductionsOf(customer: Customer): readonly { date: string; row: Record<string, unknown> }[] {
  return packagesOf(customer)
    .flatMap((one) => one.items)
    .flatMap((item) =>
      Array.from({ length: STEPS }, (_, step) => {
        const at = Math.min(item.package.from + (step + 1) * DAY, customer.frame.today - HOUR);
        return { at, item, step };
      }),
    )
    .sort((a, b) => b.at - a.at || (a.item.id < b.item.id ? -1 : 1) || b.step - a.step)
    .map(({ at, item, step }) => ({
      date: chinaDate(at),
      row: {
        deduct_time: instant(at),
        free_resource_id: item.id,
        resource_id: `SANDBOX-RES-${customer.index}-${step}`,
        resource_type_code: serviceAt(item.package.service).resourceTypes[0].code,
        resource_type_name: serviceAt(item.package.service).resourceTypes[0].zh,
        resource_tag: null,
        product_id: item.package.productId,
        product_name: item.package.name,
        usage_type_code: 'duration',
        available_amount: String(item.original - step),
        remaining_amount: String(item.original - step - 1),
        used_amount: '1',
        measure_id: GB,
        effective_time: instant(at - HOUR),
        expire_time: instant(at),
      },
    }));
}
