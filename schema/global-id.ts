import { type GraphQLSchema, isObjectType } from 'graphql';
import { badInput, type GatewayError } from '../src/errors/errors.ts';

export interface GlobalId {
  readonly typename: string;
  readonly id: string;
}

/** Reads a global id, `<type>:<key>` in base64; throws BAD_USER_INPUT for text that is none. */
export function readGlobalId(text: string): { typename: string; id: string } {
  const decoded = Buffer.from(text, 'base64').toString();
  const colon = decoded.indexOf(':');
  const [typename, id] = [decoded.slice(0, Math.max(0, colon)), decoded.slice(colon + 1)];
  if (!typename || !id || writeGlobalId({ typename, id }) !== text) throw notOurs(text);
  return { typename, id };
}

/** Throws BAD_USER_INPUT for an id that names a type whose objects cannot be fetched by id. */
export function checkIsNode(schema: GraphQLSchema, globalId: GlobalId): void {
  const type = schema.getType(globalId.typename);
  const isNode = isObjectType(type) && type.getInterfaces().some((one) => one.name === 'Node');
  if (!isNode) throw notOurs(writeGlobalId(globalId));
}

const writeGlobalId = ({ typename, id }: GlobalId): string =>
  Buffer.from(`${typename}:${id}`).toString('base64');

const notOurs = (text: string): GatewayError =>
  badInput(`id: expected a global id that this graph gave, got ${JSON.stringify(text.slice(0, 80))}`);
