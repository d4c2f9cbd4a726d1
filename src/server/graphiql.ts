import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { exampleQueries } from './examples.ts';

const THIRTY_DAYS_MS = 30 * 86_400_000;

/** Answers requests for the GraphiQL page; false when the request is not one. */
export type ServeGraphiQL = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/**
 * The page comes whole from this process: nothing is fetched from elsewhere. It is large, so that it is
 * rendered when somebody first opens it and kept compressed for the month that its examples ask for.
 */
export function createGraphiQL(now: () => number): ServeGraphiQL {
  let kept: { readonly cycle: string; readonly page: Promise<Buffer> } | undefined;
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
    if (pathname !== '/graphql' || !wantsPage || searchParams.has('query')) return false;
    const cycle = currentCycle(now());
    if (kept?.cycle !== cycle) kept = { cycle, page: render(cycle, now()) };
    const page = await kept.page;
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      'content-length': page.byteLength,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'",
    });
    response.end(page);
    return true;
  };
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

/** The bill cycle that runs at an instant, `YYYY-MM` in China time. */
export function currentCycle(now: number): string {
  return new Date(now + CHINA_OFFSET_MS).toISOString().slice(0, 7);
}

async function render(cycle: string, now: number): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const expiresUntil = `${new Date(now + THIRTY_DAYS_MS).toISOString().slice(0, 10)}T00:00:00Z`;
  const page = renderGraphiQL({
    title: 'Partner Graph',
    defaultTabs: exampleQueries(cycle, expiresUntil).map(({ query }) => ({ query })),
    defaultHeaders: JSON.stringify({ 'x-upstream-trace': '1' }),
  });
  return promisify(gzip)(page);
}
