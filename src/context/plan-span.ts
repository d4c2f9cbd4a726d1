import type { Cache, ReadScope } from '../cache/cache.ts';
import type { ObservedPlan } from '../loaders/plan-driver.ts';
import type { Span } from '../telemetry/span.ts';

/** A plan of an edge as a span of the request; its calls are spans of the plan. */
export function planSpan(
  request: Span,
  { read }: Pick<Cache, 'read'>,
  scopeOf: (customerId: string | undefined) => ReadScope,
  edge: string,
): ObservedPlan {
  const span = request.child(edge, 'plan');
  return {
    read: (operation, input, customerId) => read(operation, input, { ...scopeOf(customerId), span }),
    ended(plan) {
      if (plan) {
        const { operation, way, keys, calls, rowsUsed } = plan;
        span.set({ operation, way, keys, calls, rows: rowsUsed });
      }
      span.end();
    },
  };
}
