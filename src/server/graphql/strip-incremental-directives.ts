import { type DirectiveNode, parse, visit } from 'graphql';

const IN_PARTS = new Set(['defer', 'stream']);
const TRANSPORTS = /multipart\/mixed|text\/event-stream|multipart\/\*|text\/\*|\*\/\*/i;

/** Whether a client can read an answer that comes in parts. */
export function acceptsIncremental(accept: string | null): boolean {
  return accept === null || TRANSPORTS.test(accept);
}

/**
 * The document without `@defer` and `@stream`, for clients that want one whole answer. They are blanked out,
 * so that errors still point to the places that the client knows.
 */
export function stripIncrementalDirectives(query: string): string {
  if (!query.includes('@defer') && !query.includes('@stream')) return query;
  const found: DirectiveNode[] = [];
  try {
    visit(parse(query), {
      Directive: (node) => {
        if (IN_PARTS.has(node.name.value)) found.push(node);
      },
    });
  } catch {
    // What does not parse is told to the client as it stands.
    return query;
  }
  return found.reduce((text, { loc }) => (loc ? blank(text, loc.start, loc.end) : text), query);
}

const blank = (text: string, start: number, end: number): string =>
  text.slice(0, start) + text.slice(start, end).replaceAll(/[^\n]/g, ' ') + text.slice(end);
