// Bodies as bytes: under a content coding, and with a byte order mark.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

export type ContentCoding = 'gzip' | 'deflate' | 'br';

const CODERS: Readonly<Record<ContentCoding, (body: Uint8Array) => Uint8Array>> = {
  gzip: (body) => gzipSync(body),
  deflate: (body) => deflateSync(body),
  br: (body) => brotliCompressSync(body),
};

const BYTE_ORDER_MARK = '\ufeff';

/** A body as it goes over the wire. */
export function encoded(body: string, coding: ContentCoding | undefined, marked: boolean): Uint8Array {
  const bytes = Buffer.from(marked ? BYTE_ORDER_MARK + body : body);
  return coding === undefined ? bytes : CODERS[coding](bytes);
}
