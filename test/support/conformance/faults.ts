// Dresses of an answer that real gateways, proxies and back ends put on, each as data for a script.
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import type { Reply } from './upstream.ts';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

const bytesOf = (json: unknown): Buffer =>
  Buffer.from(typeof json === 'string' ? json : JSON.stringify(json), 'utf8');

export type Coding = 'gzip' | 'deflate' | 'br';

const PACKERS: Readonly<Record<Coding, (bytes: Uint8Array) => Buffer>> = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }),
};

export const packed = (coding: Coding, bytes: string | Uint8Array): Buffer =>
  PACKERS[coding](Buffer.from(bytes));

/** A good answer in a content coding that the gateway did not ask for. */
export const encoded = (coding: Coding, json: unknown): Reply => ({
  headers: { 'content-encoding': coding },
  bytes: packed(coding, bytesOf(json)),
});

export const withByteOrderMark = (json: unknown): Reply => ({
  bytes: Buffer.concat([BYTE_ORDER_MARK, bytesOf(json)]),
});

export const SIGN_IN_PAGE = '<!doctype html><html><body>Sign in</body></html>';

export const html = (status = 200): Reply => ({
  status,
  headers: { 'content-type': 'text/html' },
  bytes: SIGN_IN_PAGE,
});

/** A refusal that arrives as a success. */
export const refusedWithin200 = (errorCode: string, message: string): Reply => ({
  json: { error_code: errorCode, error_msg: message },
});

export const badSignature: Reply = {
  status: 401,
  json: {
    error_code: 'APIG.0301',
    error_msg: 'Incorrect IAM authentication information: verify aksk signature fail',
  },
};

export const lockedKey: Reply = {
  status: 401,
  json: {
    error_code: 'APIG.0301',
    error_msg: 'Incorrect IAM authentication information: AK access failed to reach the limit,forbidden.',
  },
};

/** `20260101T000000Z` */
export const compactTime = (time: number): string =>
  new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, '');

export const timeOfCompact = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

export const expiredSignature = (sent: string, serverTime: number, headers = {}): Reply => ({
  status: 401,
  headers,
  json: {
    error_code: 'APIGW.0301',
    error_msg: `Incorrect IAM authentication information: calc aksk signature fail:signature expired, signature time:${sent},server time:${compactTime(serverTime)}`,
  },
});

export type ThrottleDress = 'APIGW' | 'APIG' | 'CBC' | 'none';

/** A 429 in one of the dresses of the gateway in front and of the back end. */
export function throttled(dress: ThrottleDress, window: string, headers: Record<string, string> = {}): Reply {
  const words = `The throttling threshold has been reached: policy user over ratelimit,${window}`;
  const json = {
    APIGW: { error_code: 'APIGW.0308', error_msg: words },
    APIG: { error_message: words, request_id: 'r-1', status_code: 429, error_code: 'APIG.0308' },
    CBC: { error_code: 'CBC.0250', error_msg: 'Too many requests.' },
    none: {},
  }[dress];
  return { status: 429, headers, json };
}
