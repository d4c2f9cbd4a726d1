import { describe, expect, it } from 'vitest';
import {
  acceptsIncremental,
  stripIncrementalDirectives,
} from '../../../src/server/graphql/strip-incremental-directives.ts';

describe('a client', () => {
  it.each([null, '*/*', 'multipart/mixed', 'application/json, text/event-stream;q=0.5', 'text/*'])(
    'that accepts %s takes parts',
    (accept) => expect(acceptsIncremental(accept)).toBe(true),
  );
  it.each(['application/json', 'application/graphql-response+json', 'application/*', ''])(
    'that accepts %s does not',
    (accept) => expect(acceptsIncremental(accept)).toBe(false),
  );
});

describe('a document', () => {
  it('loses what asks for parts, and every other character stays in its place', () => {
    const query =
      '{ customers { nodes @stream(initialCount: 1) { id ... @defer(\nlabel: "a") @skip(if: false) { a } } } }';
    const kept =
      '{ customers { nodes                          { id ...        \n            @skip(if: false) { a } } } }';
    expect(stripIncrementalDirectives(query)).toBe(kept);
  });

  it.each(['{ a(text: "@defer") }', '{ a # @stream\n }', '{ broken @defer'])(
    '%s is left as it is',
    (query) => {
      expect(stripIncrementalDirectives(query)).toBe(query);
    },
  );
});
