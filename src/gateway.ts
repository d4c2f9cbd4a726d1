// The composition root: builds the rooms for validated settings and wires them, left to right. Everything
// that lives as long as the process is made here, and nothing else makes such things.
import { setMaxListeners } from 'node:events';
import { type Cache, createCache } from './cache/cache.ts';
import { createSharedStore } from './cache/shared-store.ts';
import type { Breakers } from './call/breaker.ts';
import { type CallScope, parentUid } from './call/scope.ts';
import { type Clock, systemClock } from './clock/clock.ts';
import { changedTenants } from './config/changed-tenants.ts';
import type { Settings } from './config/environment.ts';
import type { Site, Tenant } from './config/tenant.ts';
import { createAuthenticate } from './context/authenticate.ts';
import type { QuotaUse } from './context/context.ts';
import { GatewayError } from './errors/errors.ts';
import { KeySetMemory } from './loaders/key-sets.ts';
import { SizeMemory } from './loaders/sizes.ts';
import { catalogueFormat } from './operations/catalogue-format.ts';
import { operations } from './operations/operations.ts';
import { startServer } from './server/server.ts';
import { type Logger, reasonOf } from './telemetry/log.ts';
import { createMetrics, registerGauges } from './telemetry/metrics.ts';
import { registerServerGauges } from './telemetry/server-gauges.ts';
import type { EstimateRequest, QuotaWindowStatus } from './throttle/throttle.ts';
import { openUpstream } from './upstream.ts';

const quotas = new Map<string, number>(operations.map(({ name, quotaPerSecond }) => [name, quotaPerSecond]));

const CACHE_BYTES = 128 * 1024 * 1024;

/** Left at the end of the drain to send what was answered. */
const ANSWER_MS = 500;

export interface Gateway {
  readonly url: string;
  /** Replaces the tenants for requests that begin from now on. What did not change keeps what it has. */
  reload(tenants: readonly Tenant[]): void;
  /** Drains requests, then lets go of everything. */
  close(): Promise<void>;
  /** A failure that nothing caught. */
  countFailure(): void;
}

export interface GatewayOptions {
  readonly settings: Settings;
  readonly tenants: readonly Tenant[];
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Lines of the log that nobody read in time. */
  readonly droppedLogLines?: () => number;
}

