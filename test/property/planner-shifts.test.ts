import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Answer, type Demand, type EdgeWays, planEdge } from '../../src/planner/planner.ts';
import { dice, drive, keyName, listing, type Row, shuffle, World } from '../support/planner/world.ts';

const RUNS = 1_000;

type Change = 'insert' | 'remove' | 'move';
const kindOfChange = fc.constantFrom<Change>('insert', 'remove', 'move');

const scenario = fc.record({
  seed: fc.integer(),
  population: fc.integer({ min: 5, max: 60 }),
  perKey: fc.integer({ min: 1, max: 12 }),
  pageSize: fc.constantFrom(5, 10, 30),
  rows: fc.constantFrom(1, 3, 5, Number.POSITIVE_INFINITY),
  /** Chance of a change before each call. */
  rate: fc.constantFrom(0.05, 0.2, 1),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

function change(world: World, kind: Change, ordered: boolean, random: () => number, id: string): void {
  const rows = [...world.rows];
  const anywhere = () => Math.floor(random() * (rows.length + 1));
  if (kind === 'insert') {
    const key = rows[anywhere()]?.key ?? keyName(0);
    rows.splice(ordered ? 0 : anywhere(), 0, { id, key, kind: 0 });
  } else {
    const [taken] = rows.splice(Math.floor(random() * rows.length), 1);
    if (kind === 'move' && taken) rows.splice(anywhere(), 0, taken);
  }
  world.rows = rows;
}

function run(given: Scenario, ordered: boolean, kind: Change, point = true) {
  const random = dice(given.seed);
  const world = new World(listing(given.population, () => Math.floor(random() * given.perKey * 2), random));
  const ways: EdgeWays = {
    edge: 'Customer.things',
    operation: 'ListThings',
    // One page of a key is read in one piece; keys of several pages can shift under any way.
    pageSize: given.rows === Number.POSITIVE_INFINITY ? 30 : given.pageSize,
    hasTotal: true,
    point,
    sweep: { ordered },
  };
  const names = Array.from({ length: given.population }, (_, index) => keyName(index));
  const demands: Demand[] = shuffle(names, random)
    .slice(0, Math.ceil(given.population * 0.7))
    .map((key) => ({ key, offset: 0, rows: given.rows, needsTotal: false, needsNext: false }));
  const seenBy = new Map<Demand, { before: readonly Row[]; after: readonly Row[] }>();
  const first = world.rows;
  const plan = planEdge({ ways, demands, keyOf: (row: Row) => row.key, idOf: (row: Row) => row.id });
  let changes = 0;
  drive(plan, world, {
    random,
    most: 2_000,
    before: () => {
      if (random() >= given.rate) return;
      change(world, kind, ordered, random, `N${changes++}`);
    },
    onSettled: (settled) => {
      for (const demand of settled) seenBy.set(demand, { before: first, after: world.rows });
    },
  });
  return { plan, demands, seenBy, changes };
}

/** Rows of the key that were there from the first call to the settling one, in the last order. */
function lasting(
  demand: Demand,
  { before, after }: { before: readonly Row[]; after: readonly Row[] },
): Row[] {
  const old = new Set(before);
  return after.filter((row) => row.key === demand.key && old.has(row));
}

function missed(
  answer: Answer<Row> | undefined,
  demand: Demand,
  rows: readonly Row[],
  ordered: boolean,
): Row[] {
  if (!answer?.ok) throw new Error('expected an answer');
  const got = new Set(answer.rows);
  expect(got.size).toBe(answer.rows.length);
  const absent = rows.filter((row) => !got.has(row));
  if (answer.rows.length < demand.rows) return absent;
  if (!ordered) return [];
  // Newest first, a lasting row may only be left out behind all lasting rows that were answered.
  const lastGot = rows.findLastIndex((row) => got.has(row));
  return absent.filter((row) => rows.indexOf(row) < lastGot);
}

// Each run changes the listing in one way: rows added and removed in equal number between two pages that share
// no row leave no trace, and no reader of offsets can notice.
it('answers every row that lasted, while rows are inserted before and removed from a sorted listing', () => {
  fc.assert(
    fc.property(scenario, fc.constantFrom<Change>('insert', 'remove'), (given, kind) => {
      const { plan, demands, seenBy } = run(given, true, kind);
      for (const demand of demands) {
        const seen = seenBy.get(demand);
        if (!seen) throw new Error('expected each demand to settle');
        expect(missed(plan.answer(demand), demand, lasting(demand, seen), true)).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
});

it('answers every row that lasted, while rows move about in an unsorted listing', () => {
  fc.assert(
    fc.property(scenario, kindOfChange, (given, kind) => {
      const { plan, demands, seenBy } = run(given, false, kind);
      for (const demand of demands) {
        const seen = seenBy.get(demand);
        if (!seen) throw new Error('expected each demand to settle');
        expect(missed(plan.answer(demand), demand, lasting(demand, seen), false)).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
});

it('ends where rows never stop shifting and only the sweep can answer', () => {
  fc.assert(
    fc.property(scenario, kindOfChange, (given, kind) => {
      const { plan, demands } = run({ ...given, rate: 1 }, false, kind, false);
      for (const demand of demands) expect(plan.answer(demand)?.ok).toBe(true);
    }),
    { numRuns: RUNS },
  );
});
