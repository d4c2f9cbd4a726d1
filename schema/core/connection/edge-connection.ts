import type { GraphQLResolveInfo } from 'graphql';
import type { GatewayContext } from '../../../src/context/context.ts';
import type { Edge } from '../../../src/operations/edge.ts';
import { keyedRead, reads, sweepOf } from '../reads/reads.ts';
import { asConnection, type PageArguments, readPage, toConnection } from './connection.ts';

/** A connection over the listing of an edge: what it reads, and its pages. `toFilter` may throw BAD_USER_INPUT. */
export function listField<Args, Filter, Row, Node>(
  edge: Edge<Filter, Row>,
  toFilter: (args: Args) => Filter,
  toNode: (row: Row) => Node,
) {
  return {
    extensions: reads({
      reads: [sweepOf(edge, { rows: 'page', filters: (args: Args) => [toFilter(args)] })],
    }),
    resolve: (
      _parent: unknown,
      args: Args & PageArguments,
      context: GatewayContext,
      info: GraphQLResolveInfo,
    ) =>
      asConnection(info, () => {
        const page = readPage(args, info);
        return toConnection(page, context.loaders.listing(edge, toFilter(args), page), toNode);
      }),
  };
}

/** The same over the rows of each object, under the key that `keyOf` names. */
export function perKey<Parent, Args, Filter, Row, Node>(
  edge: Edge<Filter, Row>,
  keyOf: (parent: Parent) => string,
  toFilter: (args: Args) => Filter,
  toNode: (row: Row, key: string) => Node,
) {
  return {
    extensions: reads({
      reads: [keyedRead(edge, { rows: 'page', filters: (args: Args) => [toFilter(args)] })],
    }),
    resolve: (
      parent: Parent,
      args: Args & PageArguments,
      context: GatewayContext,
      info: GraphQLResolveInfo,
    ) =>
      asConnection(info, () => {
        const page = readPage(args, info);
        const key = keyOf(parent);
        const load = context.loaders.rows(edge, key, toFilter(args), page);
        return toConnection(page, load, (row) => toNode(row, key));
      }),
  };
}

/** The same over the rows of each customer. */
export const perCustomer = <Args, Filter, Row, Node>(
  edge: Edge<Filter, Row>,
  toFilter: (args: Args) => Filter,
  toNode: (row: Row, customerId: string) => Node,
) => perKey(edge, ({ customerId }: { readonly customerId: string }) => customerId, toFilter, toNode);
