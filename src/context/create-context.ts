// From a request and its caller to everything that a query needs: viewer, tenant, credentials, deadline, budget of
// calls, and fresh loaders. A context lives as long as its request, and nothing in it is shared with another. It
// decides who may ask for what; it never fetches anything itself.
import type { Cache, ReadScope } from '../cache/cache.ts';
import { CallBudget } from '../call/call-budget.ts';
import { accountOf, type CallScope, PARTNER, parentUid } from '../call/scope.ts';
import type { Clock } from '../clock/clock.ts';
import { GatewayError } from '../errors/errors.ts';
import { type KeySetMemory, keySetsOf } from '../loaders/key-sets.ts';
import { createLoaders, type Loaders, LoadRecord } from '../loaders/loaders.ts';
import type { Access } from '../loaders/plan-driver.ts';
import { type SizeMemory, sizesOf } from '../loaders/sizes.ts';
import { CallTrace } from '../telemetry/call-trace.ts';
import type { Span } from '../telemetry/span.ts';
import type { GatewayContext, QuotaUse } from './context.ts';
import { planSpan } from './plan-span.ts';
import type { OperationQuota } from './query-cost.ts';
import { reportingCache } from './reporting-cache.ts';
import { type RequestHeaders, readHeaders } from './request-headers.ts';
import { accessOfReseller } from './reseller-access.ts';
import { ResellerPlaces } from './reseller-places.ts';
import type { Viewer } from './viewer.ts';

export interface ContextDependencies {
  readonly clock: Clock;
  readonly cache: Pick<Cache, 'read' | 'has'>;
  /** What earlier answers told of sizes; shared by all requests. */
  readonly sizes: SizeMemory;
  /** Which keys earlier bulk calls were made for; shared by all requests. */
  readonly keySets: KeySetMemory;
  /** Longest time a request may take, in ms. */
  readonly deadlineMs: number;
  /** Aborts when the process ends: what is still under way is answered with its reason. */
  readonly stopping?: AbortSignal;
  /** Quota that an upstream account has in use right now. */
  readonly quota: (account: string) => readonly QuotaUse[];
  /** How the quota of one operation stands for a caller. */
  readonly quotaOf: (operation: string, scope: CallScope) => OperationQuota;
  /** Most calls of one request, for roles to which the tenant sets nothing else. */
  readonly maxUpstreamCalls: number | undefined;
}

/** A request, as far as its context depends on it. */
export interface RequestFacts extends RequestHeaders {
  /** Calls `abandon` when the client closes the connection before it is answered; returns how to stop listening. */
  onClientClosed(abandon: () => void): () => void;
  /** The request's own span, where spans are exported. */
  readonly span?: Span | undefined;
}

/** A context and how to let go of it: the deadline's timer must not outlive the answer. */
export interface OpenContext {
  readonly context: GatewayContext;
  /** The answer hangs on more than upstream answers and must not be given again. */
  isVolatile(): boolean;
  /** The client closed the connection before it was answered. */
  clientClosed(): boolean;
  close(): void;
}

export function openContext(
  dependencies: ContextDependencies,
  viewer: Viewer,
  request: RequestFacts,
): OpenContext {
  const { clock, sizes, keySets, quota } = dependencies;
  const { planOnly, deadlineMs, language, bypassCache } = readHeaders(request, dependencies.deadlineMs);
  const boundTo = viewer.role === 'CUSTOMER' ? (viewer.customerId ?? '') : undefined;
  const controller = new AbortController();
  const timer = clock.after(deadlineMs, () =>
    controller.abort(
      new GatewayError('DEADLINE_EXCEEDED', `Not ready within the deadline of ${deadlineMs} ms`, {
        retryable: true,
      }),
    ),
  );
  const { stopping } = dependencies;
  const onStopping = () => controller.abort(stopping?.reason);
  if (stopping?.aborted) onStopping();
  stopping?.addEventListener('abort', onStopping, { once: true });
  let closed = false;
  const stopListening = request.onClientClosed(() => {
    closed = true;
    controller.abort(new GatewayError('DEADLINE_EXCEEDED', 'The client went away'));
  });
  const scope: ReadScope = {
    tenant: viewer.tenant,
    subject: PARTNER,
    viewer: viewer.id,
    priority: 'interactive',
    deadline: clock.monotonic() + deadlineMs,
    signal: controller.signal,
    trace: new CallTrace(() => clock.monotonic(), { showsRows: boundTo === undefined }),
    span: request.span,
    budget: budgetOf(viewer, dependencies.maxUpstreamCalls),
    language,
    bypassCache,
    sources: [],
  };
  let volatile = false;
  const record = new LoadRecord();
  const cache = reportingCache(dependencies.cache, record.damage);
  const scopeOf = scopesOf(scope);
  const { span } = scope;
  // What a customer's queries are planned with is what its own queries have shown, not the partner's.
  const account = boundTo === undefined ? accountOf(scope) : `${accountOf(scope)}/customer/${boundTo}`;
  const access: Access = {
    read: (operation, input, customerId) => cache.read(operation, input, scopeOf(customerId)),
    boundTo,
    has: ({ operation, input, customerId }) => cache.has(operation, input, scopeOf(customerId)),
    observe: span && ((edge) => planSpan(span, cache, scopeOf, edge)),
  };
  const loadersOf = (owner: string, reads: Access): Loaders =>
    createLoaders(
      clock,
      { ...reads, keySets: keySetsOf(keySets, owner) },
      sizesOf(sizes, owner, clock),
      record,
    );
  const ofReseller = onePer((resellerId): GatewayContext => {
    const reads = accessOfReseller(access, viewer.tenant, resellerId);
    return { ...context, loaders: loadersOf(`${account}/${resellerId}`, reads), resellerId };
  });
  const context: GatewayContext = {
    viewer,
    scope,
    loaders: loadersOf(account, access),
    ofReseller,
    resellerId: undefined,
    resellers: new ResellerPlaces(),
    quota: () => {
      volatile = true;
      return quota(boundTo ?? parentUid(scope));
    },
    quotaOf: (operation) => dependencies.quotaOf(operation, scope),
    now: () => clock.now(),
    remainingMs: () => Math.max(0, scope.deadline - clock.monotonic()),
    cost: { planOnly, estimate: undefined },
  };
  return {
    context,
    isVolatile: () => volatile,
    clientClosed: () => closed,
    close() {
      timer.cancel();
      stopping?.removeEventListener('abort', onStopping);
      stopListening();
    },
  };
}

/** The request's scope, and the same in the name of a customer, one of each. */
function scopesOf(partner: ReadScope): (customerId: string | undefined) => ReadScope {
  const ofCustomer = onePer(
    (customerId): ReadScope => ({
      ...partner,
      subject: { kind: 'customer', customerId },
    }),
  );
  return (customerId) => (customerId === undefined ? partner : ofCustomer(customerId));
}

/** What was made for an id is made once. */
function onePer<Made>(make: (id: string) => Made): (id: string) => Made {
  const known = new Map<string, Made>();
  return (id) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const made = make(id);
    known.set(id, made);
    return made;
  };
}

function budgetOf({ tenant, role }: Viewer, most: number | undefined): CallBudget | undefined {
  const limit = tenant.maxUpstreamCalls[role] ?? most;
  return limit === undefined ? undefined : new CallBudget(limit);
}
