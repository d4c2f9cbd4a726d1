// China's wall clock: GMT+8, without daylight saving time. Bill cycles, bill dates and the upstream's daily
// refresh go by it, on both sites.
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The day in China on which an instant falls, e.g. `2026-01-31`. */
export const chinaDay = (instant: number): string => new Date(toChina(instant)).toISOString().slice(0, 10);

/** What clocks in China show at an instant, as the instant at which clocks in UTC show the same. */
export const toChina = (instant: number): number => instant + OFFSET_MS;

/** The other way: the instant at which clocks in China show what clocks in UTC show at `shown`. */
export const fromChina = (shown: number): number => shown - OFFSET_MS;

/** Midnight in China at or before an instant. */
export const chinaMidnight = (instant: number): number =>
  Math.floor((instant + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
