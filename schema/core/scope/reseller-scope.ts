// Parts of the graph that are about the customers of one reseller: every resolver below a field of a
// `Distributor` gets a context that asks about that reseller only, and global ids there say so.
import { type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import type { GatewayContext } from '../../../src/context/context.ts';
import type { FieldReads } from '../reads/reads.ts';
import { readGlobalId, writeGlobalId } from './global-id.ts';

type Resolver = GraphQLFieldResolver<unknown, GatewayContext>;

/** The reseller that an object is. */
type ResellerOf = (parent: never) => string;

/** For `extensions` of a type whose fields are about the reseller that the object is. */
export const aboutReseller = <Node>(resellerOf: (node: Node) => string) => ({ reseller: resellerOf });

/** Whether a field leads from the distributor to what is a reseller's. */
export const entersReseller = ({ extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>): boolean =>
  extensions['reseller'] !== undefined;

export function withResellers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const resellerOf = type.extensions['reseller'] as ResellerOf | undefined;
    const isNode = type.getInterfaces().some((one) => one.name === 'Node');
    for (const field of Object.values(type.getFields())) {
      const resolve = field.resolve as Resolver | undefined;
      if (!resolve) continue;
      if (type === schema.getQueryType() && field.name === 'node') field.resolve = nodeIn(resolve);
      else if (resellerOf && reads(field)) {
        field.extensions = { ...field.extensions, reseller: resellerOf };
        field.resolve = enter(resolve, resellerOf);
      } else field.resolve = isNode && field.name === 'id' ? idIn(inPlace(resolve)) : inPlace(resolve);
    }
  }
  return schema;
}

/** A row of the object's own is the distributor's to read; everything else is the reseller's. */
function reads({ extensions }: GraphQLField<unknown, unknown>): boolean {
  const declared = extensions['reads'] as FieldReads | undefined;
  return declared !== undefined && declared.scope?.readsOwnRow !== true;
}

const enter =
  (resolve: Resolver, resellerOf: ResellerOf): Resolver =>
  (parent, args, context, info) => {
    const resellerId = resellerOf(parent as never);
    context.resellers.open(info.path, resellerId);
    return resolve(parent, args, context.ofReseller(resellerId), info);
  };

const inPlace =
  (resolve: Resolver): Resolver =>
  (parent, args, context, info) => {
    if (context.resellers.isEmpty) return resolve(parent, args, context, info);
    const resellerId = context.resellers.at(info.path);
    return resolve(parent, args, resellerId === undefined ? context : context.ofReseller(resellerId), info);
  };

/** A global id leads back to where the object was found. */
const idIn =
  (resolve: Resolver): Resolver =>
  (parent, args, context, info) => {
    const id = resolve(parent, args, context, info);
    if (context.resellers.isEmpty) return id;
    const resellerId = context.resellers.at(info.path);
    const mark = (text: unknown) => writeGlobalId({ ...readGlobalId(String(text)), resellerId });
    return id instanceof Promise ? id.then(mark) : mark(id);
  };

const nodeIn =
  (resolve: Resolver): Resolver =>
  (parent, args, context, info) => {
    const { resellerId } = readGlobalId(String(args['id']));
    if (resellerId === undefined) return resolve(parent, args, context, info);
    // Nothing of a reseller is a customer's to see, so that no call finds out whether it is there.
    if (context.viewer.role === 'CUSTOMER') return null;
    context.resellers.open(info.path, resellerId);
    return resolve(parent, args, context.ofReseller(resellerId), info);
  };
