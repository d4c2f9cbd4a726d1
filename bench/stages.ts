// What the largest permitted request of each shape takes, stage by stage, before anything is executed: the
// limits, parse and validation, coercion of variables, and the presentation of what is wrong. Four sizes show
// the growth. None of it may hold up the event loop for 100 ms.

import type { GraphQLError } from 'graphql';
import { validateExecutionArgs } from 'graphql';
import { schema as graph } from '../schema/index.ts';
import { readLimits } from '../src/config/limits.ts';
import { checkDocument, checkDocumentBytes } from '../src/server/document/document-limits.ts';
import { Documents } from '../src/server/document/documents.ts';
import { ErrorPresenter } from '../src/server/graphql/present-error.ts';
import { checkVariables } from '../src/server/graphql/variable-limits.ts';
import { incrementalSchema } from '../src/server/graphql/yoga.ts';
import { type ShapedRequest, shapes } from './support/stages/shapes.ts';

const SHARES = [0.125, 0.25, 0.5, 1];
const ROUNDS = 5;
const MOST_MS = 100;

const schema = incrementalSchema(graph);
const { request: limits } = readLimits(() => undefined);
const roots = new Set(['Query']);

type Stage = 'limits' | 'document' | 'variables' | 'errors';

export async function run() {
  const runs = [];
  for (const { name, make } of shapes) {
    const sizes = SHARES.map(make);
    // The first run of a stage is not what later requests pay.
    for (const request of sizes) measured(request);
    const times = sizes.map((request) => best(Array.from({ length: ROUNDS }, () => measured(request))));
    const largest = times.at(-1);
    const total = times.map((time) => round(Object.values(time).reduce((sum, ms) => sum + ms, 0)));
    const longest = Math.max(...Object.values(largest ?? {}));
    runs.push({
      name,
      bytes: sizes.map(
        ({ query, variables }) => query.length + (variables ? JSON.stringify(variables).length : 0),
      ),
      totalMs: total,
      largest: Object.fromEntries(Object.entries(largest ?? {}).map(([stage, ms]) => [stage, round(ms)])),
      withinLimit: longest < MOST_MS,
    });
  }
  const late = runs.filter(({ withinLimit }) => !withinLimit).map(({ name }) => name);
  if (late.length > 0)
    throw new Error(`expected every stage to take less than ${MOST_MS} ms, got more for ${late.join(', ')}`);
  return runs;
}

function measured({ query, variables }: ShapedRequest): Record<Stage, number> {
  const times: Record<Stage, number> = { limits: 0, document: 0, variables: 0, errors: 0 };
  const errors: GraphQLError[] = [];
  const timed = <Result>(stage: Stage, work: () => Result): Result => {
    const start = performance.now();
    try {
      return work();
    } finally {
      times[stage] = performance.now() - start;
    }
  };
  timed('limits', () => {
    checkDocumentBytes(query, limits);
    checkVariables(variables, JSON.stringify(variables ?? {}).length, limits);
    checkDocument(query, limits, roots);
  });
  // A cache of its own each time: what is measured is a document that is new.
  const read = timed('document', () => new Documents(schema, limits).read(query, true));
  errors.push(...read.errors);
  if (read.errors.length === 0) {
    const coerced = timed('variables', () =>
      validateExecutionArgs({
        schema,
        document: read.document,
        ...(variables ? { variableValues: variables } : {}),
        options: { maxCoercionErrors: 5 },
      }),
    );
    if (!('schema' in coerced)) errors.push(...coerced);
  }
  const presenter = new ErrorPresenter({ text: query, standard: undefined }, { report: () => undefined });
  timed('errors', () => JSON.stringify(presenter.presentAll(errors)));
  return times;
}

/** The least of each stage over the rounds: the machine is shared. */
function best(rounds: readonly Record<Stage, number>[]): Record<Stage, number> {
  const least = (stage: Stage) => Math.min(...rounds.map((times) => times[stage]));
  return {
    limits: least('limits'),
    document: least('document'),
    variables: least('variables'),
    errors: least('errors'),
  };
}

const round = (ms: number) => Math.round(ms * 10) / 10;
