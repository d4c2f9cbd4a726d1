// Every connection field of the schema, with the query that reads it.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { onlySiteOf } from '../../schema/site-scope.ts';
import type { Site } from '../../src/call/operation.ts';
import type { ArgumentTexts } from './every-field.ts';

export interface ConnectionField {
  /** `Type.field`. */
  readonly name: string;
  readonly parent: string;
  /** A site that has it. */
  readonly site: Site;
  /** The field with its arguments, `$first` and `$after` included, and all leaves of its nodes. */
  readonly selection: string;
}

/** `texts` are values by name of the argument, or by `Type.field.argument` where one field needs another. */
export function connectionsOf(schema: GraphQLSchema, texts: ArgumentTexts): readonly ConnectionField[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields())
          .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
          .map((field) => ({
            name: `${type.name}.${field.name}`,
            parent: type.name,
            site: onlySiteOf(field) ?? 'cn',
            selection: selectionOf(`${type.name}.${field.name}`, field, texts),
          }))
      : [],
  );
}

function selectionOf(name: string, field: GraphQLField<unknown, unknown>, texts: ArgumentTexts): string {
  const required = field.args.filter(isRequired).map((arg) => {
    const text = texts[`${name}.${arg.name}`] ?? texts[arg.name];
    if (text === undefined)
      throw new Error(`${name}: expected a value for ${arg.name}: ${arg.type}, got none`);
    return `${arg.name}: ${text}`;
  });
  const args = [...required, 'first: $first', 'after: $after'].join(', ');
  const nodes = fieldsOf(getNamedType(field.type)).find((one) => one.name === 'nodes');
  if (!nodes) throw new Error(`${name}: expected a connection with nodes`);
  const leaves = fieldsOf(getNamedType(nodes.type)).flatMap((one) =>
    isLeafType(getNamedType(one.type)) && one.args.length === 0 ? [one.name] : [],
  );
  return `${field.name}(${args}) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { __typename ${leaves.join(' ')} } edges { cursor } }`;
}

const isRequired = ({ type, defaultValue }: GraphQLArgument): boolean =>
  isNonNullType(type) && defaultValue === undefined;

function fieldsOf(type: GraphQLNamedType): readonly GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}
