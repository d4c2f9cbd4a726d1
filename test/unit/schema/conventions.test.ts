import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint({ overrideConfigFile: 'eslint.config.mjs' });

async function rulesBroken(sdl: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(sdl, { filePath: 'schema/schema.graphql' });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message).sort();
}

const described = (sdl: string) => `"""A query."""\ntype Query {\n"""One."""\none: String\n}\n${sdl}`;

// "npm test" runs the linter over the whole schema; here each of its conventions is seen to fail.
describe('the schema linter', () => {
  it('has nothing against a small schema in the house style', async () => {
    expect(await rulesBroken(described(''))).toEqual([]);
  });

  it.each([
    ['a type in lower case', '"""T."""\ntype order { """I.""" id: String }', 'naming-convention'],
    ['a field as on the wire', '"""T."""\ntype Order { """I.""" order_id: String }', 'naming-convention'],
    ['an enum value in lower case', '"""W."""\nenum Way { """C.""" card }', 'naming-convention'],
    ['a field without a description', '"""T."""\ntype Order { amount: String }', 'require-description'],
    [
      'an argument without a description',
      '"""T."""\ntype Order { """I.""" amount(of: Int): String }',
      'require-description',
    ],
    ['an enum value without a description', '"""W."""\nenum Way { CARD }', 'require-description'],
    [
      'a deprecation without a reason',
      '"""T."""\ntype Order { """I.""" amount: String @deprecated }',
      'require-deprecation-reason',
    ],
    ['a connection that is no object', '"""C."""\nscalar OrderConnection', 'relay-connection-types'],
    [
      'a connection without page information',
      '"""C."""\ntype OrderConnection { """E.""" edges: [Way] }',
      'relay-connection-types',
    ],
  ])('names %s', async (_what, sdl, rule) => {
    expect(await rulesBroken(described(sdl))).toContain(`@graphql-eslint/${rule}`);
  });

  it('names a verb in a root field', async () => {
    expect(await rulesBroken('"""Q."""\ntype Query {\n"""O."""\ngetOrders: String\n}')).toContain(
      '@graphql-eslint/naming-convention',
    );
  });
});
