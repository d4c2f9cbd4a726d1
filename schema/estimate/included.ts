import {
  type DirectiveNode,
  type GraphQLDirective,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  type SelectionNode,
} from 'graphql';

type Variables = Parameters<typeof getDirectiveValues>[2];

/**
 * Whether the conditions of a selection let it in. One that has no value (a variable that is null where a
 * default stood) lets it in: execution says at its place what is wrong.
 */
export function isIncluded(selection: SelectionNode, variables: Variables): boolean {
  const { directives } = selection;
  if (!directives || directives.length === 0) return true;
  if (conditionOf(GraphQLSkipDirective, directives, variables) === true) return false;
  return conditionOf(GraphQLIncludeDirective, directives, variables) !== false;
}

function conditionOf(
  directive: GraphQLDirective,
  directives: readonly DirectiveNode[],
  variables: Variables,
): unknown {
  try {
    return getDirectiveValues(directive, { directives }, variables)?.['if'];
  } catch {
    return undefined;
  }
}
