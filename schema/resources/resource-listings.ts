import {
  onDemandResourcesByCustomer,
  periodResourcesByCustomer,
} from '../../src/operations/resources/edges.ts';
import { builder } from '../core/builder.ts';
import { concatenate, type Segment } from '../core/connection/concatenate.ts';
import {
  asConnection,
  Connection,
  connectionType,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { CustomerRef, isConsultative } from '../customers/customers.ts';
import { OrderRef } from '../orders/orders.ts';
import { ResourceFilter, type ResourceFilterShape, toKindFilters } from './resource-filter.ts';
import type { ResourceNode } from './resource-node.ts';
import { ResourceRef } from './resources.ts';

interface ResourceArguments {
  readonly filter?: ResourceFilterShape | null | undefined;
}

const ResourceConnection = connectionType('Resource', ResourceRef, 'resources');

const PERIOD_PART = 'p';
const ON_DEMAND_PART = 'd';

const present = <Filter>(filter: Filter | undefined): readonly Filter[] =>
  filter === undefined ? [] : [filter];

builder.objectField(CustomerRef, 'resources', (t) =>
  t.field({
    extensions: reads({
      reads: [
        keyedRead(periodResourcesByCustomer, {
          rows: 'page',
          filters: ({ filter }: ResourceArguments) => present(toKindFilters(filter).period),
        }),
        keyedRead(onDemandResourcesByCustomer, {
          rows: 'page',
          batching: { fillsPage: true },
          filters: ({ filter }: ResourceArguments) => present(toKindFilters(filter).onDemand),
        }),
      ],
    }),
    type: ResourceConnection,
    description:
      'Resources of the customer: yearly/monthly resources first, then pay-per-use resources. Pay-per-use resources of consultative-sale customers are not shown to the partner.',
    args: {
      filter: t.arg({ type: ResourceFilter, description: 'Filter for the returned resources.' }),
      ...pageArguments(t.arg),
    },
    resolve: (customer, args, context, info) =>
      asConnection(info, async () => {
        const page = readPage(args, info, [PERIOD_PART, ON_DEMAND_PART]);
        const ownerId = customer.customerId;
        const { period, onDemand } = toKindFilters(args.filter);
        const parts: Segment<ResourceNode>[] = [];
        if (period) {
          const load: Segment<ResourceNode>['load'] = async (window) => {
            const slice = await context.loaders.rows(periodResourcesByCustomer, ownerId, period, window);
            const rows = slice.rows.map(
              (row): ResourceNode => ({ kind: 'period', ownerId, row, orderId: period.order_id }),
            );
            return { rows, total: slice.total, hasNext: slice.hasNext };
          };
          parts.push({ id: PERIOD_PART, load });
        }
        if (onDemand && !isConsultative(customer)) {
          const load: Segment<ResourceNode>['load'] = async (window) => {
            const slice = await context.loaders.rows(onDemandResourcesByCustomer, ownerId, onDemand, window);
            const rows = slice.rows.map((row): ResourceNode => ({ kind: 'onDemand', ownerId, row }));
            return { rows, total: slice.total, hasNext: slice.hasNext };
          };
          parts.push({ id: ON_DEMAND_PART, load });
        }
        return concatenate(page, parts);
      }),
  }),
);

builder.objectField(OrderRef, 'resources', (t) =>
  t.field({
    extensions: reads({
      reads: [keyedRead(periodResourcesByCustomer, { rows: 'page', batching: { perKeyFilter: true } })],
    }),
    type: ResourceConnection,
    description: 'Yearly/monthly resources that the order created or changed.',
    args: pageArguments(t.arg),
    resolve: (order, args, context, info) =>
      asConnection(info, async () => {
        const page = readPage(args, info, [PERIOD_PART]);
        const ownerId = order.orderRow?.customer_id;
        if (!ownerId) return Connection.empty<ResourceNode>();
        const filter = { order_id: order.orderId };
        const load = context.loaders.rows(periodResourcesByCustomer, ownerId, filter, page);
        return toConnection(
          page,
          load,
          (row): ResourceNode => ({
            kind: 'period',
            ownerId,
            row,
            orderId: order.orderId,
          }),
        );
      }),
  }),
);
