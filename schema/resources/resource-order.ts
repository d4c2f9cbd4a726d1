import type { GraphQLResolveInfo } from 'graphql';
import type { GatewayContext } from '../../src/context/context.ts';
import { ALL_ROWS } from '../../src/loaders/window.ts';
import { feeRecordsByCustomer } from '../../src/operations/bills/edges.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { chinaDay } from '../core/scalars.ts';
import { ORDER_RECORD_TYPES } from '../orders/order-record-types.ts';
import { needsOrderRow, ORDER_ROW, type OrderNode, referredOrder } from '../orders/orders.ts';
import type { ResourceNode } from './resource-node.ts';

/** Bill type of the record of a new purchase. */
const NEW_PURCHASE = '1';

/** The resource's records name the order; the order is read where more than the id is selected. */
export const READS_ORDER = reads({
  reads: [keyedRead(feeRecordsByCustomer, { rows: 'all', batching: { perKeyFilter: true } }), ORDER_ROW],
  loaded: true,
  cardinality: { selectivity: 0.5 },
});

/** The order of a resource: known when it led to the resource, else read from the resource's records. */
export async function orderOfResource(
  resource: ResourceNode,
  context: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<OrderNode | null> {
  const known = resource.kind === 'period' ? resource.orderId : undefined;
  return referredOrder(known ?? (await orderIdFromRecords(resource, context)), context, needsOrderRow(info));
}

async function orderIdFromRecords(
  resource: ResourceNode,
  context: GatewayContext,
): Promise<string | undefined> {
  // On-demand resources are opened without an order.
  if (resource.kind !== 'period' || !resource.row.effective_time) return undefined;
  const cycle = chinaDay(resource.row.effective_time)?.slice(0, 7);
  if (!cycle) return undefined;
  const { rows } = await context.loaders.rows(
    feeRecordsByCustomer,
    resource.ownerId,
    { bill_cycle: cycle, resource_id: resource.row.resource_id },
    ALL_ROWS,
  );
  const named = rows.filter((row) => row.trade_id && ORDER_RECORD_TYPES.has(row.bill_detail_type ?? ''));
  const purchase = named.find((row) => row.bill_detail_type === NEW_PURCHASE);
  return (purchase ?? named[0])?.trade_id;
}
