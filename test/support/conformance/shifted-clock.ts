import { type Clock, systemClock } from '../../../src/clock/clock.ts';

export interface ShiftedClock extends Clock {
  /** Lets this much time pass at once; timers go on in real time. */
  pass(ms: number): void;
}

/** Real time, with leaps that a test makes. */
export function shiftedClock(): ShiftedClock {
  let shift = 0;
  return {
    ...systemClock,
    now: () => systemClock.now() + shift,
    monotonic: () => systemClock.monotonic() + shift,
    pass: (ms) => {
      shift += ms;
    },
  };
}
