// `npm test`: every check of the repository, cheapest first, stopping at the first that fails. Each step says
// why it exists and what to run when it fails. Files or folders given as arguments (`npm test -- test/unit`) are
// the only tests that are run; the other steps stay.
import { spawnSync } from 'node:child_process';

interface Step {
  readonly name: string;
  readonly why: string;
  readonly command: readonly [string, ...string[]];
  readonly fix: string;
}

const STEPS: readonly Step[] = [
  {
    name: 'format and lint',
    why: 'one style, no `any`, no forgotten imports, so that reviews are about meaning',
    command: ['biome', 'ci', '.'],
    fix: 'run "npm run format"; what it leaves is yours to correct',
  },
  {
    name: 'types',
    why: 'Node runs the sources without checking types, so that this is where they are checked',
    command: ['tsc', '-p', 'tsconfig.json'],
    fix: 'correct what it names; "npm run types" runs this step alone',
  },
  {
    name: 'import graph',
    why: 'rooms import one way and never in circles, which keeps each of them replaceable',
    command: ['npm', 'run', '--silent', 'imports'],
    fix: 'move what is shared to the room on the right (docs/architecture.md); "npm run imports" runs this step alone',
  },
  {
    name: 'GraphQL conventions',
    why: 'clients meet the names GraphQL users expect, and connections that Relay and urql understand',
    command: ['npm', 'run', '--silent', 'lint:graphql'],
    fix: 'rename in schema/, then "npm run schema:write"; "npm run lint:graphql" runs this step alone',
  },
  {
    name: 'drift',
    why: 'clients are generated from the checked-in SDL, which must be what the gateway serves',
    command: ['node', 'scripts/drift.ts'],
    fix: 'run what it names, look at the difference, commit it',
  },
  {
    name: 'tests',
    why: 'units, properties, whole queries with their upstream calls counted, the command line and a browser',
    command: ['vitest', 'run', ...process.argv.slice(2)],
    fix: 'run one file with "npm run test:run -- <file>"',
  },
];

for (const [index, { name, why, command, fix }] of STEPS.entries()) {
  console.log(`\n[${index + 1}/${STEPS.length}] ${name}: ${why}`);
  const started = performance.now();
  const { status, error } = spawnSync(command[0], command.slice(1), { stdio: 'inherit' });
  if (error)
    console.error(`expected to run "${command.join(' ')}", got ${error.message}; run "npm ci" first`);
  if (status !== 0) {
    console.error(`\n${name} failed. To fix: ${fix}`);
    process.exit(1);
  }
  console.log(`${name}: good, ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
