// Times as the upstream writes them. Documented are instants in UTC (`2026-09-07T08:00:00Z`), days and months
// of China; real answers also leave the zone out, write a blank for the `T`, run the digits together, or
// count seconds or milliseconds since 1970. Each reads as one canonical text, or not at all: nothing here
// ever depends on the zone of the machine.
import { z } from 'zod';
import { toChina } from '../clock/china.ts';
import { isAbsent, reject } from './wire.ts';

const CANONICAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const SPELLED =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2}))?(Z|[+-]\d{2}:?\d{2})?$/i;
const SECONDS_SINCE_1970 = /^\d{9,10}$/;
const MILLISECONDS_SINCE_1970 = /^\d{12,13}$/;
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59);

interface Moment {
  /** Milliseconds since 1970, read as UTC where no zone was written. */
  readonly ms: number;
  /** The text names a point in time; otherwise it is what clocks and calendars show somewhere. */
  readonly zoned: boolean;
}

/** An instant in UTC, to the second: `2026-09-07T08:00:00Z`. */
export const instant = z.transform((value: unknown, context): string | undefined => {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && CANONICAL.test(value)) return value;
  if (isAbsent(value)) return undefined;
  const moment = momentOf(value);
  return moment ? `${isoOf(moment.ms).slice(0, 19)}Z` : reject(context, value, 'time');
});

/** A day in China: `2026-09-07`. */
export const day = z.transform((value: unknown, context): string | undefined =>
  isAbsent(value) ? undefined : (chinaDate(value) ?? reject(context, value, 'day')),
);

const CANONICAL_MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const MONTH = /^(\d{4})[-/]?(0[1-9]|1[0-2])$/;

/** A month in China: `2026-09`. */
export const cycle = z.transform((value: unknown, context): string | undefined => {
  if (typeof value === 'string' && CANONICAL_MONTH.test(value)) return value;
  if (isAbsent(value)) return undefined;
  const month = MONTH.exec(String(value));
  if (month) return `${month[1]}-${month[2]}`;
  return chinaDate(value)?.slice(0, 7) ?? reject(context, value, 'month');
});

/** The day that is written, or the one in China on which a point in time falls. */
function chinaDate(value: unknown): string | undefined {
  const moment = momentOf(value);
  return moment && isoOf(Math.min(moment.zoned ? toChina(moment.ms) : moment.ms, LAST_MS)).slice(0, 10);
}

function momentOf(value: unknown): Moment | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const written = String(value).trim();
  if (SECONDS_SINCE_1970.test(written)) return { ms: Number(written) * 1_000, zoned: true };
  if (MILLISECONDS_SINCE_1970.test(written)) return { ms: Number(written), zoned: true };
  const match = SPELLED.exec(written) ?? COMPACT.exec(written);
  if (!match) return undefined;
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(numberOf);
  const ms = Date.UTC(year, month - 1, date, hour, minute, second);
  // A thirtieth of February would silently become a day of March.
  const isCalendarDay = isoOf(ms - (hour * 3_600 + minute * 60 + second) * 1_000).startsWith(
    `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`,
  );
  if (!isCalendarDay || hour > 23 || minute > 59 || second > 60) return undefined;
  const zone = match[7];
  return { ms: Math.min(ms - offsetOf(zone), LAST_MS), zoned: zone !== undefined };
}

const numberOf = (digits: string | undefined): number => Number(digits ?? 0);
const pad = (value: number, length: number): string => String(value).padStart(length, '0');
const isoOf = (ms: number): string => new Date(ms).toISOString();

function offsetOf(zone: string | undefined): number {
  const match = zone === undefined ? null : /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  const ms = (Number(match[2]) * 60 + Number(match[3])) * 60_000;
  return match[1] === '-' ? -ms : ms;
}
