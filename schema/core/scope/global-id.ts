import { type GraphQLSchema, isObjectType } from 'graphql';
import { badInput, type GatewayError } from '../../../src/errors/errors.ts';

export interface GlobalId {
  readonly typename: string;
  readonly id: string;
  /** The reseller whose customer it is about, where it is not the tenant's own. */
  readonly resellerId?: string | undefined;
}

/** Reads a global id, `<type>[@<reseller>]:<key>` in base64; throws BAD_USER_INPUT for text that is none. */
export function readGlobalId(text: string): GlobalId {
  const decoded = Buffer.from(text, 'base64').toString();
  const colon = decoded.indexOf(':');
  const [typename = '', resellerId] = decoded.slice(0, Math.max(0, colon)).split('@', 2);
  const read = { typename, id: decoded.slice(colon + 1), resellerId };
  if (!typename || !read.id || resellerId === '' || writeGlobalId(read) !== text) throw notOurs(text);
  return read;
}

/** The two parts of a key `<owner>/<object>`; an empty owner where there is none. */
export function partsOfKey(key: string): readonly [owner: string, object: string] {
  const slash = key.indexOf('/');
  return [key.slice(0, Math.max(0, slash)), key.slice(slash + 1)];
}

/** Throws BAD_USER_INPUT for an id that names a type whose objects cannot be fetched by id. */
export function checkIsNode(schema: GraphQLSchema, globalId: GlobalId): void {
  const type = schema.getType(globalId.typename);
  const isNode = isObjectType(type) && type.getInterfaces().some((one) => one.name === 'Node');
  if (!isNode) throw notOurs(writeGlobalId(globalId));
}

export function writeGlobalId({ typename, id, resellerId }: GlobalId): string {
  const type = resellerId === undefined ? typename : `${typename}@${resellerId}`;
  return Buffer.from(`${type}:${id}`).toString('base64');
}

const notOurs = (text: string): GatewayError =>
  badInput(`id: expected a global id that this graph gave, got ${JSON.stringify(text.slice(0, 80))}`);
