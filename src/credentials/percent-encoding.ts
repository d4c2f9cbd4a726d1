// URLs over which a signature can be computed: what is signed must be, byte for byte, what is sent.
import { badInput } from '../errors/errors.ts';

/** Percent-encodes everything but the unreserved characters of RFC 3986: letters, digits, `-._~`. */
export function encodeUnreserved(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not UTF-8 in the escapes: the octets stand for themselves
  }
}

/**
 * An absolute URL from decoded parts. `path` may be a template such as `/v2/orders/{order_id}`; a value
 * fills one whole segment or part of one and can never change the route.
 */
export function buildUrl(
  endpoint: URL,
  path: string,
  query: readonly (readonly [name: string, value: string])[] = [],
  pathParameters: Readonly<Record<string, string>> = {},
): URL {
  const segments = path.split('/').map((segment) => encodeSegment(segment, pathParameters));
  const base = endpoint.pathname.replace(/\/+$/, '');
  const pairs = query.map(([name, value]) => `${encodeUnreserved(name)}=${encodeUnreserved(value)}`);
  const search = pairs.length > 0 ? `?${pairs.join('&')}` : '';
  return new URL(`${endpoint.origin}${base}${segments.join('/')}${search}`);
}

/** Long enough for every id there is. */
const quoted = (text: string): string => JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);

function encodeSegment(template: string, parameters: Readonly<Record<string, string>>): string {
  let filled = false;
  const segment = template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = parameters[name];
    if (value === undefined) return placeholder;
    filled = true;
    // A slash reads differently before and after decoding, so gateways disagree about its signature.
    if (value === '' || value.includes('/')) {
      throw badInput(`expected ${name} to be a non-empty id without "/", got ${quoted(value)}`);
    }
    return value;
  });
  if (filled && (segment === '.' || segment === '..')) {
    throw badInput(`expected an id in place of ${template}, got ${quoted(segment)}`);
  }
  return encodeUnreserved(segment);
}
