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
      description: 'Any object by its global id; null when there is none for the viewer.',
      args: { id: { description: 'The `id` of an object.' } },
      extensions: READS_NODE,
      resolve: (_root, { id }, _context, info, resolveNode) => {
        checkIsNode(info.schema, id);
        return resolveNode(id);
      },
    },
    nodesQueryOptions: false,
    nodeTypeOptions: { description: 'An object that can be fetched again by its global id.' },
    idFieldOptions: { description: 'Global id.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its connection.' },
    hasNextPageFieldOptions: { description: 'Whether rows follow behind the page.' },
    hasPreviousPageFieldOptions: { description: 'Whether rows stand before the page.' },
    startCursorFieldOptions: { description: 'Cursor of its first row; null when it is empty.' },
    endCursorFieldOptions: {
      description: 'Cursor of its last row, to continue with as `after`; null when it is empty.',
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

builder.queryType({ description: 'Everything that can be read.' });
