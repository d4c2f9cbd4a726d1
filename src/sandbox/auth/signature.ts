// AK/SK signatures (SDK-HMAC-SHA256), checked with the sandbox's own code. What is signed: method, path,
// query, the listed headers, and the hash of the body; the date must be within 15 minutes.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';

const ALGORITHM = 'SDK-HMAC-SHA256';
const MAX_SKEW_MS = 15 * 60_000;
const UNSIGNED = 'UNSIGNED-PAYLOAD';

export interface SignedRequest {
  readonly method: string;
  /** As it came, percent-encoding included. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array | string;
}

export interface Authorization {
  readonly accessKey: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

export function parseAuthorization(header: string): Authorization | undefined {
  const match = /^(\S+)\s+Access=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
    header,
  );
  if (!match || match[1] !== ALGORITHM) return undefined;
  const [, , accessKey = '', signedHeaders = '', signature = ''] = match;
  return { accessKey, signedHeaders: signedHeaders.split(';'), signature };
}

/** `undefined` when the signature holds, otherwise why it does not. */
export function signatureFault(
  request: SignedRequest,
  { signedHeaders, signature }: Authorization,
  secretKey: string,
  now: number,
): string | undefined {
  const date = header(request, 'x-sdk-date');
  const at = date === undefined ? Number.NaN : parseDate(date);
  if (date === undefined || Number.isNaN(at)) return 'X-Sdk-Date is missing or not YYYYMMDDTHHMMSSZ';
  if (!signedHeaders.includes('x-sdk-date')) return 'X-Sdk-Date is not among the signed headers';
  if (Math.abs(now - at) > MAX_SKEW_MS) {
    return `signature expired, signature time:${date},server time:${compact(now)}`;
  }
  const bodyHash = hash('sha256', request.body, 'hex');
  const claimed = header(request, 'x-sdk-content-sha256');
  if (claimed !== undefined && claimed !== UNSIGNED && claimed !== bodyHash)
    return 'body hash does not match';
  const rest = [
    canonicalQuery(request.query),
    signedHeaders.map((name) => `${name}:${header(request, name) ?? ''}\n`).join(''),
    signedHeaders.join(';'),
    claimed ?? bodyHash,
  ];
  const matches = canonicalPaths(request.path).some((path) => {
    const canonical = hash('sha256', [request.method, path, ...rest].join('\n'), 'hex');
    const expected = createHmac('sha256', secretKey)
      .update(`${ALGORITHM}\n${date}\n${canonical}`)
      .digest('hex');
    return timingSafeEqual(Buffer.from(expected), Buffer.from(signature));
  });
  return matches ? undefined : 'verify aksk signature fail';
}

function header(request: SignedRequest, name: string): string | undefined {
  const value = request.headers[name];
  return value === undefined ? undefined : (typeof value === 'string' ? value : value.join(',')).trim();
}

/** `20260101T000000Z` */
const compact = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

function parseDate(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

/** Everything but the unreserved characters of RFC 3986, in upper-case hexadecimal. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Signers disagree on paths that hold percent-encoding: some encode the decoded segment, some (the Node SDK
 * among them) what goes over the wire. Both are taken. */
function canonicalPaths(path: string): string[] {
  const encoded = (segment: (text: string) => string) => {
    const text = path.split('/').map(segment).join('/');
    return text.endsWith('/') ? text : `${text}/`;
  };
  const usual = encoded((segment) => encode(decode(segment)));
  return path.includes('%') ? [usual, encoded(encode)] : [usual];
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((pair) => {
    const at = pair.indexOf('=');
    const [key, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    return [decode(key.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))] as const;
  });
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return pairs
    .sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]))
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .join('&');
}
