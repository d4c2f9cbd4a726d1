// Bandwidth that is charged by its 95th percentile: a few resources of some customers.

import { Random } from '../../base/random.ts';
import { cycleStart, HOUR, instant } from '../../base/time.ts';
import { draw } from '../frame.ts';
import type { Customer } from '../types.ts';

const MBPS = 15;
const SAMPLES = 120;

export interface BandwidthRequest {
  readonly back: number;
  readonly service: string;
  readonly usageType: string;
}

const resourceIds = (customer: Customer, { service }: BandwidthRequest): readonly string[] => {
  const random = new Random(customer.frame.seed, draw.bandwidth, customer.index, service.length);
  const count = customer.active ? random.int(customer.index < 6 ? 1 : 0, 3) : 0;
  return Array.from({ length: count }, () => random.uuid());
};

const figures = (customer: Customer, id: string, request: BandwidthRequest) => {
  const random = new Random(
    customer.frame.seed,
    draw.bandwidth,
    Number.parseInt(id.slice(0, 6), 16),
    request.back,
  );
  const isPlus = request.usageType === '95peak_plus';
  return {
    actual_days: `${random.int(10, 31)}.5`,
    band_width: `${random.int(1, 900)}.25`,
    monthly_guaranteed_band_width: isPlus ? '10' : null,
    monthly_peak_band_width: isPlus ? '950.125' : null,
    band_width_measure_id: MBPS,
  };
};

/** The current month has nothing but the ids. */
export const bandwidthSummaries = (customer: Customer, request: BandwidthRequest) =>
  resourceIds(customer, request).map((id) => ({
    resource_id: id,
    ...(request.back > 0 ? figures(customer, id, request) : {}),
  }));

export function bandwidthSamples(customer: Customer, id: string, request: BandwidthRequest) {
  if (!resourceIds(customer, request).includes(id)) return undefined;
  const start = cycleStart(customer.frame.today, request.back);
  return {
    ...(request.back > 0 ? figures(customer, id, request) : {}),
    samples:
      request.back > 0
        ? Array.from({ length: SAMPLES }, (_, at) => ({
            stat_time: instant(start + at * 6 * HOUR),
            guaranteed_band_width: null,
            usage: `${(at * 37) % 800}.5`,
            measure_id: MBPS,
          }))
        : [],
  };
}
