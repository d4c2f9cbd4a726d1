// Parts of the graph that one site of the upstream does not have: the field says so before it does anything,
// whatever it would have answered without a call, and the rest of the answer is there.
import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Site } from '../../../src/call/operation.ts';
import type { GatewayContext } from '../../../src/context/context.ts';
import { GatewayError } from '../../../src/errors/errors.ts';
import { type FieldReads, operationOf, readsWithoutArguments } from '../reads/reads.ts';

type Resolver = GraphQLFieldResolver<unknown, GatewayContext>;

const ONLY: Readonly<Record<Site, string>> = {
  cn: 'On the China site only.',
  intl: 'On the international site only.',
};

/** The one site that has a field, or everything that the field reads; undefined for all others. */
export function onlySiteOf({
  extensions,
}: Pick<GraphQLField<unknown, unknown>, 'extensions'>): Site | undefined {
  const declared = extensions['reads'] as FieldReads | undefined;
  if (!declared || declared.scope?.site) return declared?.scope?.site;
  const sites = new Set(readsWithoutArguments(declared).flatMap((read) => operationOf(read).sites));
  const [site, ...others] = sites;
  return others.length === 0 ? site : undefined;
}

export function withSites(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const site = onlySiteOf(field);
      if (!site) continue;
      field.description = `${field.description} ${ONLY[site]}`;
      const resolve = field.resolve as Resolver | undefined;
      if (resolve) field.resolve = onSite(site, `${type.name}.${field.name}`, resolve);
    }
  }
  return schema;
}

const onSite =
  (site: Site, name: string, resolve: Resolver): Resolver =>
  (parent, args, context, info) => {
    const own = context.scope.tenant.site;
    if (own === site) return resolve(parent, args, context, info);
    throw new GatewayError(
      'NOT_AVAILABLE_ON_SITE',
      `${name}: expected a tenant on site ${site}, got one on ${own}`,
    );
  };
