// Clients that name every operation anew would miss every cache that is keyed by the document. The name of
// a lone operation does not change its answer, so that it is set aside for lookups and put back for errors.

const NAMED = /^(\s*(?:query|mutation|subscription)\s+)([_A-Za-z][_0-9A-Za-z]*)/;
const OPERATIONS = /(?:^|[\s}])(?:query|mutation|subscription)\b/g;
const STANDARD_NAME = 'Operation';

export interface StandardDocument {
  /** The client's own name for it. */
  readonly name: string;
  readonly text: string;
  /** How far columns of the first line shift back, and from which column on; zero where nothing changed. */
  readonly shift: number;
  readonly line: number;
  readonly column: number;
}

/** The document under a standard operation name, or undefined where the name may matter. */
export function standardDocument(
  text: string,
  operationName: string | null | undefined,
): StandardDocument | undefined {
  const match = NAMED.exec(text);
  if (!match || (text.match(OPERATIONS)?.length ?? 0) !== 1) return undefined;
  const [whole, before = '', name = ''] = match;
  if (operationName && operationName !== name) return undefined;
  const lines = before.split('\n');
  return {
    name,
    text: `${before}${STANDARD_NAME}${text.slice(whole.length)}`,
    shift: name.length - STANDARD_NAME.length,
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + STANDARD_NAME.length,
  };
}

/** A location in the standard document as the client's document has it. */
export function originalLocation<Location extends { readonly line: number; readonly column: number }>(
  location: Location,
  { line, column, shift }: StandardDocument,
): Location {
  return location.line === line && location.column > column
    ? { ...location, column: location.column + shift }
    : location;
}
