// What a call is made of on its way through the sandbox.
import type { OperationName } from '../../operations/operations.ts';
import type { Authority } from '../auth/authenticate.ts';
import type { KeyLocks } from '../auth/key-locks.ts';
import type { SignedRequest } from '../auth/signature.ts';
import type { FaultPlan } from '../wire/faults.ts';
import type { Site } from '../world/frame.ts';
import type { CallLog } from './call-log.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const jsonHeaders = (requestId: string) => ({
  'Content-Type': 'application/json;charset=UTF-8',
  'X-Request-Id': requestId,
});

export interface Arrival {
  readonly request: SignedRequest;
  /** The caller's network address. */
  readonly address: string;
  readonly requestId: string;
}

export interface Upstream {
  readonly site: Site;
  readonly authority: Authority;
  /** Keys that were refused too often, where a fault locks them. */
  readonly locks: KeyLocks;
  /** What decides which faults strike which rows. */
  readonly seed: number;
  readonly faults: FaultPlan;
  readonly log: CallLog;
  /** Calls per second of an operation, faults aside. */
  quota(name: OperationName, documented: number): number;
  /** Milliseconds for the quota windows. */
  monotonic(): number;
  sleep(ms: number): Promise<void>;
}

/** What is known about a call so far, for the log. */
export interface Trace {
  account: string | null;
  parameters: Readonly<Record<string, unknown>>;
}
