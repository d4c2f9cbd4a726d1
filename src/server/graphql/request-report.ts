// What is told about one GraphQL request when it ends: metrics, one log line, its span. It never sees data.
import type { Clock } from '../../clock/clock.ts';
import type { Logger } from '../../telemetry/log.ts';
import type { NewRequest } from './request-state.ts';

/** `clientClosed`: the client closed the connection before it was answered. */
export type Outcome = 'ok' | 'partial' | 'failed' | 'clientClosed';

export interface ReportOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observe: (ending: Ending, seconds: number) => void;
}

export interface Ending {
  readonly outcome: Outcome;
  /** Of the errors in the answer. */
  readonly codes: readonly string[];
  /** A kept answer was given again whole. */
  readonly fromCache: boolean;
}

/** An answer that takes longer is worth a line even when it is right. */
const SLOW_MS = 5_000;

const NAME = /^[_A-Za-z][_0-9A-Za-z]{0,63}$/;

/** Starts the time of a request; the returned function tells how it ended. */
export function openReport(
  { clock, logger, observe }: ReportOptions,
  state: NewRequest,
  operationName: string | null | undefined,
): (ending: Ending) => void {
  const start = clock.monotonic();
  return (ending) => {
    const { outcome } = ending;
    const durationMs = clock.monotonic() - start;
    observe(ending, durationMs / 1000);
    // A list whose rows all fail the same way has an error for each of them.
    const codes = [...new Set(ending.codes)];
    const level = outcome !== 'ok' || durationMs >= SLOW_MS ? 'info' : 'debug';
    const { span, opened } = state;
    if (!span && !logger.isLevelEnabled(level)) return;
    const totals = opened?.context.scope.trace.totals();
    const facts = {
      ...(operationName && NAME.test(operationName) ? { operation: operationName } : {}),
      outcome,
      calls: totals?.calls ?? 0,
      queuedMs: totals?.queuedMs ?? 0,
    };
    requestLogger(logger, state)[level]({ ...facts, durationMs: Math.round(durationMs), codes }, 'request');
    span?.set({ ...facts, requestId: state.requestId, codes: codes.join(' ') });
    span?.end(outcome === 'failed' ? codes[0] : undefined);
  };
}

/** Made only when there is something to say: a child per request would cost more than most requests log. */
export function requestLogger(logger: Logger, { requestId }: Pick<NewRequest, 'requestId'>): Logger {
  return logger.child({ requestId });
}
