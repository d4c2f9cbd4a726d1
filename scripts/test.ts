// `npm test`: every check of the repository. The checks of sources run at the same time as far as the machine has
// cores, the tests after them; the first failure stops what follows. Each step says why it exists and what to do
// when it fails. `npm test -- test/unit` runs the tests in these files or folders only; `--quick` leaves out the
// slower checks, and every test but the units.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

interface Step {
  readonly name: string;
  readonly why: string;
  readonly command: readonly [string, ...string[]];
  readonly fix: string;
  /** Belongs to `npm run test:quick`. */
  readonly quick?: true;
}

const isQuick = process.argv[2] === '--quick';
const asked = process.argv.slice(isQuick ? 3 : 2);

const CHECKS: readonly Step[] = [
  {
    name: 'types',
    why: 'Node runs the sources without checking types, so that this is where they are checked',
    command: ['npm', 'run', '--silent', 'types'],
    fix: 'correct what it names; "npm run types" runs this step alone',
    quick: true,
  },
  {
    name: 'format and lint',
    why: 'one style, no `any`, no forgotten imports, so that reviews are about meaning',
    command: ['npm', 'run', '--silent', 'lint'],
    fix: 'run "npm run format"; what it leaves is yours to correct',
    quick: true,
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
    command: ['npm', 'run', '--silent', 'drift'],
    fix: 'run what it names, look at the difference, commit it',
  },
];

const UNITS = ['--project', 'unit'];
const TESTS: Step = {
  name: isQuick ? 'units' : 'tests',
  why: 'units, properties, whole queries with their upstream calls counted, the command line and a browser',
  command: ['vitest', 'run', ...(isQuick ? UNITS : []), ...asked],
  fix: 'run one file with "npm run test:run -- <file>"',
};

interface Outcome {
  readonly step: Step;
  readonly good: boolean;
  readonly seconds: string;
  readonly output: string;
}

/** Runs a step. What it prints comes with the outcome, or at once where nothing runs beside it. */
function run(step: Step, alone: boolean): Promise<Outcome> {
  const started = performance.now();
  const [command, ...args] = step.command;
  const child = spawn(command, args, { stdio: alone ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    const end = (good: boolean) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      resolve({ step, good, seconds, output });
    };
    child.once('error', ({ message }) => {
      output += `expected to run "${step.command.join(' ')}", got ${message}; run "npm ci" first\n`;
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}

function report({ step, good, seconds, output }: Outcome): void {
  console.log(`\n${step.name}: ${step.why}`);
  if (output) process.stdout.write(output);
  console.log(good ? `${step.name}: good, ${seconds} s` : `\n${step.name} failed. To fix: ${step.fix}`);
}

const waiting = CHECKS.filter(({ quick }) => quick || !isQuick);
let isGood = true;
async function work(): Promise<void> {
  for (let step = waiting.shift(); step && isGood; step = waiting.shift()) {
    const outcome = await run(step, false);
    report(outcome);
    isGood &&= outcome.good;
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), waiting.length) }, work));
if (isGood) {
  console.log(`\n${TESTS.name}: ${TESTS.why}`);
  const outcome = await run(TESTS, true);
  isGood = outcome.good;
  console.log(
    isGood ? `${TESTS.name}: good, ${outcome.seconds} s` : `\n${TESTS.name} failed. To fix: ${TESTS.fix}`,
  );
}
process.exitCode = isGood ? 0 : 1;
