import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestRefusal } from './refusal.ts';

const REQUEST_HEADERS = [
  'accept-language',
  'authorization',
  'cache-control',
  'content-type',
  'traceparent',
  'x-api-key',
  'x-deadline-ms',
  'x-request-id',
  'x-upstream-plan',
  'x-upstream-trace',
].join(', ');

/** Lets pages of listed origins read an answer; what an origin that is not listed gets says nothing of it. */
export function allowOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  listed: readonly string[],
): void {
  if (listed.length === 0) return;
  response.setHeader('vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !listed.includes(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
}

/** Answers an OPTIONS request. */
export function answerPreflight(response: ServerResponse): void {
  const allowed = response.hasHeader('access-control-allow-origin');
  response.writeHead(204, {
    allow: 'GET, POST, OPTIONS',
    ...(allowed
      ? {
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': REQUEST_HEADERS,
          'access-control-max-age': '600',
        }
      : {}),
  });
  response.end();
}

/**
 * Where no key is asked for, a browser's pages of other origins could make this gateway act even though they
 * cannot read what it answers. Browsers say where a request comes from.
 */
export function refuseForeignPages(request: IncomingMessage, listed: readonly string[]): void {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const foreign =
    origin === undefined
      ? site === 'cross-site' || site === 'same-site'
      : !listed.includes(origin) && !isSameOrigin(origin, host);
  if (foreign) {
    throw new RequestRefusal(
      403,
      'FORBIDDEN',
      'Expected a request of the pages of this gateway or of an origin in CORS_ORIGINS, got one of another page',
    );
  }
}

function isSameOrigin(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
