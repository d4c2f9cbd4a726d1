// The reader of an operation that a plain field of the graph reads: nothing has to be written for it.
import { type GraphQLSchema, getNamedType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { Coverage } from '../../../schema/core/reads/coverage.ts';
import type { Reader } from './reader.ts';

/** Objects that a query finds at once, by type. */
const PLACES: Readonly<Record<string, (field: string) => string>> = {
  Query: (field) => `{ ${field} }`,
  Catalog: (field) => `{ catalog { ${field} } }`,
  Customer: (field) => `{ customer(customerId: "c1") { ${field} } }`,
  CustomerAccount: (field) => `{ customer(customerId: "c1") { account { ${field} } } }`,
  Enterprise: (field) => `{ customer(customerId: "c1") { enterprise { ${field} } } }`,
  Order: (field) => `{ order(orderId: "o1") { ${field} } }`,
  Partner: (field) => `{ partner { ${field} } }`,
};

const CONNECTION = /Connection$/;

/** Undefined where every field that reads the operation needs arguments, or stands deeper in the graph. */
export function derivedReader(schema: GraphQLSchema, { operation, fields }: Coverage): Reader | undefined {
  for (const path of fields) {
    const [typeName = '', fieldName = ''] = path.split('.');
    const [type, place] = [schema.getType(typeName), PLACES[typeName]];
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    if (!place || !field) continue;
    const isBare = field.args.every(
      ({ type: of, defaultValue }) => !isNonNullType(of) || defaultValue !== undefined,
    );
    const target = getNamedType(field.type);
    if (!isBare || !isObjectType(target)) continue;
    const isConnection = CONNECTION.test(target.name);
    const selection = isConnection
      ? `${fieldName}(first: N) { totalCount nodes @${target.name.replace(CONNECTION, '')} }`
      : `${fieldName} @${target.name}`;
    const isList = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
    return {
      query: place(selection),
      ...(operation.sites.includes('cn') ? {} : { site: 'intl' as const }),
      ...(isConnection || isList ? {} : { single: true as const }),
    };
  }
  return undefined;
}
