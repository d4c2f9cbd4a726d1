import { defineConfig } from 'vitest/config';

// The same files of a package that Node resolves: with the runner's own choice there would be two copies of
// graphql, whose errors do not know each other.
const conditions = ['module-sync', 'node', 'import'];

const project = (name: string, include: string[], extra: Record<string, unknown> = {}) => ({
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
      project('e2e', ['test/e2e/**/*.test.ts'], { testTimeout: 60_000, hookTimeout: 60_000 }),
    ],
  },
});
