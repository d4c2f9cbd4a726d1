import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Metrics of one gateway. Labels never name a tenant, a viewer or a customer. */
export interface Metrics {
  readonly registry: Registry;
  readonly calls: Counter<'operation' | 'status'>;
  readonly callSeconds: Histogram<'operation'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    calls: new Counter({
      name: 'partner_graph_upstream_calls_total',
      help: 'Attempts at upstream calls by operation and HTTP status; status "none" when no response arrived.',
      labelNames: ['operation', 'status'],
      registers: [registry],
    }),
    callSeconds: new Histogram({
      name: 'partner_graph_upstream_call_seconds',
      help: 'Time from sending an upstream call to its answer.',
      labelNames: ['operation'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
  };
}

export { Gauge };
