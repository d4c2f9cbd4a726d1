import { expect, it } from 'vitest';
import { operations } from '../../../src/operations/operations.ts';
import upstream from '../../data/upstream-operations.json' with { type: 'json' };

// `test/data/upstream-operations.json` holds what the upstream documents of its read operations.

const byName = new Map(upstream.reads.map((read) => [read.name, read]));
const reads = operations.filter(({ kind, name }) => kind === 'read' && byName.has(name));

it.each(reads.map((entry) => [entry.name, entry] as const))('describes %s as documented', (name, entry) => {
  const { method, path, sites, credential, distributorOnly, paging } = entry;
  const documented = byName.get(name);
  expect({ method, path, sites: [...sites].sort(), credential, distributorOnly }).toEqual({
    method: documented?.method,
    path: documented?.path,
    sites: documented?.sites,
    credential: documented?.credential ?? credential,
    distributorOnly: documented?.distributorOnly,
  });
  expect(paging?.limitMax).toBe(documented?.limitMax);
});

it('holds every read operation that the upstream documents, or a better one', () => {
  const held = new Set(reads.map(({ name }) => name));
  const missing = upstream.reads.filter(({ name }) => !held.has(name));
  // One that answers for a single customer what another answers for a hundred.
  expect(missing.map(({ name, servedBy }) => [name, servedBy])).toEqual([
    ['ShowSubCustomerBudget', 'ListSubCustomerBudget'],
  ]);
  for (const { servedBy } of missing) expect(held).toContain(servedBy);
});

it('never calls a deprecated predecessor', () => {
  const called = operations.map(({ method, path }) => `${method} ${path}`);
  expect(called.filter((one) => upstream.predecessors.includes(one))).toEqual([]);
  expect(upstream.predecessors.length).toBeGreaterThan(5);
});
