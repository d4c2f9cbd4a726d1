import { badInput } from '../../../src/errors/errors.ts';

// A cursor is the position of a row in its own listing, so that a page that came from one kind of call can
// be continued by another. The segment tells the listings of one connection apart.

export interface Position {
  readonly segment: string;
  readonly offset: number;
}

const CURSOR = /^([a-z]):(\d{1,10})$/;

export function toCursor(segment: string, offset: number): string {
  return Buffer.from(`${segment}:${offset}`).toString('base64url');
}

/** The row after which the page begins, in any segment where none are named; throws BAD_USER_INPUT for text that is no cursor of ours. */
export function readCursor(after: string, segments?: readonly string[]): Position {
  const match = CURSOR.exec(Buffer.from(after, 'base64url').toString('latin1'));
  const segment = match?.[1];
  if (!segment || segments?.includes(segment) === false || toCursor(segment, Number(match[2])) !== after) {
    throw badInput(
      `after: expected a cursor that this connection returned, got ${JSON.stringify(after.slice(0, 40))}`,
    );
  }
  return { segment, offset: Number(match[2]) };
}

export const FIRST_MAX = 500;
export const FIRST_DEFAULT = 20;

/** The number of rows asked for; throws BAD_USER_INPUT outside 0 to 500. */
export function readFirst(first: number | null | undefined): number {
  if (first === null || first === undefined) return FIRST_DEFAULT;
  if (first >= 0 && first <= FIRST_MAX) return first;
  throw badInput(`first: expected 0 to ${FIRST_MAX}, got ${first}`);
}
