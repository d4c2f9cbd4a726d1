import type { Operation } from '../call/operation.ts';
import type { Clock } from '../clock/clock.ts';
import { ListSubCustomers } from '../operations/customers/customers.ts';
import { type Knowledge, type LastKnown, type Learned, SizeMemory } from '../planner/planner.ts';

type Sized = { readonly operation: Operation };

/** What earlier answers told of a tenant's sizes; it only ever changes how something is fetched. */
export interface Sizes {
  of(edge: Sized, filter: string): Pick<Knowledge, 'sweepTotal' | 'rowsPerKey' | 'population'>;
  /** For estimates: the latest figures, however old. */
  lastKnown(edge: Sized, filter: string): LastKnown;
  /** The latest number of customers. */
  population(): number | undefined;
  observe(edge: Sized, filter: string, learned: Learned): void;
}

/** Under which the mean length of pages of one length is remembered, as rows per key. */
export function pageScope(filter: string, rows: number): string {
  return `${filter} first ${rows}`;
}

/** The sizes of one tenant, in a memory that all tenants share. */
export function sizesOf(memory: SizeMemory, tenant: string, clock: Clock): Sizes {
  const scope = ({ operation }: Sized, filter: string) => ({ tenant, operation: operation.name, filter });
  const customers = scope({ operation: ListSubCustomers }, '');
  return {
    of(edge, filter) {
      const now = clock.now();
      const { sweepTotal: population } = memory.knowledge(customers, now);
      return {
        ...memory.knowledge(scope(edge, filter), now),
        ...(population === undefined ? {} : { population }),
      };
    },
    lastKnown: (edge, filter) => memory.lastKnown(scope(edge, filter), clock.now()),
    population: () => memory.lastKnown(customers, clock.now()).sweepTotal,
    observe: (edge, filter, learned) => memory.observe(scope(edge, filter), learned, clock.now()),
  };
}

export { SizeMemory };
