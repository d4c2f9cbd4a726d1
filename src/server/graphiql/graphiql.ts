import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Site } from '../../call/operation.ts';
import { chinaDay } from '../../clock/china.ts';
import { exampleQueries } from './examples.ts';
import { ENTRY, waterfallScript } from './scripts.ts';

const DAY_MS = 86_400_000;

/** Everything is in the page itself; its editor's workers are blobs. No other origin is ever asked. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
].join('; ');

/**
 * GraphiQL animates its tabs into place, and a tab in motion slips from under the pointer: the first click on
 * it is lost. Tabs that stay where they are can be clicked.
 */
const STEADY_TABS = '<style>.graphiql-tab { transform: none !important }</style>';

/** Answers requests for the GraphiQL page; false when the request is not one. */
export type ServeGraphiQL = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => Promise<boolean>;

/**
 * The page comes whole from this process: nothing is fetched from elsewhere. It is large, so that it is
 * rendered when somebody first opens it and kept compressed for the day that its examples speak of. `site` is the one whose examples to show.
 */
export function createGraphiQL(now: () => number, site: () => Site): ServeGraphiQL {
  let kept: { readonly about: string; readonly page: Promise<Buffer> } | undefined;
  return async (request, response, pathname) => {
    const script = request.method === 'GET' ? waterfallScript(pathname) : undefined;
    if (script) {
      sendScript(response, await script);
      return true;
    }
    const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
    if (pathname !== '/graphql' || !wantsPage) return false;
    const today = chinaDay(now());
    const about = `${site()} ${today}`;
    if (kept?.about !== about) {
      kept = { about, page: render(today, chinaDay(now() + 30 * DAY_MS), site()) };
    }
    const page = await kept.page;
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      'content-length': page.byteLength,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': CONTENT_SECURITY_POLICY,
    });
    response.end(page);
    return true;
  };
}

function sendScript(response: ServerResponse, script: string): void {
  response.writeHead(200, {
    'content-type': 'text/javascript; charset=utf-8',
    'content-length': Buffer.byteLength(script),
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  response.end(script);
}

async function render(today: string, inThirtyDays: string, site: Site): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const times = {
    cycle: today.slice(0, 7),
    from: `${today}T00:00:00+08:00`,
    until: `${inThirtyDays}T00:00:00+08:00`,
  };
  const examples = exampleQueries(times, site);
  const page = renderGraphiQL({
    title: 'Partner Graph',
    defaultTabs: examples.map(({ query }) => ({ query })),
    defaultHeaders: JSON.stringify({ 'x-upstream-trace': '1' }),
  });
  const waterfall = `<script type="module" src="${ENTRY}"></script>`;
  return promisify(gzip)(page.replace('<title>', `${STEADY_TABS}${waterfall}<title>`));
}
