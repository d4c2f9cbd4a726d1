import type { GatewayContext } from '../../src/context/context.ts';
import type { CustomerListFilter } from '../../src/operations/customers/edges.ts';
import { Connection, type PageRequest } from '../core/connection/connection.ts';
import { toCursor } from '../core/connection/cursor.ts';
import { type CustomerNode, customerOfRow } from './customers.ts';

/**
 * Objects of the customers of one page, sorted. For objects that the upstream lists for one customer at a time:
 * the page bounds the calls, not the number of objects.
 */
export async function pageOfCustomers<Node>(
  page: PageRequest,
  filter: CustomerListFilter,
  context: GatewayContext,
  load: (customer: CustomerNode) => Promise<readonly Node[]>,
  compare: (left: Node, right: Node) => number,
): Promise<Connection<Node>> {
  const slice = await context.loaders.customers(filter, { ...page, needsTotal: false });
  const later = slice.later ? (await Promise.all(slice.later.pages)).flat() : [];
  const customers = [...slice.rows, ...later].map(customerOfRow);
  const nodes = (await Promise.all(customers.map(load))).flat().sort(compare);
  const end = customers.length > 0 ? toCursor(page.segment, page.offset + customers.length - 1) : null;
  return Connection.of({
    nodes,
    cursorAt: () => end ?? '',
    end,
    total: undefined,
    hasNext: slice.hasNext,
    hasPrevious: page.offset > 0,
  });
}
