import { GraphQLError, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { badInput, GatewayError } from '../../../src/errors/errors.ts';
import { standardDocument } from '../../../src/server/document/operation-name.ts';
import { setPositions } from '../../../src/server/document/positions.ts';
import {
  type ClientDocument,
  cut,
  ErrorPresenter,
  type ReportInternal,
} from '../../../src/server/graphql/present-error.ts';
import { presentResult } from '../../../src/server/graphql/results.ts';

const wrap = (originalError: Error, path = ['customers', 0, 'balance']) =>
  new GraphQLError(originalError.message, { originalError, path });

const UNKNOWN: ClientDocument = { text: '', standard: undefined };

const refuse = (): never => {
  throw new Error('expected nothing to be reported');
};

const presentError = (error: GraphQLError, document = UNKNOWN, report: ReportInternal = refuse) =>
  new ErrorPresenter(document, { report }).present(error);

describe('an error as clients see it', () => {
  it('keeps all that a gateway error tells, and its path', () => {
    const error = new GatewayError('UPSTREAM_BUSY', 'later', {
      retryable: true,
      retryAfterMs: 40,
      upstream: { operation: 'ListThings', status: 429, errorCode: 'APIG.0308', requestId: 'r' },
      details: { estimate: { ListThings: 3 } },
      cause: new Error('secret cause'),
    });
    const shown = presentError(wrap(wrap(error)), UNKNOWN, refuse);
    expect(shown.toJSON()).toEqual({
      message: 'later',
      path: ['customers', 0, 'balance'],
      extensions: {
        code: 'UPSTREAM_BUSY',
        retryable: true,
        retryAfterMs: 40,
        upstream: { operation: 'ListThings', status: 429, errorCode: 'APIG.0308', requestId: 'r' },
        estimate: { ListThings: 3 },
      },
    });
  });

  it('masks what was not expected, and reports it under the reference that is shown', () => {
    const reported: [unknown, string][] = [];
    const bug = new TypeError('cannot read secretKey of undefined');
    const shown = presentError(wrap(bug), UNKNOWN, (error, reference) => reported.push([error, reference]));
    expect(shown.toJSON()).toEqual({
      message: 'Something went wrong inside the gateway',
      path: ['customers', 0, 'balance'],
      extensions: { code: 'INTERNAL', retryable: false, reference: expect.any(String) },
    });
    expect(reported).toEqual([[bug, shown.extensions['reference']]]);
  });

  it('gives what graphql itself refuses the code of a bad request, unless it has one of ours', () => {
    expect(presentError(new GraphQLError('Syntax Error'), UNKNOWN, refuse).extensions).toEqual({
      code: 'BAD_USER_INPUT',
      retryable: false,
    });
    const foreign = new GraphQLError('x', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', secret: 's' } });
    expect(presentError(foreign, UNKNOWN, refuse).extensions).toEqual({
      code: 'BAD_USER_INPUT',
      retryable: false,
    });
    const ours = new GraphQLError('x', { extensions: { code: 'FORBIDDEN' } });
    expect(presentError(ours, UNKNOWN, refuse).extensions).toEqual({ code: 'FORBIDDEN', retryable: false });
  });

  it('masks what graphql words about a value of ours, and lets through what it words about the request', () => {
    const [operation] = parse('{ a(b: 1) }').definitions;
    const field =
      operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections[0] : undefined;
    const argument = field?.kind === Kind.FIELD ? field.arguments?.[0] : undefined;
    const located = (node: typeof field | typeof argument) => {
      const originalError = new GraphQLError('expected X, got { secret: 1 }', node ? { nodes: node } : {});
      return new GraphQLError(originalError.message, { originalError, path: ['a'] });
    };
    const reported: unknown[] = [];
    const shown = [field, undefined, argument].map((node) =>
      presentError(located(node), UNKNOWN, (error) => reported.push(error)),
    );
    expect(shown.map(({ extensions }) => extensions['code'])).toEqual([
      'INTERNAL',
      'INTERNAL',
      'BAD_USER_INPUT',
    ]);
    expect(JSON.stringify(shown.slice(0, 2))).not.toContain('secret');
    expect(reported).toHaveLength(2);
  });

  it('is cut where it is long, and not in the middle of a character', () => {
    expect(cut('x'.repeat(300))).toBe('x'.repeat(300));
    expect(cut('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`);
    expect(cut(`${'x'.repeat(298)}😀${'x'.repeat(9)}`)).toBe(`${'x'.repeat(298)}…`);
    expect(presentError(new GraphQLError('y'.repeat(9_000))).message).toHaveLength(300);
  });

  it('is one of at most a hundred of an answer', () => {
    const presenter = new ErrorPresenter(UNKNOWN, { report: refuse });
    const errors = Array.from({ length: 70 }, () => new GraphQLError('x'));
    expect(presenter.presentAll(errors)).toHaveLength(70);
    expect(presenter.presentAll(errors)).toHaveLength(30);
    expect(presenter.presentAll(errors)).toHaveLength(0);
  });
});

describe('the place of an error', () => {
  const at = (text: string, standard = standardDocument(text, undefined)) => {
    const document = parse(standard?.text ?? text);
    setPositions(document);
    const [operation] = document.definitions;
    const nodes = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
    const error = new GraphQLError('x', { nodes: nodes.slice(-1), originalError: badInput('x') });
    return presentError(error, { text, standard }, refuse).locations;
  };

  it.each([
    ['query MyOwnNameForIt { a b }', { line: 1, column: 26 }],
    ['query Q { a b }', { line: 1, column: 13 }],
    ['query\n  Long($v: Int) {\n  a\n  b\n}', { line: 4, column: 3 }],
    ['{ a b }', { line: 1, column: 5 }],
  ])("is that of the client's own document: %s", (text, place) => {
    expect(at(text)).toEqual([place]);
  });
});

describe('a result without a context', () => {
  it('has presentable errors and no cost', () => {
    const result = presentResult({ errors: [new GraphQLError('Syntax Error')] }, undefined, {
      presenter: new ErrorPresenter(UNKNOWN, { report: refuse }),
      withTrace: true,
    });
    expect(result.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(result.extensions).toBeUndefined();
  });
});
