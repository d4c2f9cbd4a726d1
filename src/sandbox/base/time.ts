// Instants are UTC; bill cycles and bill dates are China's (GMT+8, no daylight saving).

export const SECOND = 1_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
const CHINA_OFFSET = 8 * HOUR;

/** `2026-01-31T08:05:01Z` */
export const instant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** `2026-01-31` in China. */
export const chinaDate = (ms: number): string => new Date(ms + CHINA_OFFSET).toISOString().slice(0, 10);

/** `2026-01` in China. */
export const chinaCycle = (ms: number): string => chinaDate(ms).slice(0, 7);

/** The last midnight in China. */
export const chinaMidnight = (ms: number): number =>
  Math.floor((ms + CHINA_OFFSET) / DAY) * DAY - CHINA_OFFSET;

/** The instant at which the bill cycle `back` months before the one of `ms` begins. */
export function cycleStart(ms: number, back = 0): number {
  const day = new Date(ms + CHINA_OFFSET);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - back, 1) - CHINA_OFFSET;
}

/** The same day and time, `months` later; days that a month lacks move to its last. */
export function addMonths(ms: number, months: number): number {
  const from = new Date(ms);
  const year = from.getUTCFullYear();
  const month = from.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(from.getUTCDate(), lastDay)) + (((ms % DAY) + DAY) % DAY);
}
