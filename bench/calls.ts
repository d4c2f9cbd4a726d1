// How many calls queries take, and how long, against what hindsight would have chosen from the world's truth.
// The sandbox runs in a thread with the real quotas; each query meets a gateway with cold caches. A run that
// does not show what it has to says so in `missed`, and the process ends with exit code 1.
import { operations } from '../src/operations/operations.ts';
import { boundSeconds, inLevels } from './support/calls/bound.ts';
import { hindsight, hindsightMix } from './support/calls/hindsight.ts';
import { type BenchQuery, DASHBOARD, queries } from './support/calls/queries.ts';
import { type Figures, missed } from './support/calls/shows.ts';
import { openStage, type Stage, type WorldSize } from './support/calls/stage.ts';

export interface CallsRun extends Figures {
  readonly world: string;
  /** Calls of a client that makes one per customer and edge. */
  readonly naive: number;
  readonly rowsUsed: number;
  readonly rowsFetched: number;
  /** Empty when the run shows what it has to. */
  readonly missed: string;
}

export interface CallsOptions {
  /** Customers of the worlds, each of which is asked dense and sparse. */
  readonly customers?: readonly number[];
  /** Names of the queries to ask; all by default. */
  readonly only?: readonly string[];
}

const SIZES = [20, 200, 2_000, 20_000] as const;
const DENSITIES = ['dense', 'sparse'] as const;
/** Where the naive client runs too. */
const NAIVE_WORLD = 'dense 200';

const quotas = new Map<string, number>(operations.map(({ name, quotaPerSecond }) => [name, quotaPerSecond]));
const quotaOf = (operation: string): number => quotas.get(operation) ?? Number.POSITIVE_INFINITY;

export async function run({ customers = SIZES, only }: CallsOptions = {}): Promise<CallsRun[]> {
  const asked = queries.filter(({ name }) => only?.includes(name) ?? true);
  const runs: CallsRun[] = [];
  await warmUp();
  for (const count of customers) {
    for (const density of DENSITIES) {
      const size = { customers: count, density };
      const stage = await openStage(size);
      try {
        const roundTrip = await stage.roundTrip();
        for (const query of asked) {
          if (count >= (query.leastCustomers ?? 1)) runs.push(await measure(stage, size, query, roundTrip));
        }
      } finally {
        await stage.close();
      }
    }
  }
  if (runs.some((one) => one.missed !== '')) process.exitCode = 1;
  return runs;
}

/** The process must not be timed while it is still loading and compiling the gateway. */
async function warmUp(): Promise<void> {
  const stage = await openStage({ customers: 20, density: 'sparse' });
  for (const query of queries) await stage.ask(query);
  await stage.close();
}

async function measure(
  stage: Stage,
  size: WorldSize,
  query: BenchQuery,
  roundTrip: number,
): Promise<CallsRun> {
  const truth = query.truth(stage.world);
  const best = truth.rootCalls + sum(truth.edges.map(hindsight));
  const bestMix = truth.rootCalls + sum(truth.edges.map(hindsightMix));
  const measured = await stage.ask(query);
  const world = `${size.density} ${size.customers}`;
  const naive =
    query.name === DASHBOARD && world === NAIVE_WORLD
      ? await stage.askNaively(stage.world.cycles[1] ?? '')
      : undefined;
  const figures = {
    name: query.name,
    world,
    calls: sum(Object.values(measured.calls)),
    hindsight: best,
    hindsightMix: bestMix,
    edges: truth.edges.length,
    naive: truth.naive,
    seconds: round(measured.seconds),
    boundSeconds: round(boundSeconds(inLevels(measured.calls, query.levels), quotaOf, roundTrip)),
    throttled: measured.throttled,
    rowsUsed: measured.rowsUsed,
    rowsFetched: measured.rowsFetched,
    ...(naive ? { naiveCalls: sum(Object.values(naive.calls)), naiveSeconds: round(naive.seconds) } : {}),
  };
  const lacks = missed(figures, size, measured.calls['ListSubCustomers'] ?? 0);
  if (lacks.length > 0) {
    console.error([`${query.name}, ${world}: ${lacks.join('; ')}`, ...told(measured.plans)].join('\n  '));
  }
  return { ...figures, missed: lacks.join('; ') };
}

/** Plans that say the same are told once. */
const told = (plans: readonly string[]): string[] =>
  [...Map.groupBy(plans, (text) => text)].map(([text, same]) => `${same.length} x ${text}`);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const round = (value: number): number => Math.round(value * 1000) / 1000;
