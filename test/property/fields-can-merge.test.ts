import fc from 'fast-check';
import { buildSchema, OverlappingFieldsCanBeMergedRule, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { FieldsCanMergeRule } from '../../src/server/document/fields-can-merge.ts';

const schema = buildSchema(`
  interface Named { name(max: Int): String  next: Named  code: String }
  type Cat implements Named { name(max: Int): String  next: Named  code: String  size: Int  kin: [Cat!]!  other: Dog }
  type Dog implements Named { name(max: Int): String  next: Named  code: String  size: Int!  kin: [Dog]  other: Cat }
  union Pet = Cat | Dog
  type Query { cat: Cat  dog: Dog  named: Named  pet: Pet }
`);
const TYPES = ['Cat', 'Dog', 'Named', 'Pet', 'Query'] as const;
const FRAGMENTS = ['F0', 'F1', 'F2'] as const;

const leaf = fc.constantFrom('name', 'name(max: 1)', 'code', 'size', '__typename');
const alias = fc.constantFrom('', '', 'x: ', 'y: ');
const { selections } = fc.letrec<{ selections: string; selection: string }>((tie) => ({
  selections: fc.array(tie('selection'), { minLength: 1, maxLength: 4 }).map((all) => `{ ${all.join(' ')} }`),
  selection: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.tuple(alias, leaf).map((both) => both.join('')),
    fc
      .tuple(alias, fc.constantFrom('next', 'kin', 'other', 'cat', 'dog', 'named', 'pet'), tie('selections'))
      .map((all) => all.join('')),
    fc.tuple(fc.constantFrom(...TYPES), tie('selections')).map(([type, inner]) => `... on ${type} ${inner}`),
    fc.constantFrom(...FRAGMENTS).map((name) => `...${name}`),
  ),
}));
/** A fragment spreads later ones only, so that there are no cycles. */
const documents = fc
  .tuple(selections, ...FRAGMENTS.map(() => fc.tuple(fc.constantFrom(...TYPES), selections)))
  .map(([query, ...fragments]) =>
    [
      query,
      ...fragments.map(([type, inner], index) => {
        const later = FRAGMENTS.slice(index + 1);
        const acyclic = inner.replaceAll(/\.\.\.(F\d)/g, (spread, name) =>
          later.includes(name) ? spread : '__typename',
        );
        return `fragment F${index} on ${type} ${acyclic}`;
      }),
    ].join('\n'),
  );

describe('fields of one response name', () => {
  it('can be merged exactly where graphql-js finds that they can', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const document = parse(text);
        const [reference, ours] = [OverlappingFieldsCanBeMergedRule, FieldsCanMergeRule].map(
          (rule) => validate(schema, document, [rule]).length > 0,
        );
        expect(ours).toBe(reference);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['one field 20,000 times', `{ cat { ${'size '.repeat(20_000)} } }`],
    ['one object 5,000 times', `{ ${'cat { size } '.repeat(5_000)} }`],
    [
      '200 fragments with the same fields',
      `{ cat { ${Array.from({ length: 200 }, (_, at) => `...F${at}`).join(' ')} } } ${Array.from(
        { length: 200 },
        (_, at) => `fragment F${at} on Cat { ${'name(max: 1) code size '.repeat(10)} }`,
      ).join(' ')}`,
    ],
    [
      'fragments that double at each step',
      `{ cat { ...F0 } } ${Array.from(
        { length: 60 },
        (_, at) => `fragment F${at} on Cat { a: kin { ...F${at + 1} size } b: kin { ...F${at + 1} } }`,
      ).join(' ')} fragment F60 on Cat { size }`,
    ],
  ])('are compared in a moment: %s', (_what, text) => {
    const document = parse(text);
    const start = process.cpuUsage();
    validate(schema, document, [FieldsCanMergeRule]);
    const { user } = process.cpuUsage(start);
    expect(user / 1_000).toBeLessThan(1_000);
  });
});
