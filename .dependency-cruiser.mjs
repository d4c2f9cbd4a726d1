// The import graph as a rule: rooms import one way, left to right. See docs/architecture.md.
const ranks = [
  ['main'],
  ['server'],
  ['schema'],
  ['context'],
  ['loaders'],
  ['planner'],
  ['operations'],
  ['cache'],
  ['call'],
  ['throttle', 'credentials', 'transport', 'decode'],
];
const open = ['errors', 'telemetry', 'clock', 'config'];
const folder = (room) =>
  room === 'schema' ? '^schema/' : room === 'main' ? '^src/[^/]+\\.ts$' : `^src/${room}/`;
const anyOf = (rooms) => rooms.map(folder).join('|');

const againstTheRank = ranks.flatMap((rooms, rank) =>
  rooms.map((room) => ({
    name: `${room}-imports-only-to-the-right`,
    severity: 'error',
    from: { path: folder(room) },
    to: {
      path:
        [
          anyOf(ranks.slice(0, rank).flat()),
          anyOf(rooms.filter((peer) => peer !== room)),
          room === 'main' ? '' : '^src/sandbox/',
        ]
          .filter(Boolean)
          .join('|') || '^$',
    },
  })),
);

// Inside schema/ and operations/ the domains have a rank of their own: each imports only the ones below.
// `core` is the machinery of schema/; in operations/ that role is played by the files beside the folders.
export const domainRanks = [
  ['core'],
  ['catalog', 'customers'],
  ['accounts', 'orders', 'prices'],
  ['partner', 'payments', 'resources'],
  ['bills', 'distributors', 'renewals'],
  ['coupons'],
  ['enterprises'],
];
const inDomain = (room, domains) => `^${room}/(${domains.join('|')})/`;

const againstTheDomains = ['schema', 'src/operations'].flatMap((room) =>
  domainRanks.flatMap((domains, rank) =>
    domains.map((domain) => ({
      name: `${room.replace('src/', '')}-${domain}-imports-only-domains-below`,
      severity: 'error',
      from: { path: inDomain(room, [domain]) },
      to: {
        path: inDomain(room, [
          ...domains.filter((peer) => peer !== domain),
          ...domainRanks.slice(rank + 1).flat(),
        ]),
      },
    })),
  ),
);

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...againstTheRank,
    ...againstTheDomains,
    {
      name: 'open-rooms-import-no-room',
      severity: 'error',
      from: { path: anyOf(open) },
      to: { path: '^(src|schema)/', pathNot: anyOf(open) },
    },
    {
      name: 'sandbox-shares-only-the-catalogue',
      comment: 'Client and emulator must not share a bug.',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^(src|schema)/', pathNot: '^src/(sandbox|operations)/' },
    },
    {
      name: 'only-transport-imports-undici',
      severity: 'error',
      from: { path: '^(src|schema)/', pathNot: '^src/transport/' },
      to: { path: 'node_modules/undici' },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { path: '^(src|schema)/' },
      to: { path: '^(test|bench|examples|scripts)/' },
    },
    {
      name: 'resolvable',
      comment: 'Typed documents come from a package of types alone, which has nothing to resolve to.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@graphql-typed-document-node/core$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
