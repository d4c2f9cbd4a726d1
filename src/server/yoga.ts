import type { ServerResponse } from 'node:http';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { createYoga, type GraphQLParams, type Plugin } from 'graphql-yoga';
import type { Cache } from '../cache/cache.ts';
import type { Authenticate } from '../context/authenticate.ts';
import type { GatewayContext } from '../context/context.ts';
import {
  bypassesCache,
  type ContextDependencies,
  type OpenContext,
  openContext,
} from '../context/create-context.ts';
import type { Logger } from '../telemetry/log.ts';
import { AnswerMemo } from './answer-memo.ts';
import { compiledExecution } from './compiled-executor.ts';
import { originalLocation, standardDocument } from './operation-name.ts';
import { presentResult, withKnownCode } from './results.ts';

export interface GraphQLServerOptions extends ContextDependencies {
  readonly schema: GraphQLSchema;
  /** Read anew for every request, because tenants may be reloaded. */
  readonly authenticate: () => Authenticate;
  readonly stillGood: Cache['stillGood'];
  readonly logger: Logger;
}

/** What the HTTP server hands to Yoga beside the request. */
interface NodeContext {
  readonly res: ServerResponse;
}

// Kept on the response itself: a WeakMap with an entry per request would slow down every young collection.
const OPEN = Symbol('open context');

function hold(response: ServerResponse, opened: OpenContext): void {
  Object.defineProperty(response, OPEN, { value: opened, configurable: true });
}

/** The request's context, unless it failed before it had one. */
function held(serverContext: object): OpenContext | undefined {
  const response = Reflect.get(serverContext, 'res') as object | undefined;
  return response ? (Reflect.get(response, OPEN) as OpenContext | undefined) : undefined;
}

const MEMO_BYTES = 32 * 1024 * 1024;

export function createGraphQLServer(options: GraphQLServerOptions) {
  const { logger, schema } = options;
  const log = (level: 'debug' | 'warn' | 'error') => (message: unknown) => logger[level](String(message));
  return createYoga<NodeContext, GatewayContext>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    multipart: false,
    batching: false,
    graphiql: false,
    // Errors are presented below, with codes of the closed list.
    maskedErrors: false,
    maxRequestBodySize: 1_000_000,
    logging: { debug: log('debug'), info: log('debug'), warn: log('warn'), error: log('error') },
    context: ({ request, res }) => {
      const header = (name: string) => request.headers.get(name);
      const viewer = options.authenticate()(header);
      const opened = openContext(options, viewer, { header, onLeave: (leave) => onClose(res, leave) });
      hold(res, opened);
      return opened.context;
    },
    plugins: [presentation(logger), documents(options), compiledExecution(schema)],
  });
}

/** The socket is asked and not `request.signal`: making that signal costs more than the rest of the context. */
function onClose(response: ServerResponse, leave: () => void): () => void {
  const closed = () => {
    if (!response.writableEnded) leave();
  };
  response.once('close', closed);
  return () => response.off('close', closed);
}

/** Errors with codes, and the cost of the request, on every result whichever stage it comes from. */
function presentation(logger: Logger): Plugin {
  return {
    onExecutionResult({ request, result, setResult, context }) {
      const opened = held(context);
      opened?.close();
      if (!result || !isSingle(result) || 'stringify' in result) return;
      const withTrace = request.headers.get('x-upstream-trace') === '1';
      setResult(
        presentResult(result, opened?.context, withTrace, (error, reference) =>
          logger.error({ err: error, reference }, 'a resolver failed unexpectedly'),
        ),
      );
    },
    // Requests that never became GraphQL (no JSON, no query) end here with codes of the HTTP layer.
    onResultProcess({ result, setResult }) {
      if (!('errors' in result) || 'data' in result || !result.errors) return;
      setResult({ ...result, errors: result.errors.map(withKnownCode) });
    },
  };
}

/** Looks answers up before anything is executed, and gives every operation a standard name for caches. */
function documents(options: GraphQLServerOptions): Plugin {
  const memo = new AnswerMemo({ maxBytes: MEMO_BYTES, stillGood: options.stillGood });
  return {
    onParams({ request, params, paramsHandler, setParamsHandler }) {
      const header = (name: string) => request.headers.get(name);
      const key = memoKey(params, header, options);
      const standard = params.query ? standardDocument(params.query, params.operationName) : undefined;
      const execute = async (payload: Parameters<typeof paramsHandler>[0]) => {
        const known = key === undefined ? undefined : memo.get(key(standard?.text ?? params.query ?? ''));
        if (known) return known;
        const result = standard
          ? await paramsHandler({ ...payload, params: withoutName(params, standard.text) })
          : await paramsHandler(payload);
        if (!isSingle(result)) return result;
        const opened = held(payload.context);
        if (key && opened && !opened.isVolatile()) {
          memo.set(key(standard?.text ?? params.query ?? ''), result, opened.context.scope.sources);
        }
        if (!standard || !result.errors) return result;
        // A document that did not get as far as executing is told about in the client's own words.
        if (!('data' in result)) return paramsHandler(payload);
        for (const error of result.errors) {
          const locations = error.locations?.map((location) => originalLocation(location, standard));
          if (locations) Object.defineProperty(error, 'locations', { value: locations, enumerable: true });
        }
        return result;
      };
      setParamsHandler(execute);
    },
  };
}

function withoutName(params: GraphQLParams, query: string): GraphQLParams {
  const { operationName: _name, ...rest } = params;
  return { ...rest, query };
}

/** What an answer depends on besides its sources; undefined where it must not be looked up. */
function memoKey(
  params: GraphQLParams,
  header: (name: string) => string | null,
  options: GraphQLServerOptions,
): ((document: string) => string) | undefined {
  if (bypassesCache({ header }) || header('x-upstream-trace') || header('x-deadline-ms')) return undefined;
  let viewer: string;
  try {
    viewer = options.authenticate()(header).id;
  } catch {
    // Whoever may not ask is told so by the context, in the usual way.
    return undefined;
  }
  const language = header('accept-language') ?? '';
  const rest = JSON.stringify([viewer, language, params.operationName ?? '', params.variables ?? null]);
  return (document) => `${rest} ${document}`;
}

function isSingle(result: object): result is ExecutionResult {
  return 'data' in result || 'errors' in result;
}
