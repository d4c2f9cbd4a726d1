// What could not be read of an answer, beside the answer itself: kept apart from the rows, so that a row looks
// the same whatever its neighbours are. Holds places and kinds of values, never a value.
import type { GatewayError } from '../errors/errors.ts';

export interface Damage {
  /** UPSTREAM_MALFORMED; one for the answer, however much of it is damaged. */
  readonly error: GatewayError;
  /** Positions, in the list as it was sent, of the rows that are left out. */
  readonly lost: readonly number[];
  /** How many rows are left in that list. */
  readonly kept: number;
}

const damages = new WeakMap<object, Damage>();

export function markDamaged(answer: unknown, damage: Damage): void {
  if (typeof answer === 'object' && answer !== null) damages.set(answer, damage);
}

/** What is missing from an answer; undefined where all of it could be read. */
export function damageOf(answer: unknown): Damage | undefined {
  return typeof answer === 'object' && answer !== null ? damages.get(answer) : undefined;
}
