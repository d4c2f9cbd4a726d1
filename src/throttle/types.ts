import type { Clock } from '../clock/clock.ts';

export type Priority = 'interactive' | 'background';

export interface PermitRequest {
  /** Catalogue name: the upstream counts per operation. */
  readonly operation: string;
  /** Upstream host, so that different upstreams do not share a window. */
  readonly host: string;
  /**
   * The upstream account (ParentUid) whose credential signs: a partner's or a customer's bare id. It carries
   * no tenant on purpose: two tenants that use one upstream account share its quota.
   */
  readonly account: string;
  readonly tenant: string;
  /** Of the catalogue, or the tenant's override. */
  readonly quotaPerSecond: number;
  /** Fairness key, within the tenant. */
  readonly viewer: string;
  readonly priority: Priority;
  /** Clock.monotonic() milliseconds. A call whose estimated wait ends later is refused at once. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
}

/** What a cost estimate knows of a call before it is made. */
export type EstimateRequest = Pick<
  PermitRequest,
  'operation' | 'host' | 'account' | 'tenant' | 'quotaPerSecond' | 'viewer' | 'priority'
>;

export type Admission =
  | { readonly outcome: 'granted'; readonly permit: Permit }
  | {
      readonly outcome: 'busy';
      /** When a permit would have been free for this call: come back then. */
      readonly retryAfterMs: number;
      readonly estimatedWaitMs: number;
    }
  | { readonly outcome: 'aborted' };

/** What a 429 said. `limit` and `windowMs` are those of `limit:10,time:1 second`, when it carried them. */
export interface Throttled {
  readonly limit?: number;
  readonly windowMs?: number;
  readonly retryAfterMs?: number;
  readonly source: 'gateway' | 'business';
}

export interface PermitReport {
  readonly throttled?: Throttled;
  /** False only when it is certain that the upstream did not get the call: its permit is free at once. */
  readonly sent: boolean;
}

export interface Permit {
  readonly waitedMs: number;
  /** Local address to send from; undefined when none is configured. */
  readonly address: string | undefined;
  /**
   * To be asked at the instant at which the request's bytes go to a socket, whichever it is. False: the call
   * comes too late for the place in the window that it was given (this process stood still, or Redis counts
   * no longer). It must not leave then: release the permit as not sent, and acquire another one.
   */
  mayLeave(): boolean;
  /**
   * To be called then, too, when the other side is known to read from that connection. The upstream counts
   * the call somewhere between this instant and the response; on a connection that it may not have accepted
   * yet only the response, or that of a later call, says so.
   */
  sent(): void;
  /** Exactly once, when the response's head arrived or the attempt ended. */
  release(report: PermitReport): void;
}

export type Dimension = 'account' | 'address';
export type Mode = 'local' | 'shared' | 'fallback';

/** For metrics and logs. Nothing here names a tenant or an account. */
export type ThrottleEvent =
  | {
      readonly type: 'granted';
      readonly operation: string;
      readonly priority: Priority;
      readonly waitedMs: number;
    }
  | {
      readonly type: 'busy';
      readonly operation: string;
      readonly priority: Priority;
      readonly reason: 'admission' | 'deadline';
      readonly retryAfterMs: number;
    }
  | { readonly type: 'aborted'; readonly operation: string; readonly priority: Priority }
  | {
      readonly type: 'throttled';
      readonly operation: string;
      readonly dimension: Dimension;
      readonly source: Throttled['source'];
    }
  | {
      readonly type: 'limit';
      readonly operation: string;
      readonly dimension: Dimension;
      readonly limit: number;
      readonly quota: number;
    }
  | { readonly type: 'guard'; readonly host: string; readonly guardMs: number }
  | { readonly type: 'mode'; readonly mode: Mode; readonly reason: string }
  /** Redis holds or does what it should not; the throttle copes with it. Reported once in a while per problem. */
  | { readonly type: 'redis'; readonly problem: string };

export interface QuotaWindowStatus {
  readonly operation: string;
  readonly host: string;
  readonly dimension: Dimension;
  /** The account, or the egress address ("default" when none is configured). */
  readonly key: string;
  readonly queued: number;
  readonly inWindow: number;
  readonly quota: number;
  /** Calls per window that are let through now: the quota, less what was learned or what fallback leaves. */
  readonly limit: number;
  /** What 429 answers taught, while it is below the quota. */
  readonly learnedLimit: number | undefined;
  readonly guardMs: number;
}

export interface Throttle {
  acquire(request: PermitRequest): Promise<Admission>;
  /** Estimated wait in ms of one more call, for cost estimates. */
  estimate(request: EstimateRequest): number;
  /** One row per window in use. */
  snapshot(): QuotaWindowStatus[];
  mode(): Mode;
  /** Settles every waiter as aborted; nothing is granted afterwards. */
  close(): Promise<void>;
}

export interface ThrottleOptions {
  readonly clock: Clock;
  /** Egress addresses of this replica; empty or absent: the system's choice, one window for all. */
  readonly addresses?: readonly string[];
  /** How much later than its sending the upstream may count a call, to begin with. */
  readonly guardMs?: number;
  /** Count in Redis, together with other replicas. */
  readonly redis?: {
    /** One URL, or several (comma separated) for a cluster's nodes. */
    readonly url: string;
    /** Beginning of every key. */
    readonly prefix?: string;
    /** A decision that takes longer counts as a lost Redis. */
    readonly timeoutMs?: number;
  };
  /** Share of each quota that this replica uses alone while Redis is lost: 1 / replicas. */
  readonly fallbackFraction?: number;
  readonly onEvent?: (event: ThrottleEvent) => void;
}
