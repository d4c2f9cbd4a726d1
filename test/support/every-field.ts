import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;

/** A way from the root to the objects of a type: the text before and after what is selected on them. */
interface Route {
  readonly open: string;
  readonly close: string;
  readonly steps: readonly string[];
}

/** Text of an argument by name; arguments that have none are left out. */
export type ArgumentTexts = Readonly<Record<string, string>>;

/** Routes to each type that are tried: the shortest ones that end in different fields. */
const ROUTES = 3;
const LONGEST = 4;

export interface FieldQuery {
  readonly type: string;
  /** `Type.field`. */
  readonly field: string;
  /** Selects the field by itself, and the name of its object's type. */
  readonly query: string;
}

/** Queries that select each field of each type by itself, on objects that were reached in different ways. */
export function queriesOfEveryField(schema: GraphQLSchema, texts: ArgumentTexts): readonly FieldQuery[] {
  const routes = routesOf(schema, texts);
  const queries = new Map<string, FieldQuery>();
  for (const [name, found] of routes) {
    for (const field of fieldsOf(schema.getType(name))) {
      if (name === 'Query' && (field.name === 'node' || field.name.startsWith('__'))) continue;
      for (const { open, close } of found) {
        const query = `${open}__typename ${selectionOf(field, texts)}${close}`;
        queries.set(query, { type: name, field: `${name}.${field.name}`, query });
      }
    }
  }
  return [...queries.values()];
}

function routesOf(schema: GraphQLSchema, texts: ArgumentTexts): ReadonlyMap<string, readonly Route[]> {
  const routes = new Map<string, Route[]>();
  const waiting: { type: string; route: Route }[] = [
    { type: 'Query', route: { open: '{ ', close: ' }', steps: [] } },
  ];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { type, route } = next;
    const known = routes.get(type) ?? [];
    const last = route.steps.at(-1);
    if (known.length >= ROUTES || known.some(({ steps }) => steps.at(-1) === last)) continue;
    routes.set(type, [...known, route]);
    if (route.steps.length >= LONGEST) continue;
    for (const field of fieldsOf(schema.getType(type))) {
      const below = getNamedType(field.type);
      if (isLeafType(below) || field.name === 'node') continue;
      const nodes = nodesOf(below);
      const target = nodes ?? below;
      const on = isInterfaceType(target) ? schema.getImplementations(target).objects : [target];
      for (const { name } of on) {
        const inner = name === target.name ? ['', ''] : [`... on ${name} { `, ' }'];
        const open = `${route.open}${callOf(field, texts)} { ${nodes ? 'nodes { ' : ''}${inner[0]}`;
        const close = `${inner[1]}${nodes ? ' }' : ''} }${route.close}`;
        const steps = [...route.steps, `${type}.${field.name}`];
        waiting.push({ type: name, route: { open, close, steps } });
      }
    }
  }
  return routes;
}

function fieldsOf(type: GraphQLNamedType | undefined): readonly Field[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

function nodesOf(type: GraphQLNamedType): GraphQLNamedType | undefined {
  const nodes = fieldsOf(type).find(({ name }) => name === 'nodes');
  return nodes && getNamedType(nodes.type);
}

function callOf({ name, args }: Field, texts: ArgumentTexts): string {
  const given = args.flatMap((one) => (texts[one.name] ? [`${one.name}: ${texts[one.name]}`] : []));
  return given.length > 0 ? `${name}(${given.join(', ')})` : name;
}

/** The field with all leaves below it that need no argument. */
function selectionOf(field: Field, texts: ArgumentTexts): string {
  const type = getNamedType(field.type);
  const call = callOf(field, texts);
  if (isLeafType(type)) return call;
  const nodes = nodesOf(type);
  const leaves = fieldsOf(nodes ?? type).flatMap((one) =>
    isLeafType(getNamedType(one.type)) && one.args.length === 0 ? [one.name] : [],
  );
  const all = ['__typename', ...leaves].join(' ');
  return nodes ? `${call} { totalCount nodes { ${all} } }` : `${call} { ${all} }`;
}
