import { badInput } from '../../../src/errors/errors.ts';

// A cursor is the position of a row in its own listing, so that a page that came from one kind of call can
// be continued by another. `part` tells listings apart that stand behind one connection.

export interface Position {
  readonly part: string;
  readonly offset: number;
}

const CURSOR = /^([a-z]):(\d{1,10})$/;

export function toCursor(part: string, offset: number): string {
  return Buffer.from(`${part}:${offset}`).toString('base64url');
}

/** The row after which the page begins, in any part where none are named; throws BAD_USER_INPUT for text that is no cursor of ours. */
export function readCursor(after: string, parts?: readonly string[]): Position {
  const match = CURSOR.exec(Buffer.from(after, 'base64url').toString('latin1'));
  const part = match?.[1];
  if (!part || parts?.includes(part) === false || toCursor(part, Number(match[2])) !== after) {
    throw badInput(
      `after: expected a cursor that this connection returned, got ${JSON.stringify(after.slice(0, 40))}`,
    );
  }
  return { part, offset: Number(match[2]) };
}

export const FIRST_MAX = 500;
export const FIRST_DEFAULT = 20;

/** The number of rows asked for; throws BAD_USER_INPUT outside 0 to 500. */
export function readFirst(first: number | null | undefined): number {
  if (first === null || first === undefined) return FIRST_DEFAULT;
  if (first >= 0 && first <= FIRST_MAX) return first;
  throw badInput(`first: expected 0 to ${FIRST_MAX}, got ${first}`);
}