export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { settings, logger, clock = systemClock } = options;
  const [{ schema }, { createEstimator }] = await Promise.all([
    import('../schema/index.ts'),
    import('../schema/estimate/estimator.ts'),
  ]);
  const tracing = settings.tracesEndpoint
    ? (await import('./telemetry/tracing.ts')).startTracing(settings.tracesEndpoint, clock, logger)
    : undefined;
  const metrics = createMetrics();
  const { throttle, transport, credentials, breakers, call } = openUpstream({
    settings,
    clock,
    logger,
    metrics,
  });
  const shared = settings.redisUrl
    ? createSharedStore({
        clock,
        url: settings.redisUrl.href,
        onInvalidate: (prefix) => cache.invalidate(prefix),
        onError: (error) => logger.debug({ reason: reasonOf(error) }, 'the shared cache is away'),
        onBroken: (operation) => logger.warn({ operation }, 'dropped a broken value from the shared cache'),
        format: catalogueFormat(),
      })
    : undefined;
  const cache: Cache = createCache({
    clock,
    call,
    maxBytes: CACHE_BYTES,
    ...(shared ? { shared } : {}),
    onResult: (operation, result) => metrics.cache.inc({ operation, result }),
  });
  registerGauges(metrics, {
    windows: () => throttle.snapshot(),
    throttleMode: () => throttle.mode(),
    cache: () => cache.size,
    breakers: () => breakers.hosts(),
    openBreakers: () => breakers.notClosed(),
    credentials: () => credentials.size,
    refusedKeys: () => credentials.refusedKeys,
    clockOffsets: () => credentials.clockOffsets,
    droppedLogLines: () => options.droppedLogLines?.() ?? 0,
  });
  let tenants = options.tenants;
  let authenticate = createAuthenticate(tenants, settings.devViewer);
  // At the end of the drain what is still under way is answered, not cut.
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  let site = commonSite(tenants);

  const server = await startServer({
    schema,
    estimate: createEstimator(schema),
    clock,
    logger,
    host: settings.host,
    port: settings.port,
    limits: settings.limits,
    corsOrigins: settings.corsOrigins,
    withoutKey: settings.devViewer !== undefined,
    deadlineMs: settings.deadlineMs,
    stopping: stopping.signal,
    maxUpstreamCalls: settings.maxUpstreamCalls,
    maxAnswerNodes: settings.maxAnswerNodes,
    cache,
    sizes: new SizeMemory(),
    keySets: new KeySetMemory(),
    stillGood: cache.stillGood,
    authenticate: () => authenticate,
    site: () => site,
    quota: (account) => quotaOf(throttle.snapshot(), account),
    quotaOf: (operation, scope) => {
      const perSecond = scope.tenant.quotas[operation] ?? quotas.get(operation) ?? 1;
      return { perSecond, waitMs: throttle.estimate(permitFor(operation, perSecond, scope)) };
    },
    startSpan: tracing?.startRequest,
    observe: ({ outcome, codes, fromCache: repeated }, seconds) => {
      metrics.requests.inc({ outcome });
      metrics.requestSeconds.observe(seconds);
      if (repeated) metrics.repeated.inc();
      for (const code of codes) metrics.errors.inc({ code });
    },
    readiness: () => ({
      ready: true,
      checks: {
        throttle: throttle.mode(),
        ...upstreamChecks(breakers),
      },
    }),
    metrics: async () => ({ type: metrics.registry.contentType, body: await metrics.registry.metrics() }),
  });

  registerServerGauges(metrics, server.load);
  return {
    url: server.url,
    reload(next) {
      const change = changedTenants(tenants, next);
      tenants = change.tenants;
      authenticate = createAuthenticate(tenants, settings.devViewer);
      site = commonSite(tenants);
      // A tenant may now mean another account: nothing that was kept under its name may outlive that.
      for (const id of change.changed) cache.invalidate(`${id}/`);
    },
    countFailure: () => metrics.unexpected.inc(),
    async close() {
      const answerMs = Math.min(ANSWER_MS, settings.drainMs / 2);
      const reason = new GatewayError('UPSTREAM_BUSY', 'The gateway is stopping', { retryable: true });
      const last = clock.after(settings.drainMs - answerMs, () => stopping.abort(reason));
      await server.close(settings.drainMs);
      last.cancel();
      await throttle.close();
      await transport.close();
      await shared?.close();
      await tracing?.stop();
    },
  };
}

/** A host that is open to some of its callers only is not open, and not closed either. */
function upstreamChecks(breakers: Breakers): Readonly<Record<string, string>> {
  const partly = new Set(breakers.notClosed().map(({ host }) => host));
  return Object.fromEntries(
    [...breakers.hosts()].map(([host, state]) => [
      `upstream ${host}`,
      state === 'closed' && partly.has(host) ? 'partly open' : state,
    ]),
  );
}

function permitFor(operation: string, quotaPerSecond: number, scope: CallScope): EstimateRequest {
  const { tenant, viewer, priority } = scope;
  const { host } = tenant.endpoints.bss;
  return { operation, host, account: parentUid(scope), tenant: tenant.id, quotaPerSecond, viewer, priority };
}

function quotaOf(windows: readonly QuotaWindowStatus[], account: string): QuotaUse[] {
  return windows
    .filter((window) => window.dimension === 'account' && window.key === account)
    .map((window) => ({
      operation: window.operation,
      limitPerSecond: window.limit,
      remaining: Math.max(0, Math.floor(window.limit - window.inWindow)),
      queued: window.queued,
    }));
}

const commonSite = (tenants: readonly Tenant[]): Site =>
  tenants.every(({ site }) => site === 'intl') ? 'intl' : 'cn';
