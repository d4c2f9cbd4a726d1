import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type EdgeWays,
  estimateEdge,
  type PageRange,
  planEdge,
  type Step,
} from '../../src/planner/planner.ts';
import { dice, keyName, listing, type Row, World } from '../support/planner/world.ts';

const scenario = fc.record({
  seed: fc.integer(),
  population: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 1_500 })),
  keys: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 200 })),
  mean: fc.constantFrom(0, 1, 4, 30),
  rows: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constantFrom(60, 150, Number.POSITIVE_INFINITY)),
  offset: fc.constantFrom(0, 0, 7),
  pageSize: fc.constantFrom(5, 20, 100),
  bulk: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
  hasSweep: fc.boolean(),
  ordered: fc.boolean(),
  needsTotal: fc.boolean(),
  knows: fc.constantFrom('nothing', 'right', 'half', 'too much'),
  kept: fc.constantFrom(0, 0, 0.1, 0.5, 1),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

const FACTORS = { nothing: undefined, right: 1, half: 0.5, 'too much': 20 } as const;

function prepare(given: Scenario) {
  const random = dice(given.seed);
  // A bulk call is for one row per key.
  const perKey = given.bulk ? () => Math.round(random()) : () => Math.floor(random() * 2 * given.mean);
  const world = new World(listing(given.population, perKey, random).slice(0, 12_000));
  const factor = FACTORS[given.knows];
  const known = factor === undefined ? {} : { sweepTotal: Math.ceil(world.rows.length * factor) };
  const ways: EdgeWays = {
    edge: 'Customer.things',
    operation: 'ListThings',
    pageSize: given.pageSize,
    hasTotal: true,
    point: !given.bulk,
    ...(given.bulk ? { bulk: { maxKeys: Math.min(given.bulk, given.pageSize) } } : {}),
    ...(given.hasSweep && !given.bulk ? { sweep: { ordered: given.ordered } } : {}),
  };
  const rows = given.bulk ? 1 : given.rows;
  const offset = given.bulk || !Number.isFinite(rows) ? 0 : given.offset;
  const count = Math.min(given.keys, given.population);
  const demands = Array.from({ length: count }, (_, index) => ({
    key: keyName(index),
    offset,
    rows,
    needsTotal: given.needsTotal,
    needsNext: false,
  }));
  return { world, ways, demands, rows, known, random };
}

it('bounds the calls of every plan, whatever is kept in the cache', () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const { world, ways, demands, rows, known, random } = prepare(given);
      const kept = new Map<string, boolean>();
      const isKept = (what: string): boolean => {
        const found = kept.get(what) ?? random() < given.kept;
        kept.set(what, found);
        return found;
      };
      const page = ({ offset, limit }: PageRange) => isKept(`${offset}+${limit}`);
      const point = (key: string, range: PageRange) => isKept(`${key} ${range.offset}+${range.limit}`);
      const plan = planEdge<Row>({
        ways,
        demands,
        statistics: {
          ...known,
          cachedPage: page,
          cachedPoint: (key, _filterKey, range) => point(key, range),
        },
        keyOf: (row) => row.key,
        idOf: (row) => row.id,
      });
      let calls = 0;
      const waiting: Step[] = [];
      while (!plan.done) {
        waiting.push(...plan.next());
        const [step] = waiting.splice(Math.floor(random() * waiting.length), 1);
        if (!step) throw new Error('expected a step under way');
        const cached = step.way === 'sweep' ? page(step) : step.way === 'point' && point(step.key, step);
        if (!cached) calls++;
        plan.accept(step.id, { ...world.fetch(step), cached });
      }
      const keys = { upper: demands.length, expected: demands.length };
      const { upper, expected } = estimateEdge(ways, { keys, rows, statistics: known });
      expect(calls).toBeLessThanOrEqual(upper);
      expect(expected).toBeLessThanOrEqual(upper);
    }),
    { numRuns: 3_000 },
  );
});
