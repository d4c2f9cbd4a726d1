import {
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';
import type { Site } from '../../../src/call/operation.ts';
import {
  ARGUMENTS,
  type ConnectionField,
  connectionsOf,
  type Stage,
  stageOn,
} from '../../support/every-connection.ts';

// No filter is lost on its way: each field of each filter, given by itself, changes what the upstream is asked,
// or is refused with one clear error.

let stages: Readonly<Record<Site, Stage>>;
beforeAll(async () => {
  const [cn, intl] = await Promise.all([stageOn('cn'), stageOn('intl')]);
  stages = { cn, intl };
});
afterAll(() => Promise.all(Object.values(stages).map(({ harness }) => harness.close())));

const SCALARS: Readonly<Record<string, readonly string[]>> = {
  String: ['"sandbox"'],
  Boolean: ['true'],
  Int: ['1'],
  DateTime: ['"2026-05-01T00:00:00Z"'],
  Date: ['"2026-09-03"'],
};

/** Texts of values to try, one after the other. */
function valuesOf(type: GraphQLInputType): readonly string[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return valuesOf(nullable.ofType).map((one) => `[${one}]`);
  const named = getNamedType(nullable);
  if (isEnumType(named)) return named.getValues().map(({ name }) => name);
  const values = SCALARS[named.name];
  if (!values) throw new Error(`expected a value for ${String(type)}, got none`);
  return values;
}

/** A filter field with the other end of its span, where it has one, in texts to try. */
function filtersFor(field: GraphQLInputField, all: readonly GraphQLInputField[]): readonly string[] {
  const stem = /^(.*)(From|Until)$/.exec(field.name)?.[1];
  const span =
    stem === undefined
      ? [field]
      : all.filter(({ name }) => name === `${stem}From` || name === `${stem}Until`);
  return valuesOf(field.type).map((value) => `{ ${span.map(({ name }) => `${name}: ${value}`).join(', ')} }`);
}

interface FilterCase {
  readonly name: string;
  readonly connection: ConnectionField;
  /** Other arguments that it takes, and its name. */
  readonly argument: string;
  readonly texts: readonly string[];
}

const cases = connectionsOf(schema, ARGUMENTS).flatMap((connection) =>
  connection.definition.args.flatMap(({ name: argument, type }): FilterCase[] => {
    const input = getNamedType(type);
    if (!isInputObjectType(input) || argument !== 'filter') return [];
    const fields = Object.values(input.getFields());
    // Days need rows by the day.
    const days = connection.name === 'CustomerBills.resourceDetails' ? ', per: DAY' : '';
    return fields.map((field) => ({
      name: `${connection.name}(filter: { ${field.name} })`,
      connection,
      argument: `${days}, ${argument}: `,
      texts: filtersFor(field, fields),
    }));
  }),
);

interface Asked {
  readonly errors: readonly string[];
  /** Operations with their parameters, and what came back. */
  readonly seen: string;
}

async function ask({ connection }: FilterCase, filter: string): Promise<Asked> {
  const { harness, parents } = stages[connection.site];
  const [open, close] = parents[connection.parent]?.[0] ?? ['', ''];
  const selection = connection.selection.replace('first: $first, after: $after', `first: 5${filter}`);
  await harness.reset();
  const { data, errors = [] } = await harness.query(
    `{ ${open} ${selection} ${close} }`,
    {},
    { 'cache-control': 'no-cache' },
  );
  for (const { extensions } of errors) expect(extensions.code, filter).toBe('BAD_USER_INPUT');
  const { last } = await harness.log();
  const calls = last.map(({ operation, parameters }) => JSON.stringify([operation, parameters])).sort();
  return { errors: errors.map(({ message }) => message), seen: JSON.stringify([calls, data]) };
}

it('finds the filters of the schema', () => {
  expect(cases.length).toBeGreaterThan(100);
});

describe.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  it('reaches the upstream', async () => {
    const without = await ask(one, '');
    expect(without.errors).toEqual([]);
    let reached = false;
    for (const text of one.texts) {
      const { errors, seen } = await ask(one, `${one.argument}${text}`);
      for (const message of errors) expect(message).toMatch(/expected .+, got /);
      if (errors.length > 0) continue;
      expect(seen).not.toBe(without.seen);
      reached = true;
    }
    expect(reached).toBe(true);
  });
});
