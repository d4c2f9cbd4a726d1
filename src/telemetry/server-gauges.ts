import { Gauge } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** What the HTTP server has in hand, read when the metrics are. */
export interface ServerLoad {
  readonly connections: number;
  readonly underWay: number;
  readonly shed: number;
  readonly loopDelayMs: number;
  readonly documents: { readonly entries: number; readonly bytes: number };
  readonly responses: { readonly entries: number; readonly bytes: number };
}

const GAUGES: readonly (readonly [name: string, help: string, read: (load: ServerLoad) => number])[] = [
  ['connections', 'Connections of clients.', (load) => load.connections],
  ['requests_under_way', 'GraphQL requests under way.', (load) => load.underWay],
  ['requests_shed', 'GraphQL requests answered with OVERLOADED since the start.', (load) => load.shed],
  [
    'event_loop_late_seconds',
    'How late the event loop was in the last second.',
    (load) => load.loopDelayMs / 1000,
  ],
  ['document_cache_entries', 'Parsed and validated documents in memory.', (load) => load.documents.entries],
  ['document_cache_bytes', 'Memory that they hold, as weighed.', (load) => load.documents.bytes],
  ['response_cache_entries', 'Whole responses in memory.', (load) => load.responses.entries],
  ['response_cache_bytes', 'Memory that they hold, as weighed.', (load) => load.responses.bytes],
];

export function registerServerGauges({ registry }: Pick<Metrics, 'registry'>, load: () => ServerLoad): void {
  for (const [name, help, read] of GAUGES) {
    new Gauge({
      name: `partner_graph_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read(load()));
      },
    });
  }
}
