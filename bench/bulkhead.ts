// Five tenants of one upstream host. Four ask a new question each 0.7 s; the fifth is bad: it floods, or its
// calls hang, are refused, fail or end early. Do the others see errors, and how much longer do they wait than
// in a calm while of the same run?
import { watchOthers } from './support/bulkhead/measure.ts';
import { modes } from './support/bulkhead/modes.ts';

const WATCHED = { calmMs: 8_000, beforeMs: 2_000, badMs: 12_000 };
/** Differences of so many ms are the machine's. */
const NOISE_MS = 5;
const MOST_TIMES_CALM = 2;

export interface BulkheadRun {
  readonly name: string;
  readonly ok: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly calmP50Ms: number;
  /** No error, and a median of at most twice the calm one and 5 ms. */
  readonly holds: boolean;
  /** The other tenants' errors by code. */
  readonly errors: Readonly<Record<string, number>>;
  /** What the bad tenant got, by code. */
  readonly bad: Readonly<Record<string, number>>;
  /** Calls that the upstream's own quotas refused. */
  readonly throttled: number;
}

export async function run({
  only = [process.env['BULKHEAD_MODE'] ?? ''],
}: {
  readonly only?: readonly string[];
} = {}): Promise<readonly BulkheadRun[]> {
  const runs: BulkheadRun[] = [];
  for (const mode of modes.filter(({ name }) => only.some((part) => name.includes(part)))) {
    process.stderr.write(`${mode.name} …\n`);
    const { calm, beside, bad, throttled } = await watchOthers(mode, WATCHED);
    const times = beside.map(({ ms }) => ms);
    const failed = beside.filter(({ code }) => code !== undefined);
    const [p50Ms, p95Ms] = [at(times, 0.5), at(times, 0.95)];
    const calmP50Ms = at(
      calm.map(({ ms }) => ms),
      0.5,
    );
    runs.push({
      name: mode.name,
      ok: beside.length - failed.length,
      failed: failed.length,
      p50Ms,
      p95Ms,
      calmP50Ms,
      holds: failed.length === 0 && p50Ms <= MOST_TIMES_CALM * calmP50Ms + NOISE_MS,
      errors: Object.fromEntries(
        [...Map.groupBy(failed, ({ code }) => String(code))].map(([code, { length }]) => [code, length]),
      ),
      bad,
      throttled,
    });
  }
  return runs;
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
}
