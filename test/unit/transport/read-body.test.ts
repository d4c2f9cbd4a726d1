import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/transport/read-body.ts';

const TEXT = '{"name":"名","n":1}';
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const bytes = Buffer.from(TEXT);
const read = (body: Buffer, headers: Record<string, string> = {}, max = 1_000) =>
  readBody(body, headers, max);
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('the text of a body', () => {
  it.each([
    ['plain', bytes, {}],
    ['with a byte order mark', Buffer.concat([MARK, bytes]), {}],
    ['gzip', gzipSync(bytes), { 'content-encoding': 'gzip' }],
    ['gzip by its old name, in capitals', gzipSync(bytes), { 'content-encoding': ' X-GZIP ' }],
    ['deflate', deflateSync(bytes), { 'content-encoding': 'deflate' }],
    ['deflate without its wrapper', deflateRawSync(bytes), { 'content-encoding': 'deflate' }],
    ['br', brotliCompressSync(bytes), { 'content-encoding': 'br' }],
    ['two codings', brotliCompressSync(gzipSync(bytes)), { 'content-encoding': 'gzip, br' }],
    ['identity', bytes, { 'content-encoding': 'identity' }],
    ['a mark inside gzip', gzipSync(Buffer.concat([MARK, bytes])), { 'content-encoding': 'gzip' }],
    ['UTF-16 by its mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), {}],
    ['UTF-16 the other way round', utf16be(`\ufeff${TEXT}`), {}],
    [
      'UTF-16 by its charset',
      Buffer.from(TEXT, 'utf16le'),
      { 'content-type': 'text/json; charset=utf-16le' },
    ],
    ['a charset in quotes', bytes, { 'content-type': 'application/json;charset="UTF-8"; x=y' }],
    ['a charset by another name', bytes, { 'content-type': 'application/json; CHARSET = utf8' }],
    ['a charset that it is not in', bytes, { 'content-type': 'application/json;charset=ISO-8859-1' }],
    ['an unknown charset that is UTF-8', bytes, { 'content-type': 'application/json;charset=none' }],
    [
      'GBK',
      Buffer.from([...Buffer.from('{"name":"'), 0xc3, 0xfb, ...Buffer.from('","n":1}')]),
      { 'content-type': 'application/json;charset=GBK' },
    ],
  ])('is read: %s', async (_what, body, headers) => {
    expect(await read(body, headers)).toBe(TEXT);
  });

  it('of no bytes is empty, whatever its coding', async () => {
    expect(await read(Buffer.alloc(0), { 'content-encoding': 'gzip' })).toBe('');
  });

  it.each([
    ['another coding', bytes, { 'content-encoding': 'compress' }, 'a body in the coding "compress"'],
    [
      'a coding that it is not in',
      bytes,
      { 'content-encoding': 'gzip' },
      'a body that does not unpack as gzip',
    ],
    [
      'a coded body that breaks off',
      gzipSync(bytes).subarray(0, 20),
      { 'content-encoding': 'gzip' },
      'a body that does not unpack as gzip',
    ],
    [
      'bytes in no charset that is known',
      Buffer.from([0x22, 0xff, 0x22]),
      { 'content-type': 'application/json;charset=none' },
      'a body in the charset "none"',
    ],
  ])('is refused with what came: %s', async (_what, body, headers, message) => {
    await expect(read(body, headers)).rejects.toMatchObject({ kind: 'unreadable', message });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('is bounded when %s is unpacked', async (coding, pack) => {
    const bomb = pack(Buffer.alloc(2_000_000));
    await expect(read(bomb, { 'content-encoding': coding }, 100_000)).rejects.toMatchObject({
      kind: 'too-large',
      message: 'one that unpacks to more than 100000 bytes',
    });
  });
});
