// `npm run bench -- <scenario> [--only <name>]... [--json]`: runs bench/<scenario>.ts, or those of its runs that
// are named where it can, and prints what they measured, as a table or as one JSON object on the last line. A
// scenario exports `run({ only })`, which answers one record per run.
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

type Run = Readonly<Record<string, unknown>>;

async function scenarioNames(): Promise<readonly string[]> {
  const entries = await readdir(import.meta.dirname, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'run.ts')
    .map((entry) => entry.name.slice(0, -'.ts'.length))
    .sort();
}

interface Choice {
  readonly scenario: string;
  readonly json: boolean;
  /** Names of runs; undefined for all. */
  readonly only: readonly string[] | undefined;
}

/** What was asked for, or the one line that says what was expected. */
function readChoice(args: readonly string[], scenarios: readonly string[]): Choice | string {
  const expected = `expected one scenario of ${scenarios.join(', ')} and maybe --only <run> and --json`;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
      allowPositionals: true,
    });
    const [scenario, ...more] = positionals;
    if (scenario === undefined) return `${expected}, got no scenario`;
    if (more.length > 0 || !scenarios.includes(scenario)) return `${expected}, got ${positionals.join(' ')}`;
    return { scenario, json: values.json, only: values.only };
  } catch {
    return `${expected}, got ${args.join(' ')}`;
  }
}

async function runScenario({ scenario, only }: Choice): Promise<readonly Run[]> {
  const module: unknown = await import(new URL(`${scenario}.ts`, import.meta.url).href);
  if (
    typeof module !== 'object' ||
    module === null ||
    !('run' in module) ||
    typeof module.run !== 'function'
  ) {
    throw new Error(`bench/${scenario}.ts: expected an exported function "run"`);
  }
  return (await module.run(only ? { only } : {})) as readonly Run[];
}

/** Nested values on one line, so that a table cell shows them whole. */
function toCells(run: Run): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(run).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  );
}

const choice = readChoice(process.argv.slice(2), await scenarioNames());
if (typeof choice === 'string') {
  console.error(`bench: ${choice}`);
  process.exit(2);
}
const runs = await runScenario(choice);
const report = {
  scenario: choice.scenario,
  node: process.versions.node,
  cpus: availableParallelism(),
  runs,
};
if (choice.json) {
  console.log(JSON.stringify(report));
} else {
  console.log(`${report.scenario}, Node ${report.node}, ${report.cpus} CPUs`);
  console.table(runs.map(toCells));
}
