import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Authenticate } from '../context/authenticate.ts';
import type { GatewayContext } from '../context/context.ts';
import { type ContextDependencies, type OpenContext, openContext } from '../context/create-context.ts';
import type { Logger } from '../telemetry/log.ts';
import { presentResult, withKnownCode } from './results.ts';

export interface GraphQLServerOptions extends ContextDependencies {
  readonly schema: GraphQLSchema;
  /** Read anew for every request, because tenants may be reloaded. */
  readonly authenticate: () => Authenticate;
  readonly logger: Logger;
}

interface ServerContext {
  readonly request: Request;
}

export function createGraphQLServer(options: GraphQLServerOptions) {
  const open = new WeakMap<Request, OpenContext>();
  const { logger } = options;
  return createYoga<object, GatewayContext>({
    schema: options.schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    multipart: false,
    batching: false,
    maskedErrors: false,
    maxRequestBodySize: 1_000_000,
    graphiql: false,
    logging: {
      debug: (...args: unknown[]) => logger.debug(args.map(String).join(' ')),
      info: (...args: unknown[]) => logger.debug(args.map(String).join(' ')),
      warn: (...args: unknown[]) => logger.warn(args.map(String).join(' ')),
      error: (...args: unknown[]) => logger.error(args.map(String).join(' ')),
    },
    context: ({ request }: ServerContext) => {
      const header = (name: string) => request.headers.get(name);
      const viewer = options.authenticate()(header);
      const opened = openContext(options, viewer, { header, signal: request.signal });
      open.set(request, opened);
      return opened.context;
    },
    plugins: [presentation(open, logger)],
  });
}

/** Errors with codes, and the cost of the request, on every result whichever stage it comes from. */
function presentation(open: WeakMap<Request, OpenContext>, logger: Logger): Plugin {
  return {
    onExecutionResult({ request, result, setResult }) {
      const opened = open.get(request);
      opened?.close();
      if (!result || !isSingle(result)) return;
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

function isSingle(result: object): result is ExecutionResult {
  return 'data' in result || 'errors' in result;
}
