// What every operation's answer is made from.
import type { Caller } from '../auth/accounts.ts';
import type { Language } from '../base/language.ts';
import type { RowShift } from '../wire/faults.ts';
import type { Values } from '../wire/parameters.ts';
import { parameterError } from '../wire/refusal.ts';
import { currencyOf } from '../world/frame.ts';
import type { World } from '../world/world.ts';

export interface Question {
  readonly caller: Caller;
  readonly world: World;
  readonly values: Values;
  readonly language: Language;
  readonly rowShift: RowShift | undefined;
}

/** Gives the JSON text of the response body. */
export type Answer = (question: Question) => string | Promise<string>;

/** The currency where it stands once above the rows. */
export const currencyField = ({ world }: Question): string => `"currency":"${currencyOf(world.frame)}",`;

/** A text parameter. Sent empty it is a filter like any other, which matches nothing. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

export function int(values: Values, name: string): number | undefined {
  const value = values[name];
  return typeof value === 'number' ? value : undefined;
}

export function strings(values: Values, name: string): ReadonlySet<string> | undefined {
  const value = values[name];
  return Array.isArray(value) ? new Set(value.map(String)) : undefined;
}

/** The two ends of a time filter, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function span(values: Values, name: string, longestMs = Infinity): Span | undefined {
  const [from, to] = [text(values, `${name}_begin`), text(values, `${name}_end`)];
  if (from === undefined && to === undefined) return undefined;
  const ends = {
    from: from === undefined ? -Infinity : Date.parse(from),
    to: to === undefined ? Infinity : Date.parse(to),
  };
  if (ends.to < ends.from) throw parameterError(`${name}: expected begin before end, got ${from} and ${to}`);
  if (from !== undefined && to !== undefined && ends.to - ends.from > longestMs) {
    throw parameterError(`${name}: expected a span of at most one year, got ${from} to ${to}`);
  }
  return ends;
}

export const contains = (ends: Span | undefined, at: number): boolean =>
  ends === undefined || (at >= ends.from && at <= ends.to);
