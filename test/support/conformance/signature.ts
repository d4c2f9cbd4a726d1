// Whether a signature is of what arrived: SDK-HMAC-SHA256 from its description, over the bytes of the request
// line, so that nothing of the gateway's own signing is used to check it.
import { createHash, createHmac } from 'node:crypto';
import type { Received } from './upstream.ts';

export function isSignedAsSent({ method, url, headers, body }: Received, secretKey: string): boolean {
  const authorization = String(headers['authorization'] ?? '');
  const match = /^SDK-HMAC-SHA256 Access=[^,]+, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
    authorization,
  );
  if (!match) return false;
  const names = String(match[1]).split(';');
  const [path = '', search = ''] = url.split('?');
  const rest = [
    canonicalQuery(search),
    ...names.map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
    '',
    names.join(';'),
    sha256(body),
  ];
  return canonicalPaths(path).some((canonicalPath) => {
    const toSign = [
      'SDK-HMAC-SHA256',
      String(headers['x-sdk-date']),
      sha256([method, canonicalPath, ...rest].join('\n')),
    ].join('\n');
    return createHmac('sha256', secretKey).update(toSign).digest('hex') === match[2];
  });
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The vendor's SDKs unpack a path before they split it, or after, or leave it as it is. */
function canonicalPaths(path: string): readonly string[] {
  const after = path.split('/').map((segment) => encode(decodeURIComponent(segment)));
  const before = decodeURIComponent(path).split('/').map(encode);
  return [path, after.join('/'), before.join('/')].map((one) => (one.endsWith('/') ? one : `${one}/`));
}

function canonicalQuery(search: string): string {
  const pairs = search
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value))] as const;
    });
  return pairs
    .sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}
