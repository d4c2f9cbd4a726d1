// SDK-HMAC-SHA256, the upstream's AK/SK signature. Pure: the same request, key and instant give the same
// headers. It reads path and query from the URL that is sent, so both sides hash the same bytes.
import { createHash, createHmac } from 'node:crypto';
import { decodePercent, encodeUnreserved } from './percent-encoding.ts';

export interface SignableRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SigningKey {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Present on temporary keys. */
  readonly securityToken?: string;
  /** Account that a global service such as BSS acts in. */
  readonly domainId?: string;
}

const ALGORITHM = 'SDK-HMAC-SHA256';

/** The headers to add to `request`: date, account, security token and `Authorization`. */
export function signRequest(request: SignableRequest, key: SigningKey, at: Date): Record<string, string> {
  const date = formatDate(at);
  const added: Record<string, string> = { 'X-Sdk-Date': date };
  if (key.securityToken !== undefined) added['X-Security-Token'] = key.securityToken;
  if (key.domainId !== undefined) added['X-Domain-Id'] = key.domainId;
  const headers = signedHeaders({ ...request.headers, host: request.url.host, ...added });
  const names = headers.map(([name]) => name).join(';');
  const toSign = stringToSign(date, canonicalRequest(request, headers));
  const signature = createHmac('sha256', key.secretKey).update(toSign).digest('hex');
  added['Authorization'] =
    `${ALGORITHM} Access=${key.accessKey}, SignedHeaders=${names}, Signature=${signature}`;
  return added;
}

/** `YYYYMMDDTHHMMSSZ`, UTC. */
export function formatDate(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d+/g, '');
}

export function stringToSign(date: string, canonical: string): string {
  return `${ALGORITHM}\n${date}\n${sha256(canonical)}`;
}

/** `headers` are the signed ones, lower-case names, sorted. */
export function canonicalRequest(
  request: SignableRequest,
  headers: readonly (readonly [name: string, value: string])[],
): string {
  const declared = headers.find(([name]) => name === 'x-sdk-content-sha256')?.[1];
  return [
    request.method,
    canonicalPath(request.url.pathname),
    canonicalQuery(request.url.search),
    headers.map(([name, value]) => `${name}:${value}\n`).join(''),
    headers.map(([name]) => name).join(';'),
    declared ?? sha256(request.body ?? ''),
  ].join('\n');
}

// What is signed is what survives the way: proxies drop names with an underscore, a multipart boundary is
// chosen late, and surrounding blanks of a value are not part of it.
function signedHeaders(headers: Readonly<Record<string, string>>): [name: string, value: string][] {
  return Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value.trim()])
    .filter(
      ([name, value]) =>
        !name.includes('_') &&
        name !== 'authorization' &&
        !(name === 'content-type' && value.startsWith('multipart/form-data')),
    )
    .sort(([left], [right]) => compare(left, right));
}

function canonicalPath(pathname: string): string {
  const path = pathname
    .split('/')
    .map((segment) => encodeUnreserved(decodePercent(segment)))
    .join('/');
  return path.endsWith('/') ? path : `${path}/`;
}

function canonicalQuery(search: string): string {
  return search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return at < 0
        ? [decodePercent(pair), '']
        : [decodePercent(pair.slice(0, at)), decodePercent(pair.slice(at + 1))];
    })
    .sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
    .map(([name, value]) => `${encodeUnreserved(name)}=${encodeUnreserved(value)}`)
    .join('&');
}

/** By UTF-16 code unit; `localeCompare` would order `-` and digits by the machine's language. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
