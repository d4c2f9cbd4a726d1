import type { Dimension, SlotReport } from '../types.ts';

/** A slot that was taken; see Slot for the duties that come with it. */
export interface Hold {
  readonly address: string | undefined;
  sent(): void;
  release(report: SlotReport): void;
}

/** What a queue knows of the calls ahead of one more call. */
export interface Ahead {
  readonly onAccount: number;
  readonly onAddresses: number;
}

export interface LaneState {
  readonly dimension: Dimension;
  readonly key: string;
  readonly inWindow: number;
  readonly quota: number;
  readonly limit: number;
  readonly learnedLimit: number | undefined;
  readonly guardMs: number;
}

/** The windows of one (operation, host), wherever they are kept. Instants are monotonic milliseconds. */
export interface Windows {
  /**
   * When this account could have a slot. `now` or earlier: take() succeeds. Infinite: not known yet, and
   * the owner's `changed` is called when it is.
   */
  openAt(account: string, quota: number, now: number): number;
  take(account: string, quota: number, now: number): Hold;
  /** When a call with so many ahead of it would have its slot. */
  slotAt(account: string, quota: number, ahead: Ahead, now: number): number;
  state(now: number): LaneState[];
  /** Drops what is not in use; true when nothing is left. */
  evict(now: number): boolean;
}
