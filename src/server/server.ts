// HTTP: the GraphQL endpoint, GraphiQL, health and metrics on one port. It maps errors and costs into
// responses and drains on shutdown; what a query means is none of its business.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Site } from '../call/operation.ts';
import type { Clock } from '../clock/clock.ts';
import { ConfigurationError } from '../config/expectation.ts';
import { createGraphiQL } from './graphiql/graphiql.ts';
import { createGraphQLServer, type GraphQLServerOptions } from './graphql/yoga.ts';
import { REQUEST_ID, requestIdFor } from './request-id.ts';

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

export interface GatewayServerOptions extends GraphQLServerOptions {
  readonly host: string;
  readonly port: number;
  readonly readiness: () => Readiness;
  /** The site whose examples GraphiQL shows. */
  readonly site: () => Site;
  /** The metrics page and its content type. */
  readonly metrics: () => Promise<{ readonly type: string; readonly body: string }>;
}

export interface GatewayServer {
  readonly url: string;
  /** Stops accepting, waits for requests under way up to `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

export async function startServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { clock, logger } = options;
  const yoga = createGraphQLServer(options);
  const serveGraphiQL = createGraphiQL(() => clock.now(), options.site);
  let draining = false;

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split('?')[0];
    if (path === '/livez') return sendJson(response, 200, { alive: true });
    if (path === '/readyz') {
      const { ready, checks } = options.readiness();
      const serving = ready && !draining;
      return sendJson(response, serving ? 200 : 503, { ready: serving, draining, checks });
    }
    if (path === '/metrics') {
      const { type, body } = await options.metrics();
      response.writeHead(200, { 'content-type': type }).end(body);
      return;
    }
    if (path === '/') {
      response.writeHead(302, { location: '/graphql' }).end();
      return;
    }
    if (await serveGraphiQL(request, response)) return;
    await yoga(request, response);
  };

  const server = createServer((request, response) => {
    // A connection that its client keeps open would hold up the end until it times out.
    response.once('close', () => {
      if (draining) server.closeIdleConnections();
    });
    const requestId = requestIdFor(request.headers[REQUEST_ID]);
    response.setHeader(REQUEST_ID, requestId);
    route(request, response).catch((error: unknown) => {
      logger.error({ requestId, err: error }, 'a request failed outside of GraphQL');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;

  return {
    url: `http://${host}:${port}`,
    close: (graceMs) => {
      draining = true;
      return closeWithin(clock, graceMs, server);
    },
  };
}

/** An address that is not this machine's, or a port that is taken, is a setting to mend and no crash. */
function listen(server: Server, { host, port }: Pick<GatewayServerOptions, 'host' | 'port'>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const got = 'code' in error ? String(error.code) : error.message;
      reject(
        new ConfigurationError('HOST and PORT', 'an address to listen on', `${got} for ${host} port ${port}`),
      );
    });
    server.listen(port, host, resolve);
  });
}

function closeWithin(clock: Clock, graceMs: number, server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(graceMs, () => server.closeAllConnections());
    server.close(() => {
      timer.cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
