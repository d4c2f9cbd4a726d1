import type { ExecutionResult } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Cache } from '../cache/cache.ts';
import type { Clock } from '../clock/clock.ts';
import type { Authenticate } from '../context/authenticate.ts';
import { bypassesCache, type OpenContext } from '../context/create-context.ts';
import type { Logger } from '../telemetry/log.ts';
import { AnswerMemo } from './answer-memo.ts';
import { type StandardDocument, standardDocument } from './operation-name.ts';
import { presentResult } from './results.ts';

export type Outcome = 'ok' | 'partial' | 'failed';

export interface PipelineOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Read anew for every request, because tenants may be reloaded. */
  readonly authenticate: () => Authenticate;
  readonly stillGood: Cache['stillGood'];
  /** Told how each request ended: its outcome, how long it took, and the codes of its errors. */
  readonly observe: (outcome: Outcome, seconds: number, codes: readonly string[]) => void;
}

type Header = (name: string) => string | null;

const MEMO_BYTES = 32 * 1024 * 1024;

/**
 * What happens around the execution of one operation: a kept answer is looked up, the operation gets a
 * standard name for the caches below, errors get their codes, and the cost is told.
 */
export function requestPipeline(
  options: PipelineOptions,
  contextOf: (serverContext: object) => OpenContext | undefined,
): Plugin {
  const { clock, logger, observe } = options;
  const memo = new AnswerMemo({ maxBytes: MEMO_BYTES, stillGood: options.stillGood });
  const report = (error: unknown, reference: string) =>
    logger.error({ err: error, reference }, 'a resolver failed unexpectedly');

  return {
    onParams({ request, params, paramsHandler, setParamsHandler }) {
      const header: Header = (name) => request.headers.get(name);
      const standard = params.query ? standardDocument(params.query, params.operationName) : undefined;
      setParamsHandler(async (payload) => {
        const start = clock.monotonic();
        const seconds = () => (clock.monotonic() - start) / 1000;
        const key = memoKey(params, standard, header, options);
        const kept = key === undefined ? undefined : memo.get(key);
        if (kept) {
          observe('ok', seconds(), []);
          return kept;
        }
        let result = await paramsHandler(
          standard ? { ...payload, params: withoutName(params, standard) } : payload,
        );
        if (standard && isSingle(result) && result.errors && !('data' in result)) {
          // A document that did not get as far as executing is told about in the client's own words.
          contextOf(payload.context)?.close();
          result = await paramsHandler(payload);
        }
        if (!isSingle(result)) return result;
        const opened = contextOf(payload.context);
        if (key && opened && !opened.isVolatile()) memo.set(key, result, opened.context.scope.sources);
        const presented = presentResult(result, opened?.context, {
          document: { text: params.query, standard: 'data' in result ? standard : undefined },
          withTrace: header('x-upstream-trace') === '1',
          report,
        });
        opened?.close();
        const codes = (presented.errors ?? []).map((error) => String(error.extensions['code']));
        observe(codes.length === 0 ? 'ok' : presented.data ? 'partial' : 'failed', seconds(), codes);
        return presented;
      });
    },
  };
}

function withoutName(params: GraphQLParams, { text }: StandardDocument): GraphQLParams {
  const { operationName: _name, ...rest } = params;
  return { ...rest, query: text };
}

/** What an answer depends on besides its sources; undefined where it must not be looked up. */
function memoKey(
  params: GraphQLParams,
  standard: StandardDocument | undefined,
  header: Header,
  { authenticate }: PipelineOptions,
): string | undefined {
  if (bypassesCache({ header }) || header('x-upstream-trace') || header('x-deadline-ms')) return undefined;
  if (header('x-upstream-plan')) return undefined;
  let viewer: string;
  try {
    viewer = authenticate()(header).id;
  } catch {
    // Whoever may not ask is told so by the context, in the usual way.
    return undefined;
  }
  const name = standard ? '' : (params.operationName ?? '');
  const facts = [viewer, header('accept-language') ?? '', name, params.variables ?? null];
  return `${JSON.stringify(facts)} ${standard?.text ?? params.query ?? ''}`;
}

function isSingle(result: object): result is ExecutionResult {
  return 'data' in result || 'errors' in result;
}
