// What the gateway says about itself: metrics here, logs and traces beside. Open to every room. Labels are names of
// operations, codes and outcomes; never an id, a secret or a value of a row. Nothing here changes what a request
// does.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const PREFIX = 'partner_graph_';

/** Metrics of one gateway. Labels never name a tenant, a viewer or a customer. */
export type Metrics = ReturnType<typeof createMetrics>;

/** State that is read when the metrics are, in place of being counted. */
export interface Gauges {
  /** Waiting calls, window use and limits, per operation and dimension. */
  readonly windows: () => Iterable<{
    readonly operation: string;
    readonly host: string;
    readonly dimension: string;
    readonly queued: number;
    readonly inWindow: number;
    readonly limit: number;
    readonly quota: number;
  }>;
  readonly throttleMode: () => 'local' | 'shared' | 'fallback';
  readonly cache: () => {
    readonly entries: number;
    readonly bytes: number;
    readonly evictions: number;
    readonly tenants: ReadonlyMap<string, number>;
    readonly flights: number;
  };
  readonly breakers: () => ReadonlyMap<string, 'closed' | 'open' | 'half-open'>;
  /** Those breakers that are not closed. */
  readonly openBreakers: () => Iterable<{
    readonly host: string;
    readonly scope: 'operation' | 'account' | 'host';
    readonly state: 'closed' | 'open' | 'half-open';
  }>;
  readonly credentials: () => number;
  readonly refusedKeys: () => number;
  readonly clockOffsets: () => ReadonlyMap<string, number>;
  readonly droppedLogLines: () => number;
}

const BREAKER_VALUES = { closed: 0, 'half-open': 0.5, open: 1 } as const;

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: PREFIX + name, help, labelNames, registers });
  const seconds = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Histogram({
      name: PREFIX + name,
      help,
      labelNames,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });

  return {
    registry,
    requests: counter(
      'requests_total',
      'GraphQL requests by outcome: ok, partial, failed, or clientClosed before the answer.',
      ['outcome'],
    ),
    requestSeconds: seconds('request_seconds', 'Time from a GraphQL request to its answer.', []),
    repeated: counter(
      'answers_repeated_total',
      'Answers given again whole, because everything that they were made from was still fresh.',
      [],
    ),
    errors: counter('errors_total', 'Errors in answers by code.', ['code']),
    calls: counter(
      'upstream_calls_total',
      'Attempts at upstream calls by operation and HTTP status; "none" when no response arrived.',
      ['operation', 'status'],
    ),
    callSeconds: seconds('upstream_call_seconds', 'Time from sending an upstream call to its answer.', [
      'operation',
    ]),
    keyRefusals: counter(
      'key_refusals_total',
      'Refused signatures of access keys: signature, clock or locked.',
      ['reason'],
    ),
    unexpected: counter(
      'unexpected_failures_total',
      'Failures that nothing caught; the process ends after one.',
      [],
    ),
    clockCorrections: counter('clock_corrections_total', 'Times that signatures followed another clock.', [
      'host',
    ]),
    retries: counter('upstream_retries_total', 'Upstream calls that were sent again.', ['operation']),
    queueSeconds: seconds('queue_wait_seconds', 'Wait for a permit of quota.', ['operation', 'priority']),
    refused: counter('queue_refused_total', 'Calls refused because they could not have gone out in time.', [
      'operation',
      'reason',
    ]),
    throttled: counter('upstream_throttled_total', 'Calls that the upstream answered with 429.', [
      'operation',
      'dimension',
      'source',
    ]),
    cache: counter('cache_results_total', 'Cache reads by result: hit, stale, miss, joined or bypass.', [
      'operation',
      'result',
    ]),
  };
}

