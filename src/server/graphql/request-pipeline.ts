// What happens around the execution of one admitted request: a cached response is looked up, a query gets a
// standard name for the caches below, errors get their codes, and the cost is told. How an answer travels is
// none of its business.
import type { ExecutionResult } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { OpenContext } from '../../context/create-context.ts';
import { bypassesCache } from '../../context/request-headers.ts';
import { type StandardDocument, standardDocument } from '../document/operation-name.ts';
import { type Part, presentParts } from './incremental.ts';
import { ErrorPresenter, statedStatus } from './present-error.ts';
import type { RequestParams } from './request-params.ts';
import { type Ending, openReport, type ReportOptions, requestLogger } from './request-report.ts';
import type { RequestState } from './request-state.ts';
import type { ResponseCache } from './response-cache.ts';
import { presentResult, upstreamExtension } from './results.ts';
import { createViewerNumbers } from './viewer-number.ts';
import type { RunOperation } from './yoga.ts';

export type Answer = ExecutionResult | AsyncIterable<Part>;

/** Answers one request that was admitted. */
export type AnswerRequest = (
  params: RequestParams,
  method: 'GET' | 'POST',
  state: RequestState,
) => Promise<Answer>;

export function createPipeline(
  options: ReportOptions,
  run: RunOperation,
  responses: ResponseCache,
): AnswerRequest {
  const { logger } = options;
  const numberOf = createViewerNumbers();

  return async (params, method, state) => {
    const standard = standardDocument(params.query, params.operationName);
    const report = openReport(options, state, standard?.name ?? params.operationName);
    const key = responseKey(params, standard, state, numberOf(state.viewer));
    const cached = key === undefined ? undefined : responses.get(key);
    if (cached) {
      report({ outcome: 'ok', codes: [], fromCache: true });
      return cached;
    }
    const asked = graphQLParams(params);
    let result = await run(standard ? underStandardName(asked, standard) : asked, method, state);
    let executed = standard;
    if (standard && isWhole(result) && result.errors && !('data' in result)) {
      // A document that did not get as far as executing is refused in the client's own words.
      state.opened?.close();
      executed = undefined;
      result = await run(asked, method, state);
    }
    const { opened } = state;
    const withTrace = state.header('x-upstream-trace') === '1';
    const presenter = new ErrorPresenter(
      { text: params.query, standard: executed },
      {
        variables: () => state.variables,
        report: (error, reference) =>
          requestLogger(logger, state).error({ err: error, reference }, 'a resolver failed unexpectedly'),
      },
    );
    if (!isWhole(result)) {
      return presentParts(result, {
        presentErrors: (errors) => presenter.presentAll(errors),
        extensions: () => (opened ? { upstream: upstreamExtension(opened.context, withTrace) } : {}),
        onEnd: (errors, answered) => {
          opened?.close();
          report(endingOf({ errors, ...(answered ? { data: {} } : {}) }, opened));
        },
      });
    }
    if (key && opened && !opened.isVolatile() && isQuery(state)) {
      responses.set(key, result, opened.context.scope.sources);
    }
    state.status = statedStatus(result.errors);
    const presented = presentResult(result, opened?.context, { presenter, withTrace });
    opened?.close();
    report(endingOf(presented, opened));
    return presented;
  };
}

export const isWhole = (answer: Answer): answer is ExecutionResult => !(Symbol.asyncIterator in answer);

function endingOf({ data, errors = [] }: ExecutionResult, opened: OpenContext | undefined): Ending {
  if (opened?.clientClosed()) return { outcome: 'clientClosed', codes: [], fromCache: false };
  const codes = errors.map((error) => String(error.extensions['code']));
  return { outcome: codes.length === 0 ? 'ok' : data ? 'partial' : 'failed', codes, fromCache: false };
}

const graphQLParams = ({ variableBytes: _bytes, ...params }: RequestParams): GraphQLParams => params;

function underStandardName(params: GraphQLParams, { text }: StandardDocument): GraphQLParams {
  const { operationName: _name, ...rest } = params;
  return { ...rest, query: text };
}

/** What is written is written again each time; only what is read can be answered from before. */
function isQuery({ document }: RequestState): boolean {
  return (
    document?.document.definitions.every(
      (definition) => !('operation' in definition) || definition.operation === 'query',
    ) ?? false
  );
}

/** What an answer depends on besides its sources; undefined where it must not be looked up. */
function responseKey(
  params: RequestParams,
  standard: StandardDocument | undefined,
  { header }: RequestState,
  viewer: number,
): string | undefined {
  if (bypassesCache({ header }) || header('x-upstream-trace') || header('x-deadline-ms')) return undefined;
  if (header('x-upstream-plan')) return undefined;
  const name = standard ? '' : (params.operationName ?? '');
  const facts = [viewer, header('accept-language') ?? '', name, params.variables ?? null];
  return `${JSON.stringify(facts)} ${standard?.text ?? params.query}`;
}
