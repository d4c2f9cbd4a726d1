import type { Clock, Timer } from '../clock/clock.ts';
import type { Guard } from './guard.ts';
import type { Standing } from './learned-limit.ts';
import type { Settlement } from './redis-wire.ts';
import type { Dimension, SlotReport } from './types.ts';
import type { Hold } from './windows.ts';

// Until a call is marked as sent its log entry lasts only so long, and is renewed.
const LEASE_MS = 500;

/** A slot in the near future that Redis gave to this replica. */
export interface Reservation {
  readonly id: string;
  /** Index among the addresses, from 1 as in Lua, and its name. */
  readonly index: number;
  readonly address: string | undefined;
  /** The slot's instant: on the server's clock, and the two of ours between which that lies. */
  readonly at: number;
  readonly notBefore: number;
  readonly matureAt: number;
  readonly standing: Readonly<Record<Dimension, Standing>>;
  readonly quota: number;
  /** Gives the slot back when its waiter has left. */
  readonly unused: Timer;
}

export type Outcome = Omit<Settlement, 'id' | 'address'>;

/**
 * A slot in use. Tells Redis by when, at the latest, the upstream has counted the call: the earlier of
 * the response and sending plus guard. How late this replica was is measured from the earliest instant
 * that the reservation can mean.
 */
export function holdReserved(
  reservation: Reservation,
  clock: Clock,
  guard: Guard,
  settle: (outcome: Outcome) => void,
  released: (report: SlotReport) => void,
): Hold {
  let counted = Number.POSITIVE_INFINITY;
  const onServer = (instant: number) => reservation.at + instant - reservation.notBefore;
  const renew = (): Timer =>
    clock.after(LEASE_MS, () => {
      settle({ countedBy: onServer(clock.monotonic() + 2 * LEASE_MS) });
      timer = renew();
    });
  let timer = renew();
  return {
    address: reservation.address,
    sent() {
      const now = clock.monotonic();
      const until = now + guard.ms(now);
      timer.cancel();
      timer = clock.after(until - now, () => {
        counted = until;
        settle({ countedBy: onServer(until) });
      });
    },
    release(report) {
      timer.cancel();
      const refused = report.throttled !== undefined;
      const known = counted !== Number.POSITIVE_INFINITY;
      const countedBy = onServer(Math.min(counted, clock.monotonic()));
      if (!report.sent) settle({ drop: true });
      else if (refused) settle({ countedBy, refused });
      else if (!known) settle({ countedBy });
      released(report);
    },
  };
}
