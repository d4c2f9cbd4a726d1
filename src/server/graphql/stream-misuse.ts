import {
  type GraphQLError,
  GraphQLStreamDirective,
  getDirectiveValues,
  Kind,
  type ValidatedExecutionArgs,
} from 'graphql';
import { badInput, type GatewayError } from '../../errors/errors.ts';

export type VariableValues = ValidatedExecutionArgs['variableValues'];

/** graphql-js finds a negative `initialCount` while it executes, and takes it for a fault of the server. */
export function streamMisuse(
  { nodes = [] }: GraphQLError,
  variables: VariableValues | undefined,
): GatewayError | undefined {
  for (const node of nodes) {
    if (node.kind !== Kind.FIELD) continue;
    const count: unknown = getDirectiveValues(GraphQLStreamDirective, node, variables)?.['initialCount'];
    if (typeof count === 'number' && count < 0) {
      return badInput(`initialCount: expected 0 or more, got ${count}`);
    }
  }
  return undefined;
}
