import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Without the "development" condition that Vite adds: packages that Node loads itself would otherwise come
// twice, in two builds (graphql refuses that).
const conditions = ['module-sync', 'node'];

// Test files share a worker with its modules, which are then loaded once and not once a file: no file may leave
// anything behind. Those that start gateways, processes and browsers have a worker each.
const project = (name: string, include: string[], extra: Record<string, unknown> = {}) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { name, include, isolate: false, testTimeout: 20_000, hookTimeout: 30_000, ...extra },
});

export default defineConfig({
  test: {
    reporters: ['default'],
    // Left alone, a machine of two cores would get one worker.
    maxWorkers: availableParallelism(),
    retry: 0,
    projects: [
      project('unit', ['test/unit/**/*.test.ts']),
      project('property', ['test/property/**/*.test.ts'], { testTimeout: 60_000 }),
      project('graph', ['test/graph/**/*.test.ts'], {
        isolate: true,
        testTimeout: 60_000,
        hookTimeout: 120_000,
      }),
      // Their upstreams say what no sandbox would: each file begins with modules that have seen nothing of it.
      project('conformance', ['test/conformance/**/*.test.ts'], { isolate: true }),
      project('e2e', ['test/e2e/**/*.test.ts'], {
        isolate: true,
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
    ],
  },
});
