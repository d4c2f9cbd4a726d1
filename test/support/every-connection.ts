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
import { onlySiteOf } from '../../schema/core/scope/site-scope.ts';
import type { Site } from '../../src/call/operation.ts';
import type { ArgumentTexts } from './every-field.ts';
import { type Harness, startHarness } from './harness.ts';

const CYCLE = '2026-09';
const quoted = (value: unknown) => JSON.stringify(String(value));

/** Values of required arguments. */
export const ARGUMENTS: ArgumentTexts = {
  cycle: quoted(CYCLE),
  month: quoted(CYCLE),
  'Query.renewalTasks.month': quoted('2027-01'),
  within: '200',
  from: quoted('2026-09-01'),
  until: quoted('2026-09-30'),
  groupBy: '[{ dimension: SERVICE_TYPE }]',
  serviceTypeCode: quoted('hws.service.type.cdn'),
  resourceTypeCode: quoted('hws.resource.type.cdn'),
  usageTypeCode: quoted('95Peak'),
  regionCode: quoted('cn-north-4'),
  chargingMode: 'ON_DEMAND',
  appliedFrom: quoted('2020-01-01T00:00:00Z'),
  appliedUntil: quoted('2026-12-31T00:00:00Z'),
};

export type Around = readonly [open: string, close: string];

/** One site of the upstream, and for each type texts around what is selected on its objects. */
export interface Stage {
  readonly harness: Harness;
  readonly parents: Readonly<Record<string, readonly Around[]>>;
}

export async function stageOn(site: Site): Promise<Stage> {
  const harness = await startHarness({
    site,
    customers: 40,
    seed: 7,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
    environment: { DEADLINE_MS: '120000' },
  });
  const world = await harness.world('?include=customersWithAgency,customers,orders,resellers');
  const customers = world.customersWithAgency.map((id) => `customer(customerId: ${quoted(id)})`);
  const inside = (field: string) => customers.map((one) => [`${one} { ${field} {`, '} }'] as const);
  const parents = {
    Query: [['', ''] as const],
    Partner: [['partner {', '}'] as const],
    Catalog: [['catalog {', '}'] as const],
    Distributor: world.resellers
      .slice(0, 5)
      .map((row) => [`distributor(distributorId: ${quoted(row['indirect_partner_id'])}) {`, '}'] as const),
    Customer: customers.map((one) => [`${one} {`, '}'] as const),
    CustomerAccount: inside('account'),
    CustomerBills: inside('bills'),
    BandwidthUsage: customers.map(
      (one): Around => [
        `${one} { bills { bandwidth(first: 1, cycle: "${CYCLE}", serviceTypeCode: "hws.service.type.cdn", resourceTypeCode: "hws.resource.type.cdn", usageTypeCode: "95Peak") { nodes {`,
        '} } } }',
      ],
    ),
    Enterprise: inside('enterprise'),
    EnterpriseSubAccount: customers.flatMap((one) =>
      ['', 'r:0', 'r:1', 'r:2'].map((position) => {
        const after = Buffer.from(position).toString('base64url');
        const subAccounts = position ? `subAccounts(first: 1, after: "${after}")` : 'subAccounts(first: 1)';
        return [`${one} { enterprise { ${subAccounts} { nodes {`, '} } } }'] as const;
      }),
    ),
    Order: world.orders
      .slice(0, 60)
      .map((row) => [`order(orderId: ${quoted(row['order_id'])}) {`, '}'] as const),
  };
  return { harness, parents };
}

export interface ConnectionField {
  /** `Type.field`. */
  readonly name: string;
  readonly parent: string;
  /** A site that has it. */
  readonly site: Site;
  /** The field with its arguments, `$first` and `$after` included, and all leaves of its nodes. */
  readonly selection: string;
  readonly definition: GraphQLField<unknown, unknown>;
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
            definition: field,
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
