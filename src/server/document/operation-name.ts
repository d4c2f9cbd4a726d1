// Clients that give every request an operation name of its own would miss every cache that is keyed by the
// document. The name of a lone query does not change its answer, so that another one stands for it in
// lookups, and places in errors are counted as in the client's document.

const NAMED = /^(\s*query\s+)([_A-Za-z][_0-9A-Za-z]*)/;
const OPERATIONS = /(?:^|[\s}])(?:query|mutation|subscription)\b/g;
const STANDARD_NAME = 'Operation';

export interface StandardDocument {
  /** The client's own name for it. */
  readonly name: string;
  readonly text: string;
  /** Offset from which on the client's document differs by `shift` characters. */
  readonly from: number;
  readonly shift: number;
}

/** The query under a standard operation name, or undefined where the name may matter. */
export function standardDocument(
  text: string,
  operationName: string | null | undefined,
): StandardDocument | undefined {
  const match = NAMED.exec(text);
  if (!match || (text.match(OPERATIONS)?.length ?? 0) !== 1) return undefined;
  const [whole, before = '', name = ''] = match;
  if (operationName && operationName !== name) return undefined;
  return {
    name,
    text: `${before}${STANDARD_NAME}${text.slice(whole.length)}`,
    from: before.length + STANDARD_NAME.length,
    shift: name.length - STANDARD_NAME.length,
  };
}

/** An offset into the standard document as an offset into the client's. */
export function originalPosition(position: number, { from, shift }: StandardDocument): number {
  return position >= from ? position + shift : position;
}
