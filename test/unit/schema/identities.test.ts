import { readFile } from 'node:fs/promises';
import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { KEY_FIELDS } from '../../../schema/core/key-fields.ts';
import { schema } from '../../../schema/index.ts';

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const composites = types.filter((type) => isObjectType(type) || isInterfaceType(type));
const isNode = (type: (typeof composites)[number]) =>
  type.name === 'Node' || type.getInterfaces().some(({ name }) => name === 'Node');

describe('ids', () => {
  it('are global ids of nodes, and nothing else is called one', () => {
    const others = composites.flatMap((type) =>
      Object.values(type.getFields())
        .filter(({ name, type: kind }) => name === 'id' && !(isNode(type) && String(kind) === 'ID!'))
        .map(({ name }) => `${type.name}.${name}`),
    );
    expect(others).toEqual([]);
    const nodes = composites.filter(isNode).map(({ name }) => name);
    expect(nodes).toEqual(
      expect.arrayContaining(['Coupon', 'Customer', 'Distributor', 'Order', 'OwnCoupon', 'Resource']),
    );
  });

  it('are what an argument or an input field of that name takes', () => {
    const others = [
      ...composites.flatMap((type) =>
        Object.values(type.getFields()).flatMap((field) =>
          field.args
            .filter(({ name, type: kind }) => name === 'id' && getNamedType(kind).name !== 'ID')
            .map((argument) => `${type.name}.${field.name}.${argument.name}`),
        ),
      ),
      ...types.filter(isInputObjectType).flatMap((type) =>
        Object.values(type.getFields())
          .filter(({ name, type: kind }) => name === 'id' && getNamedType(kind).name !== 'ID')
          .map((field) => `${type.name}.${field.name}`),
      ),
    ];
    expect(others).toEqual([]);
  });
});

describe('key fields', () => {
  it('are leaves of types that have no global id', () => {
    for (const [name, fields] of Object.entries(KEY_FIELDS)) {
      const type = schema.getType(name);
      if (!isObjectType(type)) throw new Error(`expected ${name} to be an object type`);
      expect(isNode(type), name).toBe(false);
      for (const field of fields) {
        const found = type.getFields()[field];
        expect(found && isLeafType(getNamedType(found.type)), `${name}.${field}`).toBe(true);
      }
    }
  });

  it('are those that the guide to the graph lists', async () => {
    const page = await readFile('docs/graph.md', 'utf8');
    const section = page.slice(page.indexOf('## Identity'));
    const listed = [...section.matchAll(/^\| `(\w+)` \| (.*?) \|/gm)].map(([, type = '', fields = '']) => [
      type,
      [...fields.matchAll(/`(\w+)`/g)].map(([, field]) => field),
    ]);
    expect(Object.fromEntries(listed)).toEqual(KEY_FIELDS);
  });
});

/** Lists, nulls and the leaf of a type, which all fields under one response name must share. */
function shapeOf(type: GraphQLOutputType): string {
  if (isNonNullType(type)) return `${shapeOf(type.ofType)}!`;
  if (isListType(type)) return `[${shapeOf(type.ofType)}]`;
  return isLeafType(type) ? type.name : '{}';
}

/** Fields of the same name that one selection cannot hold both of, deeper ones included. */
function conflicts(left: GraphQLObjectType, right: GraphQLObjectType, seen = new Set<string>()): string[] {
  const pair = [left.name, right.name].sort().join(' ');
  if (left === right || seen.has(pair)) return [];
  seen.add(pair);
  const others = right.getFields();
  return Object.values(left.getFields()).flatMap((field) => {
    const other = others[field.name];
    if (!other) return [];
    if (shapeOf(field.type) !== shapeOf(other.type)) {
      return [`${left.name}.${field.name}: ${field.type}, ${right.name}.${field.name}: ${other.type}`];
    }
    const [one, two] = [getNamedType(field.type), getNamedType(other.type)];
    return isObjectType(one) && isObjectType(two) ? conflicts(one, two, seen) : [];
  });
}

describe('types of one interface or union', () => {
  // Nodes have nothing in common but that they are nodes.
  const families = types.filter((type) => isAbstractType(type)).filter(({ name }) => name !== 'Node');

  it.each(families.map((family) => [family.name, family] as const))(
    'can be selected together with all of their fields: %s',
    (_name, family) => {
      const members = schema.getPossibleTypes(family);
      expect(members.length).toBeGreaterThan(1);
      const found = members.flatMap((left, at) =>
        members.slice(at + 1).flatMap((right) => conflicts(left, right)),
      );
      expect(found).toEqual([]);
    },
  );
});
