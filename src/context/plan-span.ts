import type { Cache, ReadScope } from '../cache/cache.ts';
import type { ObservedPlan } from '../loaders/plan-driver.ts';
import type { Span } from '../telemetry/span.ts';

/** A plan of an edge as a span of the request; its calls are spans of the plan. */
export function planSpan(
  request: Span,
  { read }: Pick<Cache, 'read'>,
  scope: ReadScope,
  edge: string,
): ObservedPlan {
  const span = request.child(edge, 'plan');
  const inPlan = { ...scope, span };
  return {
    read: (operation, input) => read(operation, input, inPlan),
    ended(plan) {
      if (plan) {
        const { operation, way, keys, calls, rowsUsed } = plan;
        span.set({ operation, way, keys, calls, rows: rowsUsed });
      }
      span.end();
    },
  };
}
