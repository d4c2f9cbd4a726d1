import type { ServerResponse } from 'node:http';
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Estimate } from '../../../schema/estimate/estimator.ts';
import type { GatewayContext } from '../../context/context.ts';
import { type ContextDependencies, openContext } from '../../context/create-context.ts';
import { bodyLimit } from './body-limit.ts';
import { compiledExecution } from './compiled-executor.ts';
import { costControl } from './cost-control.ts';
import { damageErrors } from './damage-errors.ts';
import { type PipelineOptions, requestPipeline } from './request-pipeline.ts';
import { type RequestState, requestStateOf } from './request-state.ts';
import { withKnownCode } from './results.ts';

export interface GraphQLServerOptions extends ContextDependencies, PipelineOptions {
  readonly schema: GraphQLSchema;
  readonly estimate: Estimate;
  /** Most values of an answer. */
  readonly maxAnswerNodes: number;
}

const MAX_BODY_BYTES = 1_000_000;

/** What the HTTP server hands to Yoga beside the request. */
interface NodeContext {
  readonly res: ServerResponse;
}

/** Yoga hands its own context around, which begins with what the HTTP server gave it. */
function stateIn(serverContext: object): RequestState {
  return requestStateOf((serverContext as NodeContext).res);
}

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
    // Bodies are limited below.
    maxRequestBodySize: false,
    logging: { debug: log('debug'), info: log('debug'), warn: log('warn'), error: log('error') },
    context: ({ request, res }) => {
      const header = (name: string) => request.headers.get(name);
      const viewer = options.authenticate()(header);
      const state = requestStateOf(res);
      state.opened = openContext(options, viewer, {
        header,
        onClientClosed: (abandon) => onClose(res, abandon),
        span: state.span,
      });
      return state.opened.context;
    },
    plugins: [
      requestPipeline(options, stateIn),
      bodyLimit(MAX_BODY_BYTES),
      codesForBadRequests,
      useDeferStream(),
      costControl(options.estimate, options.maxAnswerNodes),
      damageErrors(),
      compiledExecution(schema),
    ],
  });
}

/** The socket is asked and not `request.signal`: making that signal costs more than the rest of the context. */
function onClose(response: ServerResponse, abandon: () => void): () => void {
  const closed = () => {
    if (!response.writableEnded) abandon();
  };
  response.once('close', closed);
  return () => response.off('close', closed);
}

/** Requests that never became GraphQL (no JSON, no query) carry codes of the HTTP layer. */
const codesForBadRequests: Plugin = {
  onResultProcess({ result, setResult }) {
    if (!('errors' in result) || 'data' in result || !result.errors) return;
    setResult({ ...result, errors: result.errors.map(withKnownCode) });
  },
};
