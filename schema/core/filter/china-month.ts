// Bill cycles are months of China (GMT+8), instants are UTC.
import { chinaMidnight, fromChina } from '../../../src/clock/china.ts';
import { instant } from '../scalars.ts';

const DAY_MS = 86_400_000;

/** First and last second of a month, both as instants. */
export function monthSpan(cycle: string): { readonly from: string; readonly until: string } {
  const [year = 0, month = 1] = cycle.split('-').map(Number);
  const at = (ms: number): string => instant(new Date(fromChina(ms)).toISOString()) ?? '';
  return { from: at(Date.UTC(year, month - 1, 1)), until: at(Date.UTC(year, month, 1) - 1_000) };
}

/** Calendar days in China from one instant to another; negative where the other is earlier. */
export function chinaDaysBetween(fromMs: number, until: string): number {
  return (chinaMidnight(Date.parse(until)) - chinaMidnight(fromMs)) / DAY_MS;
}
