import { getNamedType, isNonNullType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';

const objects = Object.values(schema.getTypeMap()).filter(isObjectType);

describe('connections', () => {
  it('are null where they fail, whichever field shows them', () => {
    const required = objects.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => getNamedType(field.type).name.endsWith('Connection') && isNonNullType(field.type))
        .map((field) => `${type.name}.${field.name}`),
    );
    expect(required).toEqual([]);
  });

  it('have all of their page once they are there', () => {
    const pages = objects.filter(({ name }) => name.endsWith('Connection'));
    expect(pages.length).toBeGreaterThan(30);
    for (const page of pages) {
      const { nodes, edges, pageInfo } = page.getFields();
      expect(
        [nodes, edges, pageInfo].map((field) => isNonNullType(field?.type)),
        page.name,
      ).toEqual([true, true, true]);
    }
  });
});
