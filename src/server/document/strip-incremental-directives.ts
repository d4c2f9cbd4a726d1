import { type DirectiveNode, type DocumentNode, visit } from 'graphql';

const INCREMENTAL = new Set(['defer', 'stream']);

const isIncrementalDirective = ({ name }: DirectiveNode): boolean => INCREMENTAL.has(name.value);

/** Whether a document asks for an answer in parts. */
export function isIncremental(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive: (node) => {
      found ||= isIncrementalDirective(node);
    },
  });
  return found;
}

/**
 * The document without `@defer` and `@stream`, for clients that want one whole answer. The nodes that stay
 * keep their positions, so that errors still point to the places that the client knows.
 */
export function stripIncrementalDirectives(document: DocumentNode): DocumentNode {
  return visit(document, { Directive: (node) => (isIncrementalDirective(node) ? null : undefined) });
}
