import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import type { GatewayContext } from '../../src/context/context.ts';
import { GatewayError } from '../../src/errors/errors.ts';
import { READS_NODE } from './reads/node-reads.ts';
import { checkIsNode, readGlobalId } from './scope/global-id.ts';

/** Text scalars travel as strings in both directions. */
interface TextScalar {
  Input: string;
  Output: string;
}

interface GraphTypes {
  Context: GatewayContext;
  AuthScopes: { partner: boolean };
  Scalars: {
    BillingCycle: TextScalar;
    CurrencyCode: TextScalar;
    Date: TextScalar;
    DateTime: TextScalar;
    Decimal: TextScalar;
  };
}

export const builder = new SchemaBuilder<GraphTypes>({
  plugins: [ScopeAuthPlugin, RelayPlugin],
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    decodeGlobalID: readGlobalId,
    nodeQueryOptions: {
      description: 'Node with the given global id; null when no such object exists for the viewer.',
      args: { id: { description: 'Global node id of the object, from the field `id`.' } },
      extensions: READS_NODE,
      resolve: (_root, { id }, _context, info, resolveNode) => {
        checkIsNode(info.schema, id);
        return resolveNode(id);
      },
    },
    nodesQueryOptions: false,
    nodeTypeOptions: {
      description: 'Node of the graph: an object that can be fetched again by its global node id.',
    },
    idFieldOptions: { description: 'Global node id of the object.' },
    pageInfoTypeOptions: { description: 'Position of a page in a connection.' },
    hasNextPageFieldOptions: { description: 'True when more rows follow the page.' },
    hasPreviousPageFieldOptions: { description: 'True when rows precede the page.' },
    startCursorFieldOptions: {
      description: 'Cursor of the first row of the page; null when the page is empty.',
    },
    endCursorFieldOptions: {
      description:
        'Cursor of the last row of the page, passed as `after` to continue; null when the page is empty.',
    },
  },
  scopeAuth: {
    authScopes: (context) => ({ partner: context.viewer.role !== 'CUSTOMER' }),
    unauthorizedError: (_parent, _context, info) =>
      new GatewayError(
        'FORBIDDEN',
        `${info.parentType.name}.${info.fieldName}: expected a viewer with a partner role`,
      ),
  },
});

/** The builder's types with the defaults filled in, for helpers that take its refs. */
export type SchemaTypes = typeof builder.$inferSchemaTypes;

builder.queryType({ description: 'Root type of all queries, which only read.' });
