// How long the planner itself takes: a query over 1,000 customers with eight edges, planned, fed with every
// page and answered, no call made. Target: under 5 ms.
import { type Demand, type EdgeWays, type Page, planEdge, type Statistics } from '../src/planner/planner.ts';

export interface Run {
  readonly name: string;
  readonly [figure: string]: string | number;
}

interface Row {
  readonly id: string;
  readonly key: string;
}

interface Edge {
  readonly ways: EdgeWays;
  readonly demands: readonly Demand[];
  readonly statistics: Statistics;
  readonly rows: readonly Row[];
  readonly byKey: ReadonlyMap<string, readonly Row[]>;
}

const KEYS = 1_000;
const REPEATS = 200;
const WARM_UP = 50;

const keyOf = (row: Row) => row.key;
const idOf = (row: Row) => row.id;

/** `rows` of the listing are spread over `population` keys as by dealing cards in a fixed disorder. */
function edge(name: string, population: number, rows: number, ways: Partial<EdgeWays>, first = 5): Edge {
  const listing = Array.from({ length: rows }, (_, index) => ({
    id: `${name}-${index}`,
    key: `C${((index * 7_919) % 104_729) % population}`,
  }));
  const demands = Array.from({ length: KEYS }, (_, index) => ({
    key: `C${index}`,
    offset: 0,
    rows: first,
    needsTotal: false,
    needsNext: true,
  }));
  return {
    ways: { edge: `Customer.${name}`, operation: name, pageSize: 100, hasTotal: true, point: true, ...ways },
    demands,
    statistics: { population },
    rows: listing,
    byKey: Map.groupBy(listing, keyOf),
  };
}

const sweep = { ordered: true };
const edges: readonly Edge[] = [
  edge('balance', 1_000, 1_000, { point: false, bulk: { maxKeys: 100 } }, 1),
  edge('orders', 1_000, 8_000, { sweep }),
  edge('coupons', 1_000, 2_500, { sweep: { ordered: false } }),
  edge('billsYearly', 1_000, 2_000, { sweep: { ordered: false } }, Number.POSITIVE_INFINITY),
  edge('billsOnDemand', 1_000, 4_000, { sweep: { ordered: false } }, Number.POSITIVE_INFINITY),
  edge('billsOther', 1_000, 500, { sweep: { ordered: false } }, Number.POSITIVE_INFINITY),
  edge('resources', 1_000, 3_000, {}),
  edge('records', 1_000, 200_000, { sweep }),
];

function pageOf(
  edge: Edge,
  step: { way: string; key?: string; keys?: readonly string[]; offset: number; limit: number },
): Page<Row> {
  const rows =
    step.key !== undefined
      ? (edge.byKey.get(step.key) ?? [])
      : step.keys !== undefined
        ? step.keys.flatMap((key) => edge.byKey.get(key) ?? [])
        : edge.rows;
  return { rows: rows.slice(step.offset, step.offset + step.limit), total: rows.length };
}

interface Timing {
  ms: number;
  calls: number;
  rows: number;
}

function once(): Timing {
  const timing = { ms: 0, calls: 0, rows: 0 };
  let started = performance.now();
  const plans = edges.map(({ ways, demands, statistics }) =>
    planEdge<Row>({ ways, demands, statistics, keyOf, idOf }),
  );
  timing.ms += performance.now() - started;
  for (const [index, plan] of plans.entries()) {
    const edge = edges[index];
    if (!edge) continue;
    while (!plan.done) {
      started = performance.now();
      const steps = plan.next();
      timing.ms += performance.now() - started;
      // The upstream's part is not the planner's.
      const pages = steps.map((step) => pageOf(edge, step));
      started = performance.now();
      steps.forEach((step, at) => {
        const page = pages[at];
        if (page) plan.accept(step.id, page);
      });
      timing.ms += performance.now() - started;
      timing.calls += steps.length;
      for (const page of pages) timing.rows += page.rows.length;
    }
    started = performance.now();
    for (const demand of edge.demands) plan.answer(demand);
    timing.ms += performance.now() - started;
  }
  return timing;
}

export async function run(): Promise<Run[]> {
  const timings: Timing[] = [];
  for (let turn = 0; turn < WARM_UP + REPEATS; turn++) {
    const timing = once();
    if (turn >= WARM_UP) timings.push(timing);
  }
  timings.sort((a, b) => a.ms - b.ms);
  const at = (share: number) => timings[Math.floor((timings.length - 1) * share)];
  const ms = (share: number) => Math.round((at(share)?.ms ?? 0) * 100) / 100;
  return [
    {
      name: `${KEYS} keys, ${edges.length} edges`,
      keys: KEYS,
      edges: edges.length,
      calls: at(0.5)?.calls ?? 0,
      rows: at(0.5)?.rows ?? 0,
      medianMs: ms(0.5),
      p95Ms: ms(0.95),
      targetMs: 5,
    },
  ];
}
