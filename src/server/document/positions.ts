import type { ASTNode, DocumentNode, SourceLocation } from 'graphql';

/** Where a node begins, as an offset into its document. */
const POSITION = Symbol('position');

/**
 * Puts an offset in the place of each node's location. A location holds the tokens of the whole document
 * alive, some fifty times its text, and graphql-js counts lines from the start for every error that has one.
 */
export function setPositions(document: DocumentNode): void {
  const open: unknown[] = [document];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) {
      for (const item of next) open.push(item);
    } else if (isNode(next)) {
      const { loc } = next;
      for (const [key, value] of Object.entries(next)) {
        if (key !== 'loc' && typeof value === 'object' && value !== null) open.push(value);
      }
      Object.assign(next, { loc: undefined, [POSITION]: loc?.start });
    }
  }
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'kind' in value;

export function positionOf(node: ASTNode): number | undefined {
  const position: unknown = Reflect.get(node, POSITION);
  return typeof position === 'number' ? position : undefined;
}

/** The places of offsets in a text; line starts are found once for all of them. */
export class PlaceIndex {
  readonly #text: string;
  #lineStarts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  placeOf(position: number): SourceLocation {
    this.#lineStarts ??= lineStartsOf(this.#text);
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: position - (this.#lineStarts[low] ?? 0) + 1 };
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|[\n\r]/g)) starts.push(index + end.length);
  return starts;
}
