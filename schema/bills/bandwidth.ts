import type { BandwidthSampleRow, BandwidthSummaryRow } from '../../src/operations/bills/bandwidth.ts';
import {
  type BandwidthFilter,
  bandwidthByCustomer,
  bandwidthSamplesByResource,
} from '../../src/operations/bills/customer-bill-edges.ts';
import { quantities } from '../catalog/quantity.ts';
import { builder } from '../core/builder.ts';
import {
  asConnection,
  Connection,
  connectionType,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { instants, texts } from '../core/row-fields.ts';
import { CustomerBillsRef } from './customer-bills.ts';

/** A resource in a month, with the customer that owns it. */
interface BandwidthNode {
  readonly customer: string;
  readonly filter: BandwidthFilter;
  readonly row: BandwidthSummaryRow;
}

const SampleRef = builder.objectRef<BandwidthSampleRow>('BandwidthSample').implement({
  description: 'Sample of the bandwidth of a resource; each day has 288 samples.',
  fields: (t) => ({
    ...instants(t, { sampledAt: ['Time when the sample was taken, in UTC.', (row) => row.stat_time] }),
    ...quantities(t, {
      usage: ['Bandwidth used at the time of the sample.', (row) => [row.usage, row.measure_id]],
      guaranteedBandwidth: [
        'Guaranteed bandwidth, charged in any case; for enhanced bandwidth only.',
        (row) => [row.guaranteed_band_width, row.measure_id],
      ],
    }),
  }),
});

const SampleConnection = connectionType('BandwidthSample', SampleRef, 'bandwidth samples');

const BandwidthUsageRef = builder.objectRef<BandwidthNode>('BandwidthUsage').implement({
  description:
    'Bandwidth of one resource in one month, charged by its 95th percentile. A month is complete at 20:00 (China) on the 2nd of the next month; until then only the id is available.',
  fields: (t) => ({
    ...texts(t, { resourceId: ['Upstream id of the resource.', ({ row }) => row.resource_id] }),
    actualDays: t.field({
      type: 'Decimal',
      description: 'Number of days with samples: the number of samples divided by 288.',
      resolve: ({ row }) => row.actual_days,
    }),
    ...quantities(t, {
      chargedBandwidth: [
        'Bandwidth that is charged for the month.',
        ({ row }) => [row.band_width, row.band_width_measure_id],
      ],
      guaranteedBandwidth: [
        'Guaranteed bandwidth, charged in any case; for enhanced bandwidth only.',
        ({ row }) => [row.monthly_guaranteed_band_width, row.band_width_measure_id],
      ],
      peakBandwidth: [
        'Peak bandwidth of the month; for enhanced bandwidth only.',
        ({ row }) => [row.monthly_peak_band_width, row.band_width_measure_id],
      ],
    }),
    samples: t.field({
      extensions: reads({
        reads: [keyedRead(bandwidthSamplesByResource, { rows: 'page', batching: { perKeyFilter: true } })],
      }),
      type: SampleConnection,
      description: 'Samples from which the bandwidth was determined.',
      args: pageArguments(t.arg),
      resolve: ({ customer, filter, row }, args, context, info) =>
        asConnection(info, async () => {
          const page = readPage(args, info);
          if (!row.resource_id) return Connection.empty<BandwidthSampleRow>();
          const asked = { ...filter, customer };
          const load = context.loaders.rows(bandwidthSamplesByResource, row.resource_id, asked, page);
          return toConnection(page, load, (sample) => sample);
        }),
    }),
  }),
});

const BandwidthConnection = connectionType('BandwidthUsage', BandwidthUsageRef, 'bandwidth usages');

interface BandwidthArguments {
  readonly cycle: string;
  readonly serviceTypeCode: string;
  readonly resourceTypeCode: string;
  readonly usageTypeCode: string;
}

const toFilter = (args: BandwidthArguments): BandwidthFilter => ({
  bill_cycle: args.cycle,
  service_type_code: args.serviceTypeCode,
  resource_type_code: args.resourceTypeCode,
  usage_type: args.usageTypeCode,
});

builder.objectField(CustomerBillsRef, 'bandwidth', (t) =>
  t.field({
    extensions: reads({
      reads: [
        keyedRead(bandwidthByCustomer, {
          rows: 'page',
          filters: (args: BandwidthArguments) => [toFilter(args)],
        }),
      ],
    }),
    type: BandwidthConnection,
    description: 'Bandwidth of CDN, OBS, VPC and IEC that is charged by its 95th percentile.',
    args: {
      cycle: t.arg({
        type: 'BillingCycle',
        required: true,
        description: 'Billing cycle of the bandwidth usage.',
      }),
      serviceTypeCode: t.arg.string({
        required: true,
        description: 'Upstream code of the cloud service, e.g. `hws.service.type.cdn`.',
      }),
      resourceTypeCode: t.arg.string({
        required: true,
        description: 'Upstream code of the resource type, e.g. `hws.resource.type.cdn`.',
      }),
      usageTypeCode: t.arg.string({
        required: true,
        description:
          'Upstream code of the metered usage type: `95Peak`, `95peak_1000`, `bandwidth95peak` or `95peak_plus`.',
      }),
      ...pageArguments(t.arg),
    },
    resolve: ({ customerId }, args, context, info) =>
      asConnection(info, () => {
        const page = readPage(args, info);
        const filter = toFilter(args);
        const load = context.loaders.rows(bandwidthByCustomer, customerId, filter, page);
        return toConnection(page, load, (row) => ({ customer: customerId, filter, row }));
      }),
  }),
);
