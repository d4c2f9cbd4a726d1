import { describe, expect, it } from 'vitest';
import { readLimits } from '../../../src/config/limits.ts';
import { checkDocument, checkDocumentBytes } from '../../../src/server/document/document-limits.ts';
import { checkVariables } from '../../../src/server/graphql/variable-limits.ts';

const { request: STANDARD } = readLimits(() => undefined);
const ROOTS = new Set(['Query', 'Mutation']);
const check = (text: string, limits: Partial<typeof STANDARD> = {}) => {
  try {
    checkDocument(text, { ...STANDARD, ...limits }, ROOTS);
    return 'fits';
  } catch (error) {
    return String((error as Error).message);
  }
};

describe('a document', () => {
  it.each([
    ['tokens', 'documentTokens', 9, '{ a b(c: 1) }', '{ a b c d e f g h }'],
    ['aliases', 'aliases', 2, '{ x: a y: b(v: { k: 1, l: [$m] }) }', '{ x: a y: b ... { z: c } }'],
    ['root fields', 'rootFields', 2, '{ a { b c d e } f: g }', '{ a b ... on Query @skip(if: true) { c } }'],
    ['root fields', 'rootFields', 2, 'fragment F on Row { a b c }', 'fragment F on Query { a b c }'],
    ['root fields', 'rootFields', 2, '{ a(v: { b: 1 }) ...F c }', '{ a { b } ...F @x c d }'],
    [
      'root fields',
      'rootFields',
      2,
      'query Q($v: [Int] = [1]) { on fragment { a } }',
      'query { on fragment query }',
    ],
    ['directives', 'directives', 2, '{ a @b(c: 1) @d }', 'query @a { b @c ... @d { e } }'],
    [
      'fragments',
      'fragments',
      1,
      'fragment A on B { c } { d }',
      'fragment A on B { c } fragment D on E { f }',
    ],
    ['operations', 'operations', 2, 'query A { b } query C { d }', '{ a } { b } mutation C { d }'],
  ])('has at most so many %s', (name, limit, most, fits, exceeds) => {
    expect(check(fits, { [limit]: most })).toBe('fits');
    expect(check(exceeds, { [limit]: most })).toBe(
      `Expected a document of at most ${most} ${name}, got more`,
    );
  });

  it.each([
    ['selections', '{ a '.repeat(65)],
    ['lists', `{ a(b: ${'['.repeat(64)}`],
    ['objects', `{ a(b: ${'{ c: '.repeat(64)}`],
    ['types', `query ($a: ${'['.repeat(64)}`],
    ['values of variables', `query ($a: A = ${'['.repeat(20_000)}`],
  ])('is nested at most so deep in %s', (_what, text) => {
    expect(check(text)).toBe('Expected a document nested at most 64 deep, got a deeper one');
  });

  it('is measured in bytes and not in characters', () => {
    const text = `{ a(b: "${'丁'.repeat(20)}") }`;
    expect(() => checkDocumentBytes(text, { ...STANDARD, documentBytes: text.length + 40 })).not.toThrow();
    expect(() => checkDocumentBytes(text, { ...STANDARD, documentBytes: text.length + 39 })).toThrow(
      /at most \d+ bytes/,
    );
  });

  it('that has no tokens is a syntax error', () => {
    expect(check('{ a(b: "')).toContain('Syntax Error');
  });
});

describe('variables', () => {
  const limits = { ...STANDARD, variableKeys: 4, variableElements: 3, variableDepth: 3, variableBytes: 100 };
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

  it.each([
    [{ a: 1, b: { c: 2, d: 3 } }, undefined],
    [{ a: 1, b: { c: 2, d: 3, e: 4 } }, 'at most 4 keys'],
    [{ a: [{ b: 1 }, { c: 1 }, { d: 1 }], e: 2 }, 'at most 4 keys'],
    [{ a: [1, 2, 3] }, undefined],
    [{ a: [1, 2], b: [3, 4] }, 'at most 3 elements'],
    [{ a: nested(2) }, undefined],
    [{ a: nested(3) }, 'at most 3 deep'],
    [{ a: 'x'.repeat(100) }, 'at most 100 bytes'],
  ])('%j: %s', (variables, expected) => {
    const bytes = JSON.stringify(variables).length;
    const result = () => checkVariables(variables, bytes, limits);
    if (expected) expect(result).toThrow(expected);
    else expect(result).not.toThrow();
  });

  it('of any depth are counted without recursion', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 480_000; depth++) deep = [deep];
    expect(() => checkVariables({ deep }, 0, STANDARD)).toThrow('at most 20 deep');
  });
});
