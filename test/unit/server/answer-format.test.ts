import { describe, expect, it } from 'vitest';
import { chooseFormat } from '../../../src/server/graphql/answer-format.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL = 'application/graphql-response+json';
const MULTIPART = 'multipart/mixed';
const EVENTS = 'text/event-stream';

describe('one whole answer', () => {
  it.each([
    [null, JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['', JSON_TYPE],
    ['application/*', JSON_TYPE],
    ['APPLICATION/JSON', JSON_TYPE],
    [`${GRAPHQL}, ${JSON_TYPE};q=0.9`, GRAPHQL],
    [`${GRAPHQL};q=0.5,${JSON_TYPE}`, JSON_TYPE],
    [`${GRAPHQL};q=0, */*`, JSON_TYPE],
    [`${JSON_TYPE};q=0, */*`, GRAPHQL],
    [`${JSON_TYPE};q=0.0, application/*;q=0.2`, GRAPHQL],
    [`${JSON_TYPE} ; Q = 0.1 , ${GRAPHQL} ; q="0.2"`, GRAPHQL],
    [`${JSON_TYPE};charset="utf-8"`, JSON_TYPE],
    [`${GRAPHQL}, ${JSON_TYPE}`, GRAPHQL],
    [`${JSON_TYPE}, ${GRAPHQL}`, JSON_TYPE],
    [MULTIPART, MULTIPART],
    [EVENTS, EVENTS],
    [`${EVENTS}, ${JSON_TYPE};q=0.1`, EVENTS],
    [`${EVENTS}, ${JSON_TYPE}`, JSON_TYPE],
    ['image/png', undefined],
    ['text/html', undefined],
    [`${JSON_TYPE};q=0`, undefined],
    [`${JSON_TYPE};charset=utf-16`, undefined],
    ['nonsense', JSON_TYPE],
  ])('for %s is sent as %s', (accept, whole) => expect(chooseFormat(accept).whole).toBe(whole));
});

describe('an answer in parts', () => {
  const parts = (accept: string | null) => {
    const { parts: format } = chooseFormat(accept);
    return format && `${format.transport} ${format.dialect}`;
  };
  const BY_PATH = `${MULTIPART} path`;

  it.each([
    [null, BY_PATH],
    ['*/*', BY_PATH],
    ['multipart/*', BY_PATH],
    [MULTIPART, BY_PATH],
    [EVENTS, `${EVENTS} path`],
    ['text/*', `${EVENTS} path`],
    [`${MULTIPART};boundary="x"`, BY_PATH],
    [`${MULTIPART};deferSpec=20220824,${GRAPHQL},${JSON_TYPE};q=0.9`, BY_PATH],
    [`${MULTIPART};incrementalSpec=v0.2,${GRAPHQL},${JSON_TYPE};q=0.9`, `${MULTIPART} v0.2`],
    [`Multipart/Mixed; IncrementalSpec="V0.2"`, `${MULTIPART} v0.2`],
    [`${EVENTS};incrementalSpec=v0.2`, `${EVENTS} v0.2`],
    [`${MULTIPART};incrementalSpec=v0.2;q=0, ${MULTIPART}`, BY_PATH],
    [`${MULTIPART};incrementalSpec=v0.2;q=0.4, ${MULTIPART};q=0.5`, BY_PATH],
    [`${GRAPHQL}, ${JSON_TYPE}, ${EVENTS}, ${MULTIPART}`, `${EVENTS} path`],
    [`${JSON_TYPE};q=0.5, ${MULTIPART};q=0.5`, BY_PATH],
  ])('for %s goes as %s', (accept, expected) => expect(parts(accept)).toBe(expected));

  it.each([
    '',
    JSON_TYPE,
    'application/*',
    `${JSON_TYPE}, ${MULTIPART};q=0`,
    `${JSON_TYPE}, multipart/Mixed ; q=0.000`,
    `${JSON_TYPE}, ${MULTIPART};q=0.9`,
    `${MULTIPART};q=0, ${JSON_TYPE}, */*`,
    `${MULTIPART};incrementalSpec=v0.1, ${JSON_TYPE};q=0.1`,
    `${MULTIPART};deferSpec=20240101, ${JSON_TYPE}`,
    `${MULTIPART};boundary=graphql;subscriptionSpec=1.0, ${JSON_TYPE}`,
    `${MULTIPART};charset=utf-16, ${JSON_TYPE}`,
  ])('is not sent for %s', (accept) => expect(parts(accept)).toBeUndefined());

  it('names the dialect where the client did', () => {
    const parameterOf = (accept: string) => chooseFormat(accept).parts?.parameter;
    expect(parameterOf(`${MULTIPART};incrementalSpec=v0.2`)).toBe('incrementalSpec=v0.2');
    expect(parameterOf(`${MULTIPART};deferSpec=20220824`)).toBe('deferSpec=20220824');
    expect(parameterOf(MULTIPART)).toBeUndefined();
  });
});
