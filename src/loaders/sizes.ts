import type { Operation } from '../call/operation.ts';
import type { Clock } from '../clock/clock.ts';
import { operations } from '../operations/operations.ts';
import { type LastStatistics, type Observation, SizeMemory, type Statistics } from '../planner/planner.ts';
import { filterKey } from './filter-key.ts';

type Sized = { readonly operation: Operation };

/** What earlier answers told of a tenant's sizes; it only ever changes how something is fetched. */
export interface Sizes {
  of(edge: Sized, filter: string): Pick<Statistics, 'sweepTotal' | 'rowsPerKey' | 'population'>;
  /** For estimates: the latest figures, however old. */
  last(edge: Sized, filter: string): LastStatistics;
  /** The latest number of customers. */
  population(): number | undefined;
  observe(edge: Sized, filter: string, observation: Observation): void;
}

/** Under which the mean length of pages of one length is remembered, as rows per key. */
export function pageScope(filter: string, rows: number): string {
  return `${filter} first ${rows}`;
}

const NOTHING_SET = filterKey({});
const POPULATION = operations.find(({ population }) => population)?.name ?? '';

/** The sizes of one tenant, in a memory that all tenants share. */
export function sizesOf(memory: SizeMemory, tenant: string, clock: Clock): Sizes {
  const scope = ({ operation }: Sized, filter: string) => ({
    tenant,
    operation: operation.name,
    // The listing of everybody is one listing, whether it is asked for with no filter or with an empty one.
    filter: filter === NOTHING_SET ? '' : filter,
  });
  const customers = { tenant, operation: POPULATION, filter: '' };
  return {
    of(edge, filter) {
      const now = clock.now();
      const { sweepTotal: population } = memory.statistics(customers, now);
      return {
        ...memory.statistics(scope(edge, filter), now),
        ...(population === undefined ? {} : { population }),
      };
    },
    last: (edge, filter) => memory.last(scope(edge, filter), clock.now()),
    population: () => memory.last(customers, clock.now()).sweepTotal,
    observe: (edge, filter, observation) => memory.observe(scope(edge, filter), observation, clock.now()),
  };
}

export { SizeMemory };
