import { buildSchema, type GraphQLResolveInfo, graphqlSync } from 'graphql';
import { describe, expect, it } from 'vitest';
import { selects, selectsBeyond } from '../../../schema/core/connection/selection.ts';

const schema = buildSchema(`
  type Query { list: Page other: Page }
  type Page { totalCount: Int nodes: [Row] pageInfo: PageInfo }
  type PageInfo { hasNextPage: Boolean endCursor: String }
  interface Thing { id: Int name: String }
  type Row implements Thing { id: Int name: String owner: Row }
`);

/** The info that the resolver of `list` gets for a query. */
function infoOf(query: string, variables = {}): readonly GraphQLResolveInfo[] {
  const infos: GraphQLResolveInfo[] = [];
  const list = (_args: unknown, _context: unknown, info: GraphQLResolveInfo) => void infos.push(info);
  const { errors } = graphqlSync({ schema, source: query, rootValue: { list }, variableValues: variables });
  if (errors) throw errors[0];
  return infos;
}
const info = (query: string): GraphQLResolveInfo => {
  const [first] = infoOf(query);
  if (!first) throw new Error('expected list to be resolved');
  return first;
};

describe('what is selected below a field', () => {
  it.each([
    ['{ list { totalCount } }', true, false],
    ['{ list { total: totalCount } }', true, false],
    ['{ list { ... { totalCount } } }', true, false],
    ['{ list { ...F } } fragment F on Page { totalCount }', true, false],
    ['{ list { ...F } } fragment F on Page { ...G } fragment G on Page { totalCount }', true, false],
    ['{ list { nodes { id } } list { totalCount } }', true, false],
    ['{ list { nodes { id } } other { totalCount } }', false, false],
    ['{ list { pageInfo { hasNextPage } } }', false, true],
    ['{ list { pageInfo { endCursor } } }', false, false],
    ['{ list { pageInfo { endCursor } pageInfo { hasNextPage } } }', false, true],
    ['{ list { page: pageInfo { ...P } } } fragment P on PageInfo { more: hasNextPage }', false, true],
    ['{ list { ... on Page { pageInfo { ... on PageInfo { hasNextPage } } } totalCount } }', true, true],
    ['{ list { totalCount @skip(if: true) nodes { id } } }', true, false],
  ])('%s', (query, total, next) => {
    expect(selects(info(query), 'totalCount')).toBe(total);
    expect(selects(info(query), 'pageInfo.hasNextPage')).toBe(next);
    expect(selects(info(query), 'totalCount', 'pageInfo.hasNextPage')).toBe(total || next);
  });

  it('is apart for the same field under two names', () => {
    const infos = infoOf('{ a: list { totalCount } b: list { nodes { id } } }');
    expect(infos.map((one) => selects(one, 'totalCount'))).toEqual([true, false]);
  });
});

describe('whether more is selected than what is at hand', () => {
  it.each([
    ['{ list { totalCount } }', false],
    ['{ list { count: totalCount __typename } }', false],
    ['{ list { totalCount nodes { id } } }', true],
    ['{ list { ... { totalCount } } }', false],
    ['{ list { ... { totalCount nodes { id } } } }', true],
    ['{ list { ...F } } fragment F on Page { totalCount }', false],
    ['{ list { ...F } } fragment F on Page { nodes { id } }', true],
    ['{ list { totalCount } list { pageInfo { endCursor } } }', true],
  ])('%s', (query, beyond) => {
    expect(selectsBeyond(info(query), 'totalCount')).toBe(beyond);
  });
});

it('takes no more than one look at fragments that spread each other twice', () => {
  const fragments = Array.from(
    { length: 60 },
    (_, at) => `fragment F${at} on Page { pageInfo { endCursor } ...F${at + 1} ...F${at + 1} }`,
  );
  const query = `{ list { ...F0 } } ${fragments.join(' ')} fragment F60 on Page { nodes { id } }`;
  expect(selects(info(query), 'totalCount', 'pageInfo.hasNextPage')).toBe(false);
  expect(selectsBeyond(info(query), 'pageInfo', 'nodes')).toBe(false);
});
