// The largest requests that the limits let through, one shape after the other: each has many of one thing.
// `share` makes it smaller, so that growth can be seen.

export interface ShapedRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface Shape {
  readonly name: string;
  /** A request with this share of the most that is permitted. */
  readonly make: (share: number) => ShapedRequest;
}

/** Pieces up to so many bytes and so many of them. */
function filled(
  piece: (at: number) => string,
  share: number,
  most: { readonly bytes?: number; readonly count: number },
) {
  const bytes = (most.bytes ?? 64_000) * share;
  const pieces: string[] = [];
  for (let at = 0, used = 0; at < most.count * share; at++) {
    const next = piece(at);
    used += next.length;
    if (used > bytes) break;
    pieces.push(next);
  }
  return pieces.join('');
}

const COUNT = { count: 9_900 };
const keys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`key${at}`, at]));

export const shapes: readonly Shape[] = [
  {
    name: 'one field again and again',
    make: (share) => ({ query: `{ viewer { ${filled(() => 'role ', share, COUNT)} } }` }),
  },
  {
    name: 'one object again and again',
    make: (share) => ({ query: `{ ${filled(() => 'viewer{role} ', share, { count: 2_400 })} }` }),
  },
  {
    name: 'aliases',
    make: (share) => ({ query: `{ ${filled((at) => `a${at}:viewer{role} `, share, { count: 990 })} }` }),
  },
  {
    name: 'fields that are not there',
    make: (share) => ({ query: `{ viewer { ${filled((at) => `role${at} `, share, COUNT)} } }` }),
  },
  {
    name: 'arguments that are not there',
    make: (share) => ({
      query: `{ customers(${filled((at) => `a${at}:1 `, share, { count: 3_200 })}) { totalCount } }`,
    }),
  },
  {
    name: 'keys that are not there',
    make: (share) => ({
      query: `{ customers(filter: {${filled((at) => `k${at}:1 `, share, { count: 3_200 })}}) { totalCount } }`,
    }),
  },
  {
    name: 'directives',
    make: (share) => ({
      query: `{ viewer { ${filled(() => 'role @skip(if:false) ', share, { count: 490 })} } }`,
    }),
  },
  {
    name: 'fragments with the same fields',
    make: (share) => {
      const count = Math.floor(190 * share);
      const names = Array.from({ length: count }, (_, at) => `F${at}`);
      const spreads = names.map((name) => `...${name}`).join(' ');
      const fields = 'customerId name level code: customerId '.repeat(4);
      const fragments = names.map((name) => `fragment ${name} on Customer { ${fields} }`).join(' ');
      return { query: `{ customers(first: 1) { nodes { customerId ${spreads} } } } ${fragments}` };
    },
  },
  {
    name: 'fragments that double at each step',
    make: (share) => {
      const count = Math.floor(190 * share);
      const fragments = Array.from(
        { length: count },
        (_, at) =>
          `fragment F${at} on Customer { a: orders { nodes { customer { ...F${at + 1} } } } b: orders { nodes { customer { ...F${at + 1} } } } }`,
      );
      return {
        query: `{ customers { nodes { ...F0 } } } ${fragments.join(' ')} fragment F${count} on Customer { id }`,
      };
    },
  },
  {
    name: 'variables',
    make: (share) => {
      const count = Math.floor(1_600 * share);
      const names = Array.from({ length: count }, (_, at) => `$v${at}: Int`);
      return { query: `query (${names.join(' ')}) { viewer { role } }` };
    },
  },
  {
    name: 'operations with all fragments',
    make: (share) => {
      const operations = filled((at) => `query Q${at} { ...F0 } `, share, { count: 49 });
      const fragments = filled((at) => `fragment F${at} on Query { ...F${at + 1} viewer { role } } `, share, {
        count: 180,
      });
      const last = fragments.split('fragment').length - 1;
      return { query: `${operations} ${fragments} fragment F${last} on Query { viewer { role } }` };
    },
  },
  {
    name: 'newlines before errors',
    make: (share) => ({
      query: `${'\n'.repeat(50_000 * share)}{ ${filled((at) => `a${at}:viewer{x} `, share, { bytes: 14_000, count: 990 })} }`,
    }),
  },
  {
    name: 'one comment',
    make: (share) => ({ query: `# ${'x'.repeat(65_000 * share)}\n{ viewer { role } }` }),
  },
  {
    name: 'one string',
    make: (share) => ({ query: `{ customer(customerId: "${'\\u4e01'.repeat(10_000 * share)}") { id } }` }),
  },
  {
    name: 'variables with unknown keys',
    make: (share) => ({
      query: 'query ($a: CustomerFilter) { customers(filter: $a, first: 1) { totalCount } }',
      variables: { a: keys(Math.floor(990 * share)) },
    }),
  },
  {
    name: 'variables with wrong elements',
    make: (share) => ({
      query:
        'query ($a: [String!]) { customer(customerId: "x") { resources(filter: { resourceIds: $a }) { totalCount } } }',
      variables: { a: Array.from({ length: 9_900 * share }, () => 1) },
    }),
  },
  {
    name: 'one long variable',
    make: (share) => ({
      query: 'query ($a: BillingCycle!) { monthlyBills(cycle: $a) { totalCount } }',
      variables: { a: 'x'.repeat(250_000 * share) },
    }),
  },
];
