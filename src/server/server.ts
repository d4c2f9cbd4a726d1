// HTTP: the GraphQL endpoint, GraphiQL, health and metrics on one port. This room refuses what is no request
// for it, sheds what is too much, and drains on shutdown. It never decides what a query means, and never calls
// the upstream.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import type { Cache } from '../cache/cache.ts';
import type { Site } from '../call/operation.ts';
import type { Clock } from '../clock/clock.ts';
import { ConfigurationError } from '../config/expectation.ts';
import type { Limits } from '../config/limits.ts';
import { Documents } from './document/documents.ts';
import { createGraphiQL } from './graphiql/graphiql.ts';
import { createGraphQLEndpoint, type EndpointOptions } from './graphql/graphql-endpoint.ts';
import { checkContentType } from './graphql/request-params.ts';
import { createPipeline } from './graphql/request-pipeline.ts';
import { ResponseCache } from './graphql/response-cache.ts';
import { createRunOperation, type ExecutionOptions, incrementalSchema } from './graphql/yoga.ts';
import { Admission, type AdmissionState, watchLoopDelay } from './http/admission.ts';
import { cutUnread, limitConnections, MAX_HEADER_BYTES } from './http/connections.ts';
import { allowOrigin, answerPreflight, refuseForeignPages } from './http/cors.ts';
import { addressedHost, refuseForeignHost } from './http/host-guard.ts';
import { badRequest, RequestRefusal, sendRefusal } from './http/refusal.ts';
import { pathOf } from './http/request-target.ts';
import { REQUEST_ID, requestIdFor } from './request-id.ts';

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

export interface GatewayServerOptions
  extends Omit<EndpointOptions, 'limits' | 'admission'>,
    ExecutionOptions {
  readonly schema: GraphQLSchema;
  readonly stillGood: Cache['stillGood'];
  readonly host: string;
  readonly port: number;
  readonly limits: Limits;
  /** Origins whose pages may read answers. */
  readonly corsOrigins: readonly string[];
  /** Whether requests are answered without a key; then only pages and names of this machine may ask. */
  readonly withoutKey: boolean;
  readonly readiness: () => Readiness;
  /** The site whose examples GraphiQL shows. */
  readonly site: () => Site;
  /** The metrics page and its content type. */
  readonly metrics: () => Promise<{ readonly type: string; readonly body: string }>;
}

/** What the server has in hand. */
export interface ServerLoad extends AdmissionState {
  readonly connections: number;
  readonly documents: Held;
  readonly responses: Held;
}

interface Held {
  readonly entries: number;
  readonly bytes: number;
}

export interface GatewayServer {
  readonly url: string;
  readonly load: () => ServerLoad;
  /** Stops accepting, waits for requests under way up to `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export async function startServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { clock, limits, logger } = options;
  let draining = false;
  const loopDelay = watchLoopDelay(clock);
  const admission = new Admission(limits.server, loopDelay.current);
  const schema = incrementalSchema(options.schema);
  const documents = new Documents(schema, limits.request);
  const responses = new ResponseCache(options.stillGood);
  const run = createRunOperation({ ...options, schema }, documents);
  const serveGraphQL = createGraphQLEndpoint(
    { ...options, limits: limits.request, admission },
    createPipeline(options, run, responses),
  );
  const route = createRoutes(options, serveGraphQL, () => draining);
  let connections = 0;
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    // A connection that its client keeps open would hold up the end until it times out.
    response.once('close', () => {
      if (draining) server.closeIdleConnections();
    });
    cutUnread(response, limits.server.unreadMs);
    const requestId = requestIdFor(request.headers[REQUEST_ID]);
    response.setHeader(REQUEST_ID, requestId);
    route(request, response).catch((error: unknown) => {
      if (error instanceof RequestRefusal) return sendRefusal(request, response, error);
      logger.error({ requestId, err: error }, 'a request failed outside of GraphQL');
      sendRefusal(
        request,
        response,
        new RequestRefusal(500, 'INTERNAL', 'Something went wrong inside the gateway'),
      );
      response.end();
    });
  });
  limitConnections(server, limits.server);
  server.on('connection', (socket) => {
    connections += 1;
    socket.once('close', () => {
      connections -= 1;
    });
  });
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;

  return {
    url: `http://${host}:${port}`,
    load: () => ({ ...admission.state, connections, documents: documents.held, responses: responses.held }),
    close: async (graceMs) => {
      draining = true;
      await closeWithin(clock, graceMs, server);
      loopDelay.stop();
    },
  };
}

function createRoutes(
  options: GatewayServerOptions,
  serveGraphQL: Handle,
  isDraining: () => boolean,
): Handle {
  const { clock, corsOrigins, withoutKey } = options;
  const serveGraphiQL = createGraphiQL(() => clock.now(), options.site);

  return async (request, response) => {
    const path = pathOf(request.url);
    const host = addressedHost(request);
    if (path === '/livez') return sendJson(response, 200, { alive: true });
    if (withoutKey) refuseForeignHost(host, options.host);
    if (path === '/readyz') {
      const { ready, checks } = options.readiness();
      const serving = ready && !isDraining();
      return sendJson(response, serving ? 200 : 503, { ready: serving, draining: isDraining(), checks });
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
    if (await serveGraphiQL(request, response, path)) return;
    if (path !== '/graphql') throw badRequest(404, 'Expected a path such as /graphql, got another one');
    allowOrigin(request, response, corsOrigins);
    if (request.method === 'OPTIONS') return answerPreflight(response);
    if (withoutKey) {
      // A form is no request of GraphQL, whoever sends it.
      if (request.method === 'POST') checkContentType(request.headers['content-type']);
      refuseForeignPages(request, corsOrigins);
    }
    await serveGraphQL(request, response);
  };
}

/** An address that is not this machine's, or a port that is taken, is a setting to correct and no crash. */
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
