import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/harness.ts';
import { codeBlocks } from '../support/markdown.ts';

// docs/graph.md promises that its queries run as they are, on the sandbox that `npm start` brings.

const queries = codeBlocks(readFileSync('docs/graph.md', 'utf8')).flatMap(({ text }) => {
  if (!text.startsWith('query ')) return [];
  const [definition] = parse(text).definitions;
  const name = definition?.kind === 'OperationDefinition' ? definition.name?.value : undefined;
  return [[name ?? 'a query without a name', text] as const];
});

describe('docs/graph.md', () => {
  let harness: Harness;
  beforeAll(async () => {
    // Months are written out in the queries.
    const fixedNow = Date.UTC(2026, 10, 20, 4);
    harness = await startHarness({ customers: 60, seed: 7, fixedNow, withoutQuotas: true });
  });
  afterAll(() => harness.close());

  it('has queries with names of their own', () => {
    const names = queries.map(([name]) => name);
    expect(names.length).toBeGreaterThan(6);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(queries)('%s runs without errors and finds something', async (_name, query) => {
    const { data, errors } = await harness.query<Record<string, unknown>>(query);
    expect(errors).toBeUndefined();
    for (const [field, value] of Object.entries(data)) {
      expect(value, field).not.toBeNull();
      const nodes = (value as { nodes?: unknown[] } | null)?.nodes;
      if (nodes) expect(nodes.length, field).toBeGreaterThan(0);
    }
  });
});
