// How many objects stand at one place of a query, and the arithmetic of such numbers.
import type { CallEstimate } from '../../src/planner/planner.ts';

/** The objects at one place of the query. */
export interface Cardinality {
  readonly count: CallEstimate;
  /** Customers that they belong to. */
  readonly distinctCustomers: CallEstimate;
  /** Different times at which they may arrive: so many plans take them up. */
  readonly dispatches: number;
  readonly level: number;
  /** How often they stand in the answer, all together: again for each alias and each object that refers to one. */
  readonly occurrences: number;
  /** The objects have their rows. */
  readonly loaded: boolean;
  /** Key of the object, where there is one only and an argument names it. */
  readonly key: string | undefined;
  readonly typename: string | undefined;
}

export const ONE: CallEstimate = Object.freeze({ upper: 1, expected: 1 });

export const oneObject = (level: number): Cardinality => ({
  count: ONE,
  distinctCustomers: ONE,
  dispatches: 1,
  level,
  occurrences: 1,
  loaded: false,
  key: undefined,
  typename: undefined,
});

/** Objects that are one per customer; the same customer counts again each time that objects arrive. */
export function onePerCustomer({ count, distinctCustomers, dispatches }: Cardinality): CallEstimate {
  return {
    upper: Math.min(count.upper, times(distinctCustomers.upper, dispatches)),
    expected: Math.min(count.expected, distinctCustomers.expected),
  };
}

/** Calls for keys of which those of one customer share calls of at most so many keys. */
export function callsPerCustomer(
  keys: CallEstimate,
  { distinctCustomers, dispatches }: Cardinality,
  maxKeys: number,
): CallEstimate {
  const calls = times(distinctCustomers.upper, dispatches) + Math.ceil(keys.upper / maxKeys);
  return {
    upper: Math.min(keys.upper, calls),
    expected: Math.min(keys.expected, distinctCustomers.expected + keys.expected / maxKeys),
  };
}

/** How many of the owners have any of so many objects, if these are spread as by chance. */
export function ownersWithAny(owners: number, objects: number): number {
  return owners === 0 ? 0 : Math.min(objects, owners * (1 - Math.exp(-objects / owners)));
}

/** How many different ones so many draws of a population are likely to be. */
export function distinctOf(draws: number, population: number | undefined): number {
  if (!population) return draws;
  return population * (1 - (1 - 1 / population) ** draws);
}

/** Nothing of however many is nothing. */
export const times = (one: number, other: number): number => (one === 0 || other === 0 ? 0 : one * other);
