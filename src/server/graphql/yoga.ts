import type { ServerResponse } from 'node:http';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { GraphQLDeferDirective, GraphQLStreamDirective, GraphQLSchema as Schema } from 'graphql';
import { createYoga, type GraphQLParams, type Plugin } from 'graphql-yoga';
import type { Estimate } from '../../../schema/estimate/estimator.ts';
import type { GatewayContext } from '../../context/context.ts';
import { type ContextDependencies, openContext } from '../../context/create-context.ts';
import type { Logger } from '../../telemetry/log.ts';
import type { Documents } from '../document/documents.ts';
import { AnswerBound, AnswerRoom } from './answer-bound.ts';
import { boundedDefaultResolver, boundResolvers, setAnswerBound } from './bounded-resolvers.ts';
import { costControl } from './cost-control.ts';
import { damageErrors } from './damage-errors.ts';
import { executeOperation } from './execution.ts';
import type { Part } from './incremental.ts';
import type { RequestState } from './request-state.ts';

export interface ExecutionOptions extends ContextDependencies {
  readonly schema: GraphQLSchema;
  readonly estimate: Estimate;
  readonly logger: Logger;
  /** Most values of an answer. */
  readonly maxAnswerNodes: number;
}

/** Yoga hands its context around, which begins with this. */
interface Carried {
  readonly state: RequestState;
}

/** Runs one request through parse, validation, context, estimate and execution. */
export type RunOperation = (
  params: GraphQLParams,
  method: 'GET' | 'POST',
  state: RequestState,
) => Promise<ExecutionResult | AsyncIterable<Part>>;

/** The schema with the directives of incremental delivery, where it does not have them by itself. */
export function incrementalSchema(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  const missing = [GraphQLDeferDirective, GraphQLStreamDirective].filter(
    ({ name }) => !schema.getDirective(name),
  );
  const directives = [...config.directives, ...missing];
  const extended = new Schema({ ...config, directives });
  extended.extensions = schema.extensions;
  return extended;
}

/**
 * Yoga without its HTTP part: the transport is that of the endpoint, which knows Node's connections. Each
 * stage is a plugin, in the order in which they run.
 */
export function createRunOperation(options: ExecutionOptions, documents: Documents): RunOperation {
  const { logger, schema } = options;
  const log = (level: 'debug' | 'error') => (message: unknown) => logger[level](String(message));
  boundResolvers(schema);
  const yoga = createYoga<Carried, GatewayContext>({
    schema,
    landingPage: false,
    multipart: false,
    batching: false,
    graphiql: false,
    cors: false,
    parserAndValidationCache: false,
    // Errors are presented by the pipeline, with codes of the closed list.
    maskedErrors: false,
    logging: { debug: log('debug'), info: log('debug'), warn: log('debug'), error: log('error') },
    context: ({ state }) => {
      state.opened = openContext(options, state.viewer, {
        header: state.header,
        onClientClosed: (abandon) => onClose(state.response, abandon),
        span: state.span,
      });
      return state.opened.context;
    },
    plugins: [
      readDocuments(documents),
      damageErrors(),
      costControl(options.estimate, options.maxAnswerNodes),
      execution(options),
    ],
  });
  // What Yoga reads of a request is its method.
  const requestOf = (method: string) => new yoga.fetchAPI.Request('http://localhost/graphql', { method });
  const requests = { GET: requestOf('GET'), POST: requestOf('POST') };
  return async (params, method, state) =>
    (await yoga.getResultForParams({ params, request: requests[method] }, { state })) ?? { data: null };
}

function readDocuments(documents: Documents): Plugin<Carried & GatewayContext> {
  return {
    onParse({ params, context, setParsedDocument }) {
      const { state } = context;
      const read = documents.read(String(params.source), state.format.parts !== undefined);
      state.document = read;
      setParsedDocument(read.document);
    },
    onValidate({ context, setResult }) {
      setResult([...(context.state.document?.errors ?? [])]);
    },
  };
}

function execution(options: ExecutionOptions): Plugin<Carried & GatewayContext> {
  const { clock, maxAnswerNodes } = options;
  const room = new AnswerRoom();
  return {
    onExecute({ args, setExecuteFn }) {
      const context: Carried & GatewayContext = args.contextValue;
      const { document, format } = context.state;
      const dialect = document?.incremental ? format.parts?.dialect : undefined;
      if (dialect) context.loaders.settleEarly();
      const bound = new AnswerBound({ clock, most: maxAnswerNodes, deadline: context.scope.signal, room });
      context.state.bound = bound;
      setAnswerBound(context, bound);
      context.loaders.holdWhile(() => bound.isPaused);
      setExecuteFn(async (executed) => {
        const { variables, result } = await executeOperation(
          { ...executed, fieldResolver: boundedDefaultResolver, abortSignal: bound.signal },
          dialect,
        );
        context.state.variables = variables;
        return result;
      });
    },
  };
}

/** The socket is asked and not a signal: making one costs more than the rest of the context. */
function onClose(response: ServerResponse, abandon: () => void): () => void {
  const closed = () => {
    if (!response.writableEnded) abandon();
  };
  response.once('close', closed);
  return () => response.off('close', closed);
}
