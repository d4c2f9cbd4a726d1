// What the gateway holds alive after thousands of requests of each kind, honest and failing, no two alike. The
// gateway's heap is limited to 512 MB; figures are MB after a forced collection, in one process for all kinds.
import { kinds } from './support/heap/kinds.ts';
import { OLD_SPACE_MB, openHeapStage } from './support/heap/measure.ts';

const STEPS = 5;
/** Where caches are full, and from where on the heap should grow no more. */
const FULL_AFTER_STEPS = 2;

export interface HeapRun {
  readonly name: string;
  readonly requests: number;
  readonly oldSpaceMb: number;
  /** MB by how many requests of the kind had been answered. */
  readonly heapMb: Readonly<Record<number, number>>;
  /** From where caches are full to the end. */
  readonly growth: number;
}

export async function run({
  requests = Number(process.env['HEAP_REQUESTS'] ?? 10_000),
  only = process.env['HEAP_KIND'] ?? '',
} = {}): Promise<readonly HeapRun[]> {
  const stage = await openHeapStage();
  try {
    const runs: HeapRun[] = [];
    for (const kind of kinds.filter(({ name }) => name.includes(only))) {
      const count = Math.min(requests, kind.most ?? requests);
      const heapMb = await stage.measure(kind, count, count / STEPS);
      const values = Object.values(heapMb);
      const [full = 0, end = 0] = [values[FULL_AFTER_STEPS - 1], values.at(-1)];
      const growth = Math.round((end / full - 1) * 1_000) / 1_000;
      runs.push({ name: kind.name, requests: count, oldSpaceMb: OLD_SPACE_MB, heapMb, growth });
    }
    return runs;
  } finally {
    await stage.close();
  }
}
