// The last resort: a failure that nothing caught is a bug, and what it left behind is not known. It is logged and
// counted, requests under way are answered, and the process ends, so that another one takes its place.
import type { Logger } from './telemetry/log.ts';

export interface GuardedProcess {
  readonly logger: Logger;
  /** Counts it. */
  readonly onFailure: () => void;
  /** Answers what is under way and ends the process with this exit code. */
  readonly stop: (exitCode: number) => void;
}

export function guardProcess({ logger, onFailure, stop }: GuardedProcess): void {
  const fail = (source: 'unhandledRejection' | 'uncaughtException') => (error: unknown) => {
    logger.fatal({ err: error, source }, 'an unexpected failure: the process drains and ends');
    onFailure();
    stop(1);
  };
  process.on('unhandledRejection', fail('unhandledRejection'));
  process.on('uncaughtException', fail('uncaughtException'));
}
