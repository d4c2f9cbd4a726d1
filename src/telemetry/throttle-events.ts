import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

/** What the throttle tells; declared here as far as it is observed, because this room imports no other. */
export type ObservedThrottleEvent =
  | {
      readonly type: 'granted';
      readonly operation: string;
      readonly priority: string;
      readonly waitedMs: number;
    }
  | { readonly type: 'busy'; readonly operation: string; readonly reason: string }
  | { readonly type: 'aborted'; readonly operation: string }
  | {
      readonly type: 'throttled';
      readonly operation: string;
      readonly dimension: string;
      readonly source: string;
    }
  | {
      readonly type: 'limit';
      readonly operation: string;
      readonly dimension: string;
      readonly limit: number;
      readonly quota: number;
    }
  | { readonly type: 'guard'; readonly host: string; readonly guardMs: number }
  | { readonly type: 'mode'; readonly mode: string; readonly reason: string }
  | { readonly type: 'redis'; readonly problem: string };

/** Counts and logs what the throttle tells. */
export function observeThrottle(event: ObservedThrottleEvent, metrics: Metrics, logger: Logger): void {
  switch (event.type) {
    case 'granted':
      metrics.queueSeconds.observe(
        { operation: event.operation, priority: event.priority },
        event.waitedMs / 1000,
      );
      return;
    case 'busy':
      metrics.refused.inc({ operation: event.operation, reason: event.reason });
      return;
    case 'throttled': {
      const { operation, dimension, source } = event;
      metrics.throttled.inc({ operation, dimension, source });
      logger.warn({ operation, dimension, source }, 'the upstream throttled a call');
      return;
    }
    case 'limit':
      logger.info({ ...event }, 'the limit of an operation changed');
      return;
    case 'guard':
      logger.info({ ...event }, 'the guard interval grew');
      return;
    case 'mode':
      logger.warn({ mode: event.mode, reason: event.reason }, 'the throttle changed how it counts');
      return;
    case 'redis':
      logger.warn({ problem: event.problem }, 'the throttle found something wrong in Redis');
      return;
    case 'aborted':
      return;
  }
}
