import type { Dimension, PermitReport } from '../types.ts';

/** A permit as its windows see it; see Permit for the duties that come with it. */
export interface WindowPermit {
  readonly address: string | undefined;
  mayLeave(): boolean;
  sent(): void;
  release(report: PermitReport): void;
}

/** What a queue knows of the calls ahead of one more call. */
export interface Ahead {
  readonly onAccount: number;
  readonly onAddresses: number;
  /** Calls of its own tenant, on any account. */
  readonly inTenant: number;
}

export interface WindowStatus {
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
   * When this account could have a permit. `now` or earlier: take() succeeds. Infinite: not known yet, and
   * the owner's `changed` is called when it is.
   */
  openAt(account: string, quota: number, now: number): number;
  take(account: string, quota: number, now: number): WindowPermit;
  /** When a call with so many ahead of it would have its permit. */
  permitAt(account: string, quota: number, ahead: Ahead, now: number): number;
  /** Calls per window of all accounts together, as far as that is counted here; infinite where it is not. */
  capacity(quota: number): number;
  state(now: number): WindowStatus[];
  /** Drops what is not in use; true when nothing is left. */
  evict(now: number): boolean;
}
