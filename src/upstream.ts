// The side of the gateway that faces the upstream: quota, credentials, the wire and the one door to them.
import { createBreakers } from './call/breaker.ts';
import { createCall } from './call/call.ts';
import { createIamExchange } from './call/iam-exchange.ts';
import { createRetryBudget } from './call/retry.ts';
import type { Clock } from './clock/clock.ts';
import type { Settings } from './config/environment.ts';
import { createCredentialStore } from './credentials/credential-store.ts';
import type { Logger } from './telemetry/log.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { observeThrottle } from './telemetry/throttle-events.ts';
import { createThrottle } from './throttle/throttle.ts';
import { createTransport } from './transport/transport.ts';

interface UpstreamOptions {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The rooms from the call to the wire, which log and count what they meet. */
export function openUpstream({ settings, clock, logger, metrics }: UpstreamOptions) {
  const transport = createTransport({ clock, maxResponseBytes: settings.maxResponseBytes });
  const throttle = createThrottle({
    clock,
    addresses: settings.egressAddresses,
    fallbackFraction: 1 / settings.replicas,
    ...(settings.redisUrl ? { redis: { url: settings.redisUrl.href } } : {}),
    onEvent: (event) => observeThrottle(event, metrics, logger),
  });
  const onAttempt = (operation: string, status: number | null, seconds: number) => {
    metrics.calls.inc({ operation, status: status ?? 'none' });
    metrics.callSeconds.observe({ operation }, seconds);
  };
  const onRetry = (operation: string) => metrics.retries.inc({ operation });
  const retries = createRetryBudget(clock);
  const exchange = createIamExchange({ clock, throttle, transport, retries, onAttempt, onRetry });
  const credentials = createCredentialStore({
    clock,
    exchange,
    onKeyRefused: (tenant, operation, reason) => {
      metrics.keyRefusals.inc({ reason });
      logger.error({ tenant, operation, reason }, 'the upstream refused an access key');
    },
    onClockCorrected: (host, offsetMs) => {
      metrics.clockCorrections.inc({ host });
      logger.warn({ host, offsetMs }, 'the clock of the upstream differs; signatures follow it');
    },
  });
  const breakers = createBreakers(clock, (change) => logger.warn({ ...change }, 'circuit breaker'));
  const call = createCall({
    clock,
    throttle,
    credentials,
    transport,
    breakers,
    retries,
    onAttempt,
    onRetry,
  });
  return { throttle, transport, credentials, breakers, call };
}
