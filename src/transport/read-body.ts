// From the bytes of a response to its text: content codings, byte order marks and charsets, also those that
// were not asked for. Never repeats a byte of the body in an error, only which coding or charset it came in.
import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

type Headers = Readonly<Record<string, string>>;
type Unpack = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

/** Why a body is no text, in words that end a sentence: `a body in the coding "zstd"`. */
export class UnreadableBody extends Error {
  readonly kind: 'unreadable' | 'too-large';

  constructor(kind: UnreadableBody['kind'], got: string) {
    super(got);
    this.name = 'UnreadableBody';
    this.kind = kind;
  }
}

const unzip: Unpack = promisify(gunzip);
const inflateWrapped: Unpack = promisify(inflate);
const inflateBare: Unpack = promisify(inflateRaw);
const CODINGS: ReadonlyMap<string, Unpack> = new Map([
  ['gzip', unzip],
  ['x-gzip', unzip],
  ['deflate', inflateEither],
  ['br', promisify(brotliDecompress)],
]);

/** The text of a body of at most `maxBytes`, unpacked; rejects with UnreadableBody. */
export async function readBody(bytes: Buffer, headers: Headers, maxBytes: number): Promise<string> {
  const codings = (headers['content-encoding'] ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  let plain = bytes;
  // The coding that was applied last is named last. A body of no bytes is of no coding.
  for (const coding of bytes.length === 0 ? [] : codings.reverse())
    plain = await unpack(plain, coding, maxBytes);
  return textOf(plain, headers['content-type'] ?? '');
}

async function unpack(bytes: Buffer, coding: string, maxBytes: number): Promise<Buffer> {
  const decode = CODINGS.get(coding);
  if (!decode) throw new UnreadableBody('unreadable', `a body in the coding ${named(coding)}`);
  try {
    return await decode(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new UnreadableBody('too-large', `one that unpacks to more than ${maxBytes} bytes`);
    }
    throw new UnreadableBody('unreadable', `a body that does not unpack as ${coding}`);
  }
}

/** By the book `deflate` has a zlib wrapper; some servers send it bare. */
function inflateEither(bytes: Buffer, options: { maxOutputLength: number }): Promise<Buffer> {
  const [first = 0, second = 0] = bytes;
  const wrapped = (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
  return wrapped ? inflateWrapped(bytes, options) : inflateBare(bytes, options);
}

/** A mark decides before a charset does. JSON is UTF-8 whatever the charset says, as long as it is valid. */
function textOf(bytes: Buffer, contentType: string): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded(bytes, 'utf-16be');
  const charset = /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset === 'utf-8' || charset === 'utf8') return bytes.toString('utf8');
  // Text of two bytes a character can pass for UTF-8, with a NUL after each letter.
  if (!charset.startsWith('utf-16') && isUtf8(bytes)) return bytes.toString('utf8');
  return decoded(bytes, charset);
}

function decoded(bytes: Buffer, charset: string): string {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset);
  } catch {
    throw new UnreadableBody('unreadable', `a body in the charset ${named(charset)}`);
  }
  return decoder.decode(bytes);
}

const named = (token: string): string => JSON.stringify(token.slice(0, 40));
