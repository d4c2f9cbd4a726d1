import type { ExecutionResult } from 'graphql';
import type { GatewayContext } from '../../context/context.ts';
import { estimateExtension } from './cost-control.ts';
import type { ErrorPresenter } from './present-error.ts';

/** The result with presentable errors and with what it cost upstream. */
export function presentResult(
  result: ExecutionResult,
  context: GatewayContext | undefined,
  { presenter, withTrace }: { readonly presenter: ErrorPresenter; readonly withTrace: boolean },
): ExecutionResult {
  return {
    ...(result.errors ? { errors: presenter.presentAll(result.errors) } : {}),
    ...('data' in result ? { data: result.data } : {}),
    ...(context
      ? { extensions: { ...result.extensions, upstream: upstreamExtension(context, withTrace) } }
      : {}),
  };
}

export function upstreamExtension(context: GatewayContext, withTrace: boolean): Record<string, unknown> {
  const { loaders } = context;
  const { trace } = context.scope;
  return {
    ...trace.totals(),
    repairs: loaders.repairs(),
    ...estimateExtension(context, withTrace),
    ...(withTrace ? { trace: trace.calls.map(roundTimes), plans: loaders.plans() } : {}),
  };
}

function roundTimes<Times extends { startMs: number; queuedMs: number; durationMs: number }>(record: Times) {
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return {
    ...record,
    startMs: round(record.startMs),
    queuedMs: round(record.queuedMs),
    durationMs: round(record.durationMs),
  };
}
