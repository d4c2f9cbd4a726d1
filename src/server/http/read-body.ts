import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { badRequest } from './refusal.ts';

type Decompress = (data: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const CODINGS: Readonly<Record<string, Decompress>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  // Most clients wrap it in zlib's header, as the specification says, and some do not.
  deflate: (data, options) => promisify(isZlib(data) ? inflate : inflateRaw)(data, options),
};

/** The body of a request as text. Refuses it as soon as it is known to be too long, packed or unpacked. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const decompress = decompressorOf(request.headers['content-encoding']);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const packed = await readWithin(request, maxBytes);
  const body = decompress ? await unpack(decompress, packed, maxBytes) : packed;
  if (!isUtf8(body)) throw badRequest(400, 'Expected a body of UTF-8 text, got other bytes');
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function decompressorOf(header: string | undefined): Decompress | undefined {
  const coding = header?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return undefined;
  const known = Object.hasOwn(CODINGS, coding) ? CODINGS[coding] : undefined;
  if (known) return known;
  const got = JSON.stringify(coding.slice(0, 60));
  throw badRequest(415, `Content-Encoding: expected gzip, deflate, br or none, got ${got}`, {
    'accept-encoding': 'gzip, deflate, br',
  });
}

/** What is too long is left unread and not cancelled, which would cut the connection before the answer. */
function readWithin(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) {
        chunks.length = 0;
        reject(tooLarge(maxBytes));
      } else chunks.push(chunk);
    });
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', () =>
      reject(badRequest(400, 'Expected a whole body, got the end of the connection')),
    );
  });
}

async function unpack(decompress: Decompress, packed: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await decompress(packed, { maxOutputLength: maxBytes });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw isTooLarge
      ? tooLarge(maxBytes)
      : badRequest(400, 'Expected a body in the coding that Content-Encoding names, got other bytes');
  }
}

/** The first byte of zlib's header says deflate, and the header is a multiple of 31. */
function isZlib(data: Buffer): boolean {
  return data.length >= 2 && ((data[0] ?? 0) & 0x0f) === 8 && data.readUInt16BE(0) % 31 === 0;
}

const tooLarge = (maxBytes: number) =>
  badRequest(413, `Expected a request body of at most ${maxBytes} bytes, got a larger one`);
