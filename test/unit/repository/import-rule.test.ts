import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Written out here once more, so that a slip in the configuration is no slip in its test. */
const RANKS = [
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
const OPEN_ROOMS = ['errors', 'telemetry', 'clock', 'config'];
const ROOMS = [...RANKS.flat(), ...OPEN_ROOMS, 'sandbox'];

/** The rank of the domains inside schema/ and operations/, written out once more as well. */
const DOMAIN_RANKS = [
  ['core'],
  ['catalog', 'customers'],
  ['accounts', 'orders', 'prices'],
  ['partner', 'payments', 'resources'],
  ['bills', 'distributors', 'renewals'],
  ['coupons'],
  ['enterprises'],
];
const DOMAINS = DOMAIN_RANKS.flat();

function mayImportDomain(from: string, to: string): boolean {
  const rank = (domain: string) => DOMAIN_RANKS.findIndex((domains) => domains.includes(domain));
  return rank(to) < rank(from);
}

function mayImport(from: string, to: string): boolean {
  const rank = (room: string) => RANKS.findIndex((rooms) => rooms.includes(room));
  if (from === 'sandbox') return to === 'operations';
  if (to === 'sandbox') return from === 'main';
  if (OPEN_ROOMS.includes(to)) return true;
  if (OPEN_ROOMS.includes(from)) return false;
  return rank(from) < rank(to);
}

const folderOf = (room: string) => (room === 'schema' ? 'schema' : room === 'main' ? 'src' : `src/${room}`);
const leafOf = (room: string) => `${folderOf(room)}/leaf-${room}.ts`;
const importerOf = (from: string, to: string) => `${folderOf(from)}/${from}-imports-${to}.ts`;

const ROOMS_WITH_DOMAINS = ['schema', 'src/operations'] as const;
const domainLeafOf = (room: string, domain: string) => `${room}/${domain}/leaf.ts`;
const domainImporterOf = (room: string, from: string, to: string) => `${room}/${from}/imports-${to}.ts`;

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

const DEPCRUISE = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const CONFIG = resolve('.dependency-cruiser.mjs');

/** In every room with domains, every domain imports every other, by type only. */
function everyPairOfDomains(): Record<string, string> {
  return Object.fromEntries(
    ROOMS_WITH_DOMAINS.flatMap((room) =>
      DOMAINS.flatMap((from) => [
        [domainLeafOf(room, from), 'export type Leaf = string;\n'],
        ...DOMAINS.filter((to) => to !== from).map((to) => [
          domainImporterOf(room, from, to),
          `import type { Leaf } from '../${to}/leaf.ts';\nexport type Mine = Leaf;\n`,
        ]),
      ]),
    ),
  );
}

/** A project of its own in which every room imports every other, by type only. */
function everyPair(): Record<string, string> {
  const leaves = ROOMS.map((room) => [leafOf(room), 'export type Leaf = string;\n']);
  const importers = ROOMS.flatMap((from) =>
    ROOMS.filter((to) => to !== from).map((to) => [
      importerOf(from, to),
      `import type { Leaf } from '${'../'.repeat(folderOf(from).split('/').length)}${leafOf(to)}';\nexport type Mine = Leaf;\n`,
    ]),
  );
  return Object.fromEntries([...leaves, ...importers]);
}

describe('the import rule', () => {
  let root: string;
  let violations: readonly Violation[];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'import-rule-'));
    const files: Record<string, string> = {
      ...everyPair(),
      ...everyPairOfDomains(),
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true } }',
      'src/cache/one.ts': "import './two.ts';\n",
      'src/cache/two.ts': "import './one.ts';\n",
      'src/call/fetches.ts': "import { request } from 'undici';\nexport const fetches = request;\n",
      'src/transport/sends.ts': "import { request } from 'undici';\nexport const sends = request;\n",
      'src/call/tested.ts': "import '../../test/helper.ts';\n",
      'test/helper.ts': 'export {};\n',
      'src/call/lost.ts': "import './nowhere.ts';\n",
    };
    for (const [file, text] of Object.entries(files)) {
      const path = join(root, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    await symlink(resolve('node_modules'), join(root, 'node_modules'));
    const cruise = promisify(execFile)(
      process.execPath,
      [DEPCRUISE, '--config', CONFIG, '--output-type', 'json', 'src', 'schema'],
      { cwd: root, maxBuffer: 64 * 1024 * 1024 },
    );
    // It ends with the number of violations as its exit code; what it found is on stdout all the same.
    const { stdout } = await cruise.catch((error: { readonly stdout: string }) => error);
    violations = (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it.each(ROOMS)('lets %s import to the right and refuses the rest, types included', (from) => {
    const refused = (to: string) =>
      violations.some((one) => one.from === importerOf(from, to) && one.to === leafOf(to));
    const others = ROOMS.filter((to) => to !== from);
    expect(others.filter((to) => !refused(to))).toEqual(others.filter((to) => mayImport(from, to)));
  });

  it.each(ROOMS_WITH_DOMAINS.flatMap((room) => DOMAINS.map((domain) => [room, domain] as const)))(
    'lets %s/%s import the domains below and refuses the rest, types included',
    (room, from) => {
      const refused = (to: string) =>
        violations.some(
          (one) => one.from === domainImporterOf(room, from, to) && one.to === domainLeafOf(room, to),
        );
      const others = DOMAINS.filter((to) => to !== from);
      expect(others.filter((to) => !refused(to))).toEqual(others.filter((to) => mayImportDomain(from, to)));
    },
  );

  it.each([
    ['no-cycles', 'src/cache/one.ts'],
    ['only-transport-imports-undici', 'src/call/fetches.ts'],
    ['product-does-not-import-tests', 'src/call/tested.ts'],
    ['resolvable', 'src/call/lost.ts'],
  ])('catches %s', (rule, from) => {
    expect(violations.filter((one) => one.from === from).map((one) => one.rule.name)).toContain(rule);
  });

  it('lets transport import undici', () => {
    expect(violations.filter((one) => one.from === 'src/transport/sends.ts')).toEqual([]);
  });
});
