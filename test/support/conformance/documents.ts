// Documents at random over a part of the graph: conditions, aliases, fragments that are spread more than once,
// interfaces, variables with defaults. What can be selected is a tree, so that one query of the whole tree holds
// the data of all of them.
import type { Random } from './random.ts';

export interface Shape {
  readonly type: string;
  readonly fields: Readonly<Record<string, { readonly args?: string; readonly of?: Shape }>>;
  /** What members of an interface have beside the fields above, by type. */
  readonly members?: Readonly<Record<string, Shape>>;
}

export interface RandomDocument {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Selects everything, with the names of types, so that a reference executor can run on the answer. */
export function wholeOf({ fields, members = {} }: Shape): string {
  const own = Object.entries(fields).map(
    ([name, { args = '', of }]) => `${name}${args}${of ? ` ${wholeOf(of)}` : ''}`,
  );
  const inMembers = Object.entries(members).map(([type, shape]) => `... on ${type} ${wholeOf(shape)}`);
  return `{ ${['__typename', ...own, ...inMembers].join(' ')} }`;
}

const VARIABLES = [
  ['a', 'Boolean!'],
  ['b', 'Boolean!'],
  ['c', 'Boolean = true'],
  ['d', 'Boolean! = false'],
] as const;
const DEEPEST = 5;

export function randomDocument(random: Random, root: Shape): RandomDocument {
  const fragments = new Map<string, { readonly shape: Shape; text: string }>();
  const used = new Set<string>();

  const use = (name: string) => {
    used.add(name);
    return name;
  };

  const condition = (): string => {
    if (!random.chance(0.35)) return '';
    const [name] = random.pick(VARIABLES);
    const given = random.chance(0.85) ? `$${name}` : String(random.chance(0.5));
    if (given.startsWith('$')) used.add(name);
    const includes = random.chance(0.5);
    const directive = ` @${includes ? 'include' : 'skip'}(if: ${given})`;
    return includes && random.chance(0.15) ? `${directive} @skip(if: $${use('d')})` : directive;
  };
  const field = (shape: Shape, depth: number): string => {
    const name = random.pick(Object.keys(shape.fields));
    const { args = '', of } = shape.fields[name] ?? {};
    const alias = random.chance(0.2) ? `${name}_${random.below(2)}: ` : '';
    if (args.includes('$id')) use('id');
    return `${alias}${name}${args}${condition()}${of ? ` ${selection(of, depth + 1)}` : ''}`;
  };

  const spread = (shape: Shape, depth: number): string => {
    const known = [...fragments].filter(([, one]) => one.shape === shape && one.text);
    const again = known.length > 0 && random.chance(0.6);
    if (again) return `...${random.pick(known)[0]}${condition()}`;
    const name = `F${fragments.size}`;
    const made = { shape, text: '' };
    fragments.set(name, made);
    // The text is set last: a fragment that is being written must not be spread within itself.
    made.text = `fragment ${name} on ${shape.type} ${selection(shape, depth + 1)}`;
    return `...${name}${condition()}`;
  };

  const inline = (shape: Shape, depth: number): string => {
    const members = Object.entries(shape.members ?? {});
    if (members.length > 0 && random.chance(0.6)) {
      const [type, member] = random.pick(members);
      return `... on ${type}${condition()} ${selection(member, depth + 1)}`;
    }
    const on = random.chance(0.5) ? ` on ${shape.type}` : '';
    return `...${on}${condition()} ${selection(shape, depth + 1)}`;
  };

  const selection = (shape: Shape, depth: number): string => {
    const leaves = Object.entries(shape.fields).filter(([, { of }]) => !of);
    const count = 1 + random.below(4);
    const parts = Array.from({ length: count }, () => {
      if (depth >= DEEPEST) {
        const [leaf] = leaves.length > 0 ? random.pick(leaves) : ['__typename'];
        return `${leaf}${condition()}`;
      }
      const kind = random.next();
      if (kind < 0.1) return '__typename';
      if (kind < 0.65) return field(shape, depth);
      return kind < 0.83 ? spread(shape, depth) : inline(shape, depth);
    });
    return `{ ${parts.join(' ')} }`;
  };

  const body = selection(root, 0);
  const definitions = VARIABLES.filter(([name]) => used.has(name)).map(([name, type]) => `$${name}: ${type}`);
  if (used.has('id')) definitions.push('$id: String = "c1"');
  const head = definitions.length > 0 ? `query (${definitions.join(', ')}) ` : '';
  const texts = [...fragments.values()].map(({ text }) => text);
  return { text: [`${head}${body}`, ...texts].join('\n'), variables: variablesOf(random, used) };
}

function variablesOf(random: Random, used: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const variables: Record<string, unknown> = {};
  for (const name of ['a', 'b']) if (used.has(name)) variables[name] = random.chance(0.5);
  for (const name of ['c', 'd']) {
    if (used.has(name) && random.chance(0.5)) variables[name] = random.chance(0.5);
  }
  if (used.has('c') && random.chance(0.05)) variables['c'] = null;
  if (used.has('id') && random.chance(0.5)) variables['id'] = random.chance(0.9) ? 'c1' : null;
  return variables;
}
