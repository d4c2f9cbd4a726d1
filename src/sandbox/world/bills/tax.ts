// What only customers of the international site see in their own bills: taxes, and the difference to a minimum
// commitment. None of it is about a resource, so that these records have no type of resource either.
import type { Customer } from '../types.ts';
import { type FeeRecord, ON_DEMAND } from './records.ts';

const TAX = 15;
const COMMITMENT_DIFFERENCE = 17;
const UNSUBSCRIPTION_TAX = 100;
const COMPENSATION_TAX = 101;
const ADJUSTMENT_TAX = 102;
/** One of these beside the tax, from cycle to cycle another one. */
const OTHERS = [COMMITMENT_DIFFERENCE, UNSUBSCRIPTION_TAX, COMPENSATION_TAX, ADJUSTMENT_TAX] as const;
const DETAILS: ReadonlySet<number> = new Set([TAX, ...OTHERS]);
const TAX_SHARE = 10n;

export const isOfNoResource = ({ detail }: FeeRecord): boolean => DETAILS.has(detail);

/** A customer's records of a cycle as the customer sees them. */
export function customerRecords(customer: Customer, records: readonly FeeRecord[]): readonly FeeRecord[] {
  const last = records.at(-1);
  if (customer.frame.site === 'cn' || !last) return records;
  const amount = records.reduce((sum, { payment }) => sum + payment, 0n) / TAX_SHARE;
  const other = OTHERS[(customer.index + last.back) % OTHERS.length] ?? COMMITMENT_DIFFERENCE;
  const isRefund = other === UNSUBSCRIPTION_TAX || other === COMPENSATION_TAX;
  const record = (detail: number, place: number, value: bigint): FeeRecord => ({
    customer,
    back: last.back,
    at: last.at + place,
    mode: ON_DEMAND,
    detail,
    service: last.service,
    time: last.time,
    tradeId: `SANDBOX-TAX-${last.tradeId}-${detail}`,
    region: last.region,
    official: value,
    payment: value,
    credit: 0n,
    coupon: 0n,
    debt: 0n,
    writeOff: 0n,
  });
  return [...records, record(TAX, 1, amount), record(other, 2, isRefund ? -amount / TAX_SHARE : amount)];
}
