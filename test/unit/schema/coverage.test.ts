import { expect, it } from 'vitest';
import { coverageOf } from '../../../schema/core/reads/coverage.ts';
import { schema } from '../../../schema/index.ts';
import { operations } from '../../../src/operations/operations.ts';
import { answers } from '../../../src/sandbox/answers/answers.ts';

const reads = operations.filter(({ kind }) => kind === 'read');

it('serves every read operation of the upstream with a field', () => {
  const coverage = coverageOf(schema);
  expect(coverage.map(({ operation }) => operation.name)).toEqual(reads.map(({ name }) => name));
  expect(coverage.filter(({ fields }) => fields.length === 0).map(({ operation }) => operation.name)).toEqual(
    [],
  );
});

it('has an answer in the sandbox for every operation', () => {
  expect(Object.keys(answers).sort()).toEqual(operations.map(({ name }) => name).sort());
});
