import { type GraphQLSchema, isObjectType } from 'graphql';

/**
 * Marks a type whose objects carry each field as a property of the same name. Its resolvers are taken off
 * the finished schema, because compiled operations read properties without a call.
 */
export const plainType = { extensions: { plain: true } } as const;

export function withPlainTypes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.extensions['plain'] !== true) continue;
    for (const field of Object.values(type.getFields())) field.resolve = undefined;
  }
  return schema;
}
