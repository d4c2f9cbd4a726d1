import type {
  EdgeCost,
  OperationEstimate,
  OperationQuota,
  QueryEstimate,
} from '../../src/context/query-cost.ts';
import type { Entry } from './call-totals.ts';

/** What bounds the calls of a request whatever it asks for. */
export interface Limits {
  /** Calls of one operation that quota and deadline leave room for. */
  readonly perOperation: (operation: string) => number;
  /** Calls of the request. */
  readonly budget: number | undefined;
}

/** `nodes` are infinitely many where the query selects more than was visited: its calls stand for nothing then. */
export function sum(entries: readonly Entry[], nodes: number, limits: Limits): QueryEstimate {
  const totals = new Map<string, { upper: number; expected: number }>();
  for (const { operation, upper, expected } of entries) {
    const total = totals.get(operation);
    totals.set(operation, {
      upper: (total?.upper ?? 0) + upper,
      expected: (total?.expected ?? 0) + expected,
    });
  }
  let upper = Number.isFinite(nodes) ? 0 : Number.MAX_SAFE_INTEGER;
  let expected = upper;
  const operations: OperationEstimate[] = [];
  for (const [operation, total] of totals) {
    const rounded = Math.round(total.expected);
    // Where the query bounds nothing, time does.
    const most = Number.isFinite(total.upper)
      ? Math.ceil(total.upper)
      : Math.max(rounded, limits.perOperation(operation));
    operations.push({ operation, upper: most, expected: rounded });
    upper += most;
    expected += rounded;
  }
  const { budget = Number.POSITIVE_INFINITY } = limits;
  return {
    upper: expected <= budget ? Math.min(upper, budget) : upper,
    expected,
    nodes: Math.min(Math.round(nodes), Number.MAX_SAFE_INTEGER),
    operations,
    edges: () => entries.map(toEdgeCost),
    seconds: (quotaOf) => secondsOf(entries, quotaOf),
  };
}

/** Levels wait for each other; calls of one operation take turns, and those of different ones do not. */
function secondsOf(entries: readonly Entry[], quotaOf: (operation: string) => OperationQuota): number {
  const used = new Map<string, number>();
  const levels = Map.groupBy(entries, ({ level }) => level);
  let elapsed = 0;
  for (const level of [...levels.keys()].sort((left, right) => left - right)) {
    const begun = elapsed;
    const calls = new Map<string, number>();
    for (const { operation, expected } of levels.get(level) ?? []) {
      calls.set(operation, (calls.get(operation) ?? 0) + expected);
    }
    for (const [operation, more] of calls) {
      if (Math.round(more) === 0) continue;
      const { waitMs, perSecond } = quotaOf(operation);
      const all = (used.get(operation) ?? 0) + more;
      used.set(operation, all);
      const full = (count: number) => Math.floor((Math.round(count) - 1) / perSecond);
      elapsed = Math.max(elapsed, begun + full(more), waitMs / 1000 + full(all));
    }
  }
  return Math.round(elapsed * 1000) / 1000;
}

function toEdgeCost({ name, operation, level, keys, upper, expected, detail, ways }: Entry): EdgeCost {
  const figures: Record<string, number | null> = {};
  if (detail && ways) {
    figures[ways.bulk ? 'bulk' : 'point'] = round(detail.direct);
    if (detail.sweep !== undefined) figures['sweep'] = detail.sweep;
  } else figures['listing'] = round(expected);
  const cost = {
    edge: name,
    operation,
    level,
    ...(keys ? { keys: { upper: finite(keys.upper), expected: round(keys.expected) } } : {}),
    upper: finite(upper),
    expected: round(expected),
    ways: figures,
  };
  return { ...cost, text: textOf(cost) };
}

function textOf({ edge, operation, keys, upper, expected, ways }: Omit<EdgeCost, 'text'>): string {
  const considered = Object.entries(ways).map(([way, calls]) => `${way} ${calls ?? 'of unknown size'}`);
  return [
    `${edge}: about ${expected} ${operation}`,
    upper === null ? 'bounded by time only' : `at most ${upper}`,
    ...(keys ? [`about ${keys.expected} keys`] : []),
    considered.join(' or '),
  ].join(', ');
}

const round = (calls: number): number => Math.round(calls * 10) / 10;
const finite = (calls: number): number | null => (Number.isFinite(calls) ? Math.ceil(calls) : null);
