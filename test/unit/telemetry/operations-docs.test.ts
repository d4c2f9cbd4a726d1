import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createMetrics, registerGauges } from '../../../src/telemetry/metrics.ts';

it('every metric stands in docs/operations.md, and no other', async () => {
  const metrics = createMetrics();
  registerGauges(metrics, {
    windows: () => [],
    throttleMode: () => 'local',
    cache: () => ({ entries: 0, bytes: 0, evictions: 0, tenants: new Map(), flights: 0 }),
    credentials: () => 0,
    breakers: () => new Map(),
    openBreakers: () => [],
    droppedLogLines: () => 0,
    refusedKeys: () => 0,
    clockOffsets: () => new Map(),
  });
  const names = metrics.registry
    .getMetricsAsArray()
    .map((metric) => metric.name)
    .filter((name) => name.startsWith('partner_graph_'));
  const page = readFileSync('docs/operations.md', 'utf8');
  const listed = [...page.matchAll(/^\| `(partner_graph_\w+)`/gm)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(names.toSorted());
});

it('every line that the gateway logs stands in docs/operations.md, and no other', () => {
  const sources = globSync('src/**/*.ts', { exclude: ['src/sandbox/**'] }).map((path) =>
    readFileSync(path, 'utf8'),
  );
  const logged = sources
    .filter((source) => source.includes('ogger'))
    .flatMap((source) => [
      ...source.matchAll(/ogger(?:\([^()]*\))?(?:\.\w+|\[level\])\((?:\s*\{[^;]*?\},)?\s*'([^']+)',?\s*\)/g),
    ])
    .map(([, message]) => message);
  const [, section = ''] = /## Logs\n([\s\S]*?)\n## /.exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
  const listed = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message]) => message);
  expect(logged.toSorted()).toEqual(listed.toSorted());
});
