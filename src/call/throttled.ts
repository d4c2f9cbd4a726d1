// Reads what a throttled call's answer says about the quota, in any dress: `limit:200,time:5 minute`, other
// units, figures that are missing, `Retry-After` in seconds or as a date. A figure that makes no sense is none.
import type { Throttled } from '../throttle/throttle.ts';

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  /** The upstream's own words and code, where it gave any. */
  readonly message: string | undefined;
  readonly errorCode: string | undefined;
}

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

/** By how a unit begins, in the order in which the beginnings are tried. */
const UNITS: readonly (readonly [beginning: RegExp, ms: number])[] = [
  [/^(?:ms|milli)/i, 1],
  [/^(?:s|秒)/i, SECOND],
  [/^(?:m|分)/i, 60 * SECOND],
  [/^(?:h|小时|时)/i, 3_600 * SECOND],
  [/^(?:d|天|日)/i, DAY],
];
const UNIT =
  '(ms|milliseconds?|millis|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|秒|分钟?|小时|时|天|日)';
const LIMIT = /\blimit\s*[:=]\s*(\d{1,9})(?!\d)/i;
const WINDOW = new RegExp(
  `\\b(?:time|period|window|interval)\\s*[:=]\\s*(\\d{1,9}(?!\\d))?\\s*${UNIT}?(?![a-z])`,
  'i',
);
const RATE = new RegExp(
  `(\\d{1,9})\\s*(?:requests?|calls?|times)?\\s*(?:/|per|every)\\s*(\\d{1,9})?\\s*${UNIT}(?![a-z])`,
  'i',
);

/** `now` is the wall clock, for a `Retry-After` that is a date where the answer has no `Date` of its own. */
export function readThrottled({ headers, message = '', errorCode }: Answer, now: number): Throttled {
  const rate = RATE.exec(message);
  const limit = positive(LIMIT.exec(message)?.[1] ?? rate?.[1]);
  const windowMs = readWindow(message) ?? (rate ? inMs(rate[2] ?? '1', rate[3]) : undefined);
  const retryAfterMs = readRetryAfter(headers['retry-after'], Date.parse(headers['date'] ?? '') || now);
  return {
    source: errorCode?.startsWith('CBC.') ? 'business' : 'gateway',
    ...(limit === undefined ? {} : { limit }),
    ...(windowMs === undefined ? {} : { windowMs }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** How long the quota may be used up for, where the answer says so; a second is the usual window and says nothing. */
export function waitOf({ retryAfterMs, windowMs }: Throttled): number | undefined {
  return retryAfterMs ?? (windowMs !== undefined && windowMs > SECOND ? windowMs : undefined);
}

function readWindow(message: string): number | undefined {
  const [, figure, unit] = WINDOW.exec(message) ?? [];
  // "time: minute" is one of them; neither figure nor unit is nothing.
  return figure === undefined && unit === undefined ? undefined : inMs(figure ?? '1', unit);
}

function inMs(figure: string, unit: string | undefined): number | undefined {
  const [, ms = SECOND] = UNITS.find(([beginning]) => unit !== undefined && beginning.test(unit)) ?? [];
  const count = positive(figure);
  return count === undefined ? undefined : count * ms;
}

function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  const ms = /^\d{1,9}(\.\d+)?$/.test(text) ? Number(text) * SECOND : dateOf(text) - now;
  return ms > 0 ? Math.min(Math.ceil(ms), DAY) : undefined;
}

/** An HTTP date begins with the day of the week; anything else that `Date` would read is none. */
const dateOf = (text: string): number => (/^[a-z]{3,9},? /i.test(text) ? Date.parse(text) : Number.NaN);

function positive(figure: string | undefined): number | undefined {
  const value = Number(figure ?? 0);
  return value > 0 ? value : undefined;
}
