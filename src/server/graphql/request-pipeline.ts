import type { ExecutionResult } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Cache } from '../../cache/cache.ts';
import type { Authenticate } from '../../context/authenticate.ts';
import type { OpenContext } from '../../context/create-context.ts';
import { bypassesCache } from '../../context/request-headers.ts';
import type { StartRequestSpan } from '../../telemetry/span.ts';
import { presentParts } from './incremental.ts';
import { type StandardDocument, standardDocument } from './operation-name.ts';
import { type Ending, openReport, type ReportOptions, requestLogger } from './request-report.ts';
import type { RequestState } from './request-state.ts';
import { ResponseCache } from './response-cache.ts';
import { presentError, presentResult, upstreamExtension } from './results.ts';
import { acceptsIncremental, stripIncrementalDirectives } from './strip-incremental-directives.ts';
import { createViewerNumbers } from './viewer-number.ts';

export interface PipelineOptions extends ReportOptions {
  /** Read anew for every request, because tenants may be reloaded. */
  readonly authenticate: () => Authenticate;
  readonly stillGood: Cache['stillGood'];
  /** Undefined where nobody exports spans. */
  readonly startSpan: StartRequestSpan | undefined;
}

type Header = (name: string) => string | null;

const RESPONSE_CACHE_BYTES = 32 * 1024 * 1024;

/**
 * What happens around the execution of one operation: a kept answer is looked up, the operation gets a
 * standard name for the caches below, errors get their codes, and the cost is told.
 */
export function requestPipeline(
  options: PipelineOptions,
  stateIn: (serverContext: object) => RequestState,
): Plugin {
  const { logger, startSpan } = options;
  const numberOf = createViewerNumbers();
  const responses = new ResponseCache({ maxBytes: RESPONSE_CACHE_BYTES, stillGood: options.stillGood });

  return {
    onParams({ request, params: asked, paramsHandler, setParamsHandler }) {
      const header: Header = (name) => request.headers.get(name);
      const params = acceptsIncremental(header('accept')) ? asked : whole(asked);
      const standard = params.query ? standardDocument(params.query, params.operationName) : undefined;
      setParamsHandler(async (payload) => {
        const state = stateIn(payload.context);
        const report = openReport(options, state, standard?.name ?? params.operationName);
        state.span = startSpan?.(header('traceparent'));
        const key = responseKey(params, standard, header, (asks) => numberOf(options.authenticate()(asks)));
        const cached = key === undefined ? undefined : responses.get(key);
        if (cached) {
          report({ outcome: 'ok', codes: [], fromCache: true });
          return cached;
        }
        let result = await paramsHandler(
          standard ? { ...payload, params: withoutName(params, standard) } : { ...payload, params },
        );
        if (standard && isSingle(result) && result.errors && !('data' in result)) {
          // A document that did not get as far as executing is told about in the client's own words.
          state.opened?.close();
          result = await paramsHandler({ ...payload, params });
        }
        const { opened } = state;
        const withTrace = header('x-upstream-trace') === '1';
        const reportInternal = (error: unknown, reference: string) =>
          requestLogger(logger, state).error({ err: error, reference }, 'a resolver failed unexpectedly');
        if (isAsyncIterable(result)) {
          return presentParts(result, {
            presentError: (error) => presentError(error, { text: params.query, standard }, reportInternal),
            extensions: () => (opened ? { upstream: upstreamExtension(opened.context, withTrace) } : {}),
            onEnd: (errors, answered) => {
              opened?.close();
              report(endingOf({ errors, ...(answered ? { data: {} } : {}) }, opened));
            },
          });
        }
        if (key && opened && !opened.isVolatile()) responses.set(key, result, opened.context.scope.sources);
        const presented = presentResult(result, opened?.context, {
          document: { text: params.query, standard: 'data' in result ? standard : undefined },
          withTrace,
          report: reportInternal,
        });
        opened?.close();
        report(endingOf(presented, opened));
        return presented;
      });
    },
  };
}

function endingOf({ data, errors = [] }: ExecutionResult, opened: OpenContext | undefined): Ending {
  if (opened?.clientClosed()) return { outcome: 'clientClosed', codes: [], fromCache: false };
  const codes = errors.map((error) => String(error.extensions['code']));
  return { outcome: codes.length === 0 ? 'ok' : data ? 'partial' : 'failed', codes, fromCache: false };
}

function whole(params: GraphQLParams): GraphQLParams {
  return params.query ? { ...params, query: stripIncrementalDirectives(params.query) } : params;
}

function withoutName(params: GraphQLParams, { text }: StandardDocument): GraphQLParams {
  const { operationName: _name, ...rest } = params;
  return { ...rest, query: text };
}

/** What an answer depends on besides its sources; undefined where it must not be looked up. */
function responseKey(
  params: GraphQLParams,
  standard: StandardDocument | undefined,
  header: Header,
  viewerOf: (header: Header) => number,
): string | undefined {
  if (bypassesCache({ header }) || header('x-upstream-trace') || header('x-deadline-ms')) return undefined;
  if (header('x-upstream-plan')) return undefined;
  let viewer: number;
  try {
    viewer = viewerOf(header);
  } catch {
    // Whoever may not ask is told so by the context, in the usual way.
    return undefined;
  }
  const name = standard ? '' : (params.operationName ?? '');
  const facts = [viewer, header('accept-language') ?? '', name, params.variables ?? null];
  return `${JSON.stringify(facts)} ${standard?.text ?? params.query ?? ''}`;
}

function isAsyncIterable<Item>(result: object): result is AsyncIterable<Item> {
  return Symbol.asyncIterator in result;
}

function isSingle(result: object): result is ExecutionResult {
  return 'data' in result || 'errors' in result;
}