/** Registers gauges that read the state of the rooms whenever the metrics are asked for. */
export function registerGauges({ registry }: Metrics, state: Gauges): void {
  const registers = [registry];
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    read: (set: (labels: Record<Label, string>, value: number) => void) => void,
  ) =>
    new Gauge({
      name: PREFIX + name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        read((labels, value) => this.set(labels, value));
      },
    });

  const windowLabels = ['operation', 'dimension'] as const;
  const perWindow = (name: string, help: string, pick: (window: WindowStatus) => number, join: Join) =>
    gauge(name, help, windowLabels, (set) => {
      for (const [key, value] of joined(state.windows(), pick, join)) {
        const [operation = '', dimension = ''] = key.split(' ');
        set({ operation, dimension }, value);
      }
    });
  gauge('queue_depth', 'Calls that wait for a permit of quota.', ['operation'], (set) => {
    // Any address may serve any call, so that each address of a host tells the whole queue.
    const byHost = new Map<string, { operation: string; queued: number }>();
    for (const { operation, host, dimension, queued } of state.windows()) {
      if (dimension === 'address') byHost.set(`${operation} ${host}`, { operation, queued });
    }
    const waiting = new Map<string, number>();
    for (const { operation, queued } of byHost.values()) {
      waiting.set(operation, (waiting.get(operation) ?? 0) + queued);
    }
    for (const [operation, queued] of waiting) set({ operation }, queued);
  });
  perWindow(
    'window_use',
    'Calls counted in the fullest current window.',
    (window) => window.inWindow,
    Math.max,
  );
  perWindow(
    'window_limit',
    'Calls per window let through by the tightest window.',
    (window) => window.limit,
    Math.min,
  );
  perWindow(
    'window_quota',
    'Calls per window that the upstream documents.',
    (window) => window.quota,
    Math.min,
  );
  gauge('throttle_mode', 'How windows are counted: the mode that is 1.', ['mode'], (set) => {
    for (const mode of ['local', 'shared', 'fallback']) set({ mode }, state.throttleMode() === mode ? 1 : 0);
  });
  gauge('cache_entries', 'Answers kept in memory.', [], (set) => set({}, state.cache().entries));
  gauge('cache_bytes', 'Heap that the answers kept in memory hold alive, by weight.', [], (set) =>
    set({}, state.cache().bytes),
  );
  gauge(
    'cache_tenant_bytes',
    'The same by tenant; none is pushed below an equal share.',
    ['tenant'],
    (set) => {
      for (const [tenant, bytes] of state.cache().tenants) set({ tenant }, bytes);
    },
  );
  gauge('cache_evictions', 'Answers dropped from memory for others since the start.', [], (set) =>
    set({}, state.cache().evictions),
  );
  gauge('flights', 'Upstream reads under way.', [], (set) => set({}, state.cache().flights));
  gauge('credentials', 'Tokens held.', [], (set) => set({}, state.credentials()));
  gauge(
    'breaker_open',
    'The worst circuit breaker of an upstream host: 0 all closed, 0.5 one trying, 1 one open.',
    ['host'],
    (set) => {
      const worst = new Map(
        [...state.breakers()].map(([host, own]) => [host, BREAKER_VALUES[own] as number]),
      );
      for (const { host, state: one } of state.openBreakers()) {
        worst.set(host, Math.max(worst.get(host) ?? 0, BREAKER_VALUES[one]));
      }
      for (const [host, value] of worst) set({ host }, value);
    },
  );
  gauge(
    'breakers_not_closed',
    'Circuit breakers that are not closed, by what they are for.',
    ['scope'],
    (set) => {
      const counts = { operation: 0, account: 0, host: 0 };
      for (const { scope } of state.openBreakers()) counts[scope] += 1;
      for (const [scope, count] of Object.entries(counts)) set({ scope }, count);
    },
  );
  gauge('log_lines_dropped', 'Lines of the log that were not read in time.', [], (set) =>
    set({}, state.droppedLogLines()),
  );
  gauge('keys_refused', 'Access keys that the upstream refused and that are left alone.', [], (set) =>
    set({}, state.refusedKeys()),
  );
  gauge(
    'clock_offset_seconds',
    "How far an upstream host's clock is ahead of this machine's.",
    ['host'],
    (set) => {
      for (const [host, ms] of state.clockOffsets()) set({ host }, ms / 1000);
    },
  );
}

type WindowStatus = ReturnType<Gauges['windows']> extends Iterable<infer Status> ? Status : never;
type Join = (left: number, right: number) => number;

/** Accounts and addresses are not told apart in labels, so that their windows are joined into one figure. */
function joined(
  windows: Iterable<WindowStatus>,
  pick: (window: WindowStatus) => number,
  join: Join,
): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const window of windows) {
    const key = `${window.operation} ${window.dimension}`;
    const value = values.get(key);
    values.set(key, value === undefined ? pick(window) : join(value, pick(window)));
  }
  return values;
}
