// What every operation's answer is made from.
import type { Caller } from '../auth/accounts.ts';
import type { Language } from '../base/language.ts';
import { chinaDate, DAY } from '../base/time.ts';
import type { RowShift } from '../wire/faults.ts';
import type { Values } from '../wire/parameters.ts';
import { accessDenied, notACustomer, parameterError } from '../wire/refusal.ts';
import { currencyOf } from '../world/frame.ts';
import type { Customer } from '../world/types.ts';
import type { World } from '../world/world.ts';

export interface ApiRequest {
  readonly caller: Caller;
  readonly world: World;
  readonly values: Values;
  readonly language: Language;
  readonly rowShift: RowShift | undefined;
}

/** Gives the JSON text of the response body. */
export type Answer = (request: ApiRequest) => string | Promise<string>;

export type Answers = Readonly<Record<string, Answer>>;

/** One answer for each operation of a domain, no more and no less. */
export type AnswersOf<Operations> = Readonly<Record<keyof Operations, Answer>>;

/** The currency where it stands once above the rows. */
export const currencyField = ({ world }: ApiRequest): string => `"currency":"${currencyOf(world.frame)}",`;

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

/** Whether a value passes a filter; without a filter every value does. */
export const is = (want: string | undefined, have: unknown): boolean =>
  want === undefined || want === String(have);

/** Whether an instant is inside the time filter of that name. */
export const inSpan = ({ values }: ApiRequest, name: string, at: unknown): boolean =>
  contains(span(values, name), Date.parse(String(at)));

/** The customer that asks. */
export function callingCustomer({ caller: { customer } }: ApiRequest): Customer {
  if (!customer) throw accessDenied('Access denied: expected a customer credential.');
  return customer;
}

/** The customer that is asked about: it must be named by a partner, and be one of its own. */
export function namedCustomer({ caller, world, values }: ApiRequest): Customer {
  const id = text(values, 'customer_id') ?? caller.customer?.id;
  if (id === undefined)
    throw parameterError('customer_id: expected a value with a partner credential, got none');
  const customer = world.customer(id);
  if (!customer || (caller.customer && customer !== caller.customer)) throw notACustomer();
  return customer;
}

/** The account that a balance is kept in. */
export function balanceType({ values }: ApiRequest): 'BALANCE_TYPE_DEBIT' | 'BALANCE_TYPE_CREDIT' {
  const type = text(values, 'balance_type');
  if (type === 'BALANCE_TYPE_DEBIT' || type === 'BALANCE_TYPE_CREDIT') return type;
  throw parameterError(
    `balance_type: expected BALANCE_TYPE_DEBIT or BALANCE_TYPE_CREDIT, got ${JSON.stringify(type ?? '')}`,
  );
}

/** The first day of a listing that the request does not bound: a year before today. */
export const aYearAgo = ({ world }: ApiRequest): string => chinaDate(world.frame.today - 365 * DAY);
