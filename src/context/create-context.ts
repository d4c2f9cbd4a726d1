import type { Cache, ReadScope } from '../cache/cache.ts';
import { CallBudget } from '../call/call-budget.ts';
import { accountOf, type CallScope, PARTNER, parentUid } from '../call/scope.ts';
import type { Clock } from '../clock/clock.ts';
import { badInput, GatewayError } from '../errors/errors.ts';
import { type KeySetMemory, keySetsOf } from '../loaders/key-sets.ts';
import { createLoaders, LoadRecord } from '../loaders/loaders.ts';
import type { Access } from '../loaders/plan-driver.ts';
import { type SizeMemory, sizesOf } from '../loaders/sizes.ts';
import { CallTrace } from '../telemetry/call-trace.ts';
import type { Span } from '../telemetry/span.ts';
import type { GatewayContext, QuotaUse } from './context.ts';
import { planSpan } from './plan-span.ts';
import type { OperationQuota } from './query-cost.ts';
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
  /** Quota that an upstream account has in use right now. */
  readonly quota: (account: string) => readonly QuotaUse[];
  /** How the quota of one operation stands for a caller. */
  readonly quotaOf: (operation: string, scope: CallScope) => OperationQuota;
  /** Most calls of one request, for roles to which the tenant sets nothing else. */
  readonly maxUpstreamCalls: number | undefined;
}

/** The headers of a request by lower-case name. */
export interface RequestFacts {
  header(name: string): string | null | undefined;
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
  const { clock, cache, sizes, keySets, quota } = dependencies;
  const planOnly = readPlanOnly(request.header('x-upstream-plan'));
  const deadlineMs = readDeadline(request.header('x-deadline-ms'), dependencies.deadlineMs);
  const controller = new AbortController();
  const timer = clock.after(deadlineMs, () =>
    controller.abort(
      new GatewayError('DEADLINE_EXCEEDED', `Not ready within the deadline of ${deadlineMs} ms`, {
        retryable: true,
      }),
    ),
  );
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
    trace: new CallTrace(() => clock.monotonic()),
    span: request.span,
    budget: budgetOf(viewer, dependencies.maxUpstreamCalls),
    language: readLanguage(request.header('accept-language')),
    bypassCache: bypassesCache(request),
    sources: [],
  };
  let volatile = false;
  const scopeOf = scopesOf(scope);
  const { span } = scope;
  const account = accountOf(scope);
  const access: Access = {
    read: (operation, input, customerId) => cache.read(operation, input, scopeOf(customerId)),
    has: ({ operation, input, customerId }) => cache.has(operation, input, scopeOf(customerId)),
    keySets: keySetsOf(keySets, account),
    observe: span && ((edge) => planSpan(span, cache, scopeOf, edge)),
  };
  const record = new LoadRecord();
  const ofReseller = onePer((resellerId): GatewayContext => {
    const its = `${account}/${resellerId}`;
    const narrowed = {
      ...accessOfReseller(access, viewer.tenant, resellerId),
      keySets: keySetsOf(keySets, its),
    };
    const known = sizesOf(sizes, its, clock);
    return { ...context, loaders: createLoaders(clock, narrowed, known, record), resellerId };
  });
  const context: GatewayContext = {
    viewer,
    scope,
    loaders: createLoaders(clock, access, sizesOf(sizes, account, clock), record),
    ofReseller,
    resellerId: undefined,
    resellers: new ResellerPlaces(),
    quota: () => {
      volatile = true;
      return quota(parentUid(scope));
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

function readPlanOnly(header: string | null | undefined): boolean {
  if (!header) return false;
  if (header.trim().toLowerCase() === 'only') return true;
  throw badInput(`x-upstream-plan: expected only, got ${JSON.stringify(header)}`);
}

export function bypassesCache(request: Pick<RequestFacts, 'header'>): boolean {
  return /\bno-cache\b/i.test(request.header('cache-control') ?? '');
}

function readDeadline(header: string | null | undefined, longest: number): number {
  if (!header) return longest;
  const wanted = Number(header);
  if (!/^\d{1,9}$/.test(header.trim()) || wanted < 1) {
    throw badInput(
      `x-deadline-ms: expected a positive whole number of milliseconds, got ${JSON.stringify(header)}`,
    );
  }
  return Math.min(wanted, longest);
}

/** The upstream's names come in Chinese or English; other languages get the site's own default. */
function readLanguage(header: string | null | undefined): ReadScope['language'] {
  const first = header?.split(',')[0]?.trim().toLowerCase() ?? '';
  if (first.startsWith('zh')) return 'zh_CN';
  return first.startsWith('en') ? 'en_US' : undefined;
}
