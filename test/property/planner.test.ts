import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Demand, type EdgeWays, type Knowledge, planEdge } from '../../src/planner/planner.ts';
import {
  dice,
  differences,
  drive,
  hindsight,
  keyName,
  listing,
  type Row,
  shuffle,
  World,
} from '../unit/planner/world.ts';

const RUNS = 400;

const counts = (mean: number, tail: number, random: () => number) => () => {
  const heavy = (1 - random()) ** -tail - 1;
  return random() < 0.2 ? 0 : Math.min(600, Math.floor(heavy * mean));
};

const demandOf = fc.record({
  offset: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(30)),
  rows: fc.oneof(
    { weight: 6, arbitrary: fc.nat(8) },
    { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
    { weight: 1, arbitrary: fc.nat(150) },
  ),
  needsTotal: fc.boolean(),
  needsNext: fc.boolean(),
});

const scenario = fc.record({
  seed: fc.integer(),
  population: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 3000 })),
  keys: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 300 })),
  mean: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3, noNaN: true }), fc.integer({ min: 3, max: 40 })),
  tail: fc.double({ min: 0.2, max: 0.9, noNaN: true }),
  pageSize: fc.constantFrom(5, 10, 50, 100),
  hasTotal: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  ways: fc.constantFrom('point', 'sweep', 'bulk', 'point+sweep', 'point+sweep', 'bulk+sweep', 'all'),
  ordered: fc.boolean(),
  maxKeys: fc.integer({ min: 1, max: 50 }),
  shapes: fc.array(demandOf, { minLength: 1, maxLength: 3 }),
  uniform: fc.boolean(),
  knows: fc.constantFrom('nothing', 'right', 'within two', 'stale', 'empties'),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

function build(given: Scenario, oneRowInBulk = false) {
  const random = dice(given.seed);
  const one = oneRowInBulk && /bulk|all/.test(given.ways);
  const perKey = one ? () => Math.floor(random() * 2) : counts(given.mean, given.tail, random);
  const rows = listing(given.population, perKey, random).slice(0, 12_000);
  const world = new World(rows, given.hasTotal);
  const has = (way: string) => given.ways === 'all' || given.ways.split('+').includes(way);
  const ways: EdgeWays = {
    edge: 'Customer.things',
    operation: 'ListThings',
    pageSize: given.pageSize,
    hasTotal: given.hasTotal,
    point: has('point'),
    ...(has('bulk')
      ? { bulk: { maxKeys: one ? Math.min(given.maxKeys, given.pageSize) : given.maxKeys } }
      : {}),
    ...(has('sweep') ? { sweep: { ordered: given.ordered } } : {}),
  };
  const wanted = shuffle(
    Array.from({ length: given.population }, (_, index) => keyName(index)),
    random,
  );
  const demands: Demand[] = wanted.slice(0, given.keys).flatMap((key) => {
    const shapes = given.uniform ? given.shapes : given.shapes.filter(() => random() < 0.6);
    return shapes.map((shape) => ({ key, ...shape }));
  });
  const factor = { right: 1, 'within two': 0.55 + random() * 1.4, stale: random() * 20 }[
    given.knows as 'right'
  ];
  const empty = new Set(wanted.filter((key) => world.ofKey(key).length === 0));
  const knowledge: Knowledge = {
    ...(factor === undefined ? {} : { sweepTotal: Math.round(rows.length * factor) }),
    ...(given.knows === 'right' ? { population: given.population } : {}),
    ...(given.knows === 'empties' ? { empty } : {}),
  };
  return { world, ways, demands, knowledge, random };
}

const rowOf = { keyOf: (row: Row) => row.key, idOf: (row: Row) => row.id };

it('answers as the listing would, whatever the way', () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const { world, ways, demands, knowledge, random } = build(given);
      const plan = planEdge<Row>({ ways, demands, knowledge, ...rowOf });
      drive(plan, world, { random });
      for (const demand of demands) {
        expect(differences(plan.answer(demand), demand, world)).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
});

it('never makes more than one call above the cheapest pure way', () => {
  fc.assert(
    fc.property(scenario, (given) => {
      fc.pre(given.hasTotal && given.knows !== 'stale');
      const { world, ways, demands, knowledge, random } = build(given, true);
      const known = demands.filter((demand) => !knowledge.empty?.has(demand.key));
      const best = hindsight(known, ways, world);
      const plan = planEdge<Row>({ ways, demands, knowledge, ...rowOf });
      drive(plan, world, { random });
      const cheapest = Math.min(
        ways.point ? best.point : Number.POSITIVE_INFINITY,
        best.bulk,
        ways.sweep ? best.sweep : Number.POSITIVE_INFINITY,
      );
      // Only a key that fills more than one page can cost more: its size shows with its own first page.
      const room = 1 + Math.min(best.extraPoints, best.keys);
      expect(world.calls).toBeLessThanOrEqual(cheapest + room);
    }),
    { numRuns: RUNS },
  );
});
