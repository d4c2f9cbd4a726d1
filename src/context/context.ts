// Who asks, for which tenant, until when: built once per request and handed to every resolver. It owns the
// request's loaders, deadline and trace; it never makes a call itself.
import type { ReadScope } from '../cache/cache.ts';
import type { Loaders } from '../loaders/loaders.ts';
import type { OperationQuota, QueryEstimate } from './query-cost.ts';
import type { ResellerPlaces } from './reseller-places.ts';
import type { Viewer } from './viewer.ts';

/** Quota of one operation right now. */
export interface QuotaUse {
  readonly operation: string;
  readonly limitPerSecond: number;
  readonly remaining: number;
  readonly queued: number;
}

export interface GatewayContext {
  readonly viewer: Viewer;
  readonly scope: ReadScope;
  readonly loaders: Loaders;
  /** The same request about the customers of one reseller of a distributor, and about nobody else. */
  readonly ofReseller: (resellerId: string) => GatewayContext;
  /** The reseller that it is about, where it is about one. */
  readonly resellerId: string | undefined;
  /** The places of the answer that are about resellers. */
  readonly resellers: ResellerPlaces;
  /** Quota that the viewer's tenant has in use right now. */
  readonly quota: () => readonly QuotaUse[];
  /** How the quota of one operation stands for the viewer. */
  readonly quotaOf: (operation: string) => OperationQuota;
  /** The time now, in ms since 1970. */
  readonly now: () => number;
  /** Milliseconds until the deadline. */
  readonly remainingMs: () => number;
  readonly cost: RequestCost;
}

/** The estimate of the request's operation, set before it runs. */
export interface RequestCost {
  /** The client asked for the plan alone: `x-upstream-plan: only`. */
  readonly planOnly: boolean;
  estimate: QueryEstimate | undefined;
}
