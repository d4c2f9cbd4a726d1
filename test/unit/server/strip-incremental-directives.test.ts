import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { positionOf, setPositions } from '../../../src/server/document/positions.ts';
import {
  isIncremental,
  stripIncrementalDirectives,
} from '../../../src/server/document/strip-incremental-directives.ts';

describe('a document', () => {
  it('loses what asks for parts, and what stays keeps its place', () => {
    const text =
      '{ customers { nodes @stream(initialCount: 1) { id ... @defer(label: "a") @skip(if: false) { a } } } }';
    const document = parse(text);
    setPositions(document);
    const whole = stripIncrementalDirectives(document);
    expect(print(whole)).toBe(print(parse('{ customers { nodes { id ... @skip(if: false) { a } } } }')));
    const [operation] = whole.definitions;
    expect(operation && positionOf(operation)).toBe(0);
    expect(isIncremental(document)).toBe(true);
    expect(isIncremental(whole)).toBe(false);
  });

  it.each(['{ a(text: "@defer") }', '{ a # @stream\n }', '{ a @skip(if: true) }'])(
    '%s is left as it is',
    (text) => {
      const document = parse(text);
      expect(isIncremental(document)).toBe(false);
      expect(print(stripIncrementalDirectives(document))).toBe(print(document));
    },
  );
});
