import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '../../../src/call/operation.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { codeBlocks } from '../../support/markdown.ts';

// docs/graph.md promises that its queries run as they are, on the sandbox that `npm start` brings, or on one of
// the international site where the block says `site=intl`.

const queries = codeBlocks(readFileSync('docs/graph.md', 'utf8')).flatMap(({ text, info }) => {
  if (!text.startsWith('query ')) return [];
  const [definition] = parse(text).definitions;
  const name = definition?.kind === 'OperationDefinition' ? definition.name?.value : undefined;
  return [[name ?? 'a query without a name', info === 'site=intl' ? 'intl' : 'cn', text] as const];
});

describe('docs/graph.md', () => {
  let harnesses: Readonly<Record<Site, Harness>>;
  beforeAll(async () => {
    // Months are written out in the queries.
    const fixedNow = Date.UTC(2026, 10, 20, 4);
    const on = (site: Site) => startHarness({ site, customers: 60, seed: 7, fixedNow, withoutQuotas: true });
    const [cn, intl] = await Promise.all([on('cn'), on('intl')]);
    harnesses = { cn, intl };
  });
  afterAll(() => Promise.all(Object.values(harnesses).map((one) => one.close())));

  it('has queries with names of their own', () => {
    const names = queries.map(([name]) => name);
    expect(names.length).toBeGreaterThan(6);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(queries)('%s runs without errors and finds something', async (_name, site, query) => {
    const { data, errors } = await harnesses[site].query<Record<string, unknown>>(query);
    expect(errors).toBeUndefined();
    for (const [field, value] of Object.entries(data)) {
      expect(value, field).not.toBeNull();
      const nodes = (value as { nodes?: unknown[] } | null)?.nodes;
      if (nodes) expect(nodes.length, field).toBeGreaterThan(0);
    }
  });
});
