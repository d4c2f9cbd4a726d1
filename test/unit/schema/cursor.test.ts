import { describe, expect, it } from 'vitest';
import { readCursor, readFirst, toCursor } from '../../../schema/core/connection/cursor.ts';

describe('a cursor', () => {
  it.each([
    ['r', 0],
    ['p', 41],
    ['d', 9_999_999_999],
  ])('of segment %s and row %i is read back', (segment, offset) => {
    expect(readCursor(toCursor(segment, offset), ['r', 'p', 'd'])).toEqual({ segment, offset });
  });

  it.each([
    ['nothing', ''],
    ['other text', 'hello'],
    ['a negative row', Buffer.from('r:-1').toString('base64url')],
    ['a row with leading zeros', Buffer.from('r:01').toString('base64url')],
    ['a fraction', Buffer.from('r:1.5').toString('base64url')],
    ['a row beyond all bounds', Buffer.from('r:99999999999').toString('base64url')],
    ['another part', toCursor('x', 1)],
    ['padding', `${toCursor('r', 1)}=`],
    ['something behind it', `${toCursor('r', 1)}!`],
  ])('is not %s', (_what, after) => {
    expect(() => readCursor(after, ['r'])).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        message: `after: expected a cursor that this connection returned, got ${JSON.stringify(after)}`,
      }),
    );
  });
});

describe('the number of rows', () => {
  it('is 20 when left out, and 0 to 500', () => {
    expect([undefined, null, 0, 1, 500].map(readFirst)).toEqual([20, 20, 0, 1, 500]);
    for (const first of [-1, 501, 100_000]) {
      expect(() => readFirst(first)).toThrow(`first: expected 0 to 500, got ${first}`);
    }
  });
});
