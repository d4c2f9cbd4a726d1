import { badInput } from '../../src/errors/errors.ts';
import { ALL_ROWS } from '../../src/loaders/window.ts';
import { customerById, requestCustomers } from '../../src/operations/customers/edges.ts';
import { periodResourcesByCustomer } from '../../src/operations/resources/edges.ts';
import { builder } from '../core/builder.ts';
import { asConnection, connectionType, pageArguments, readPage } from '../core/connection/connection.ts';
import { keyedRead, listing, reads } from '../core/reads/reads.ts';
import { instant } from '../core/scalars.ts';
import { pageOfCustomers } from '../customers/page-of-customers.ts';
import type { PeriodResourceNode } from '../resources/resource-node.ts';
import { PeriodResourceRef } from '../resources/resources.ts';

const ExpiringResourceConnection = connectionType(
  'ExpiringResource',
  PeriodResourceRef,
  'resources that expire soon',
);

const MOST_DAYS = 366;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const endOf = ({ row }: PeriodResourceNode): string => row.expire_time ?? '';

/** By end, soonest first, then by id. */
const bySoonest = (left: PeriodResourceNode, right: PeriodResourceNode): number =>
  endOf(left).localeCompare(endOf(right)) || left.row.resource_id.localeCompare(right.row.resource_id);

builder.queryField('expiringResources', (t) =>
  t.field({
    extensions: reads({
      reads: [
        listing(customerById, {
          rows: 'page',
          cardinality: { distinctCustomers: true },
          request: requestCustomers,
          filters: () => [{}],
        }),
        keyedRead(periodResourcesByCustomer, {
          rows: 'all',
          cardinality: { perRow: true },
          filters: () => [{}],
        }),
      ],
      loaded: true,
      cardinality: { unbounded: true },
    }),
    type: ExpiringResourceConnection,
    description:
      'Yearly/monthly resources of all customers that expire within the given number of days, soonest first. The upstream lists such resources for one customer at a time, so pages count customers: `first` customers are queried, one call each, and the resources of those customers are sorted together. A page may hold any number of resources, even none; continue with `endCursor` as long as a next page exists. Small pages are faster. `totalCount` is null.',
    authScopes: { partner: true },
    args: {
      within: t.arg.int({
        required: true,
        description: 'Number of days from now within which the resources expire, 1 to 366.',
      }),
      mainOnly: t.arg.boolean({
        defaultValue: false,
        description: 'True when only main resources are listed, without attached resources.',
      }),
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context, info) =>
      asConnection(info, async () => {
        const { within, mainOnly } = args;
        if (within < 1 || within > MOST_DAYS) {
          throw badInput(`within: expected 1 to ${MOST_DAYS} days, got ${within}`);
        }
        // Whole minutes, so that a repeated request is answered from the cache.
        const now = Math.floor(context.now() / MINUTE_MS) * MINUTE_MS;
        const at = (ms: number) => instant(new Date(ms).toISOString()) ?? '';
        const filter = {
          expire_time_begin: at(now),
          expire_time_end: at(now + within * DAY_MS),
          ...(mainOnly ? { only_main_resource: 1 } : {}),
        };
        return pageOfCustomers(
          readPage(args, info),
          {},
          context,
          async ({ customerId: ownerId }) => {
            const { rows } = await context.loaders.rows(periodResourcesByCustomer, ownerId, filter, ALL_ROWS);
            return rows.map(
              (row): PeriodResourceNode => ({ kind: 'period', ownerId, row, orderId: undefined }),
            );
          },
          bySoonest,
        );
      }),
  }),
);
