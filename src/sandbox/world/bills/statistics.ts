// What `statistic_type` makes of consumption records: sums per resource and cycle, sums per resource and day, or
// the records themselves. A sum is a record whose amounts are those of its group; it has no times of its own.
import type { Money } from '../../base/money.ts';
import { chinaDate } from '../../base/time.ts';
import type { FeeRecord } from './records.ts';

const PER_DAY = 2;
export const PER_RECORD = 3;

const AMOUNTS = ['official', 'payment', 'credit', 'coupon', 'debt', 'writeOff'] as const;
const TIMES = ['effective_time', 'expire_time', 'consume_time', 'trade_time'];

export function statistics(records: readonly FeeRecord[], type: number): readonly FeeRecord[] {
  if (type === PER_RECORD) return records;
  const groups = Map.groupBy(records, ({ mode, detail, service, region, resourceId, time }) =>
    [mode, detail, service, region, resourceId, type === PER_DAY && chinaDate(time)].join('/'),
  );
  return [...groups.values()].map(sumOf);
}

function sumOf(group: readonly FeeRecord[]): FeeRecord {
  const [first] = group;
  if (!first) throw new RangeError('expected the records of a sum, got none');
  const total = (of: (record: FeeRecord) => Money): Money =>
    group.reduce((sum, record) => sum + of(record), 0n);
  const amounts = Object.fromEntries(AMOUNTS.map((name) => [name, total((record) => record[name])]));
  const usage = first.usage === undefined ? {} : { usage: total((record) => record.usage ?? 0n) };
  return { ...first, ...amounts, ...usage };
}

/** A row without what its statistic does not have: days belong to sums per day, times to records. */
export function withoutTimes(row: Readonly<Record<string, unknown>>, type: number): Record<string, unknown> {
  if (type === PER_RECORD) return { ...row };
  const left = type === PER_DAY ? TIMES : [...TIMES, 'bill_date'];
  return Object.fromEntries(Object.entries(row).filter(([name]) => !left.includes(name)));
}
