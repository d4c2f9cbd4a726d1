import { defineConfig } from 'vitest/config';

// Without the "development" condition that Vite adds: packages that Node loads itself would otherwise come
// twice, in two builds (graphql refuses that).
const conditions = ['module-sync', 'node'];

const project = (name: string, include: string[], extra: Record<string, unknown> = {}) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { name, include, testTimeout: 20_000, hookTimeout: 30_000, ...extra },
});

export default defineConfig({
  test: {
    reporters: ['default'],
    retry: 0,
    projects: [
      project('unit', ['test/unit/**/*.test.ts']),
      project('property', ['test/property/**/*.test.ts'], { testTimeout: 60_000 }),
      project('graph', ['test/graph/**/*.test.ts']),
      project('conformance', ['test/conformance/**/*.test.ts']),
      project('e2e', ['test/e2e/**/*.test.ts'], { testTimeout: 60_000, hookTimeout: 60_000 }),
    ],
  },
});
