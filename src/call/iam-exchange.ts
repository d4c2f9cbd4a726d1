import type { Clock } from '../clock/clock.ts';
import type { Exchange } from '../credentials/credentials.ts';
import { GatewayError } from '../errors/errors.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { type Transport, TransportError } from '../transport/transport.ts';

/** IAM documents no quota of its own; the general rule is kept for it too. */
const IAM_QUOTA_PER_SECOND = 10;

/** How the credential store reaches IAM: through this door, with a slot of quota like everything else. */
export function createIamExchange(dependencies: {
  readonly clock: Clock;
  readonly throttle: Throttle;
  readonly transport: Transport;
  readonly onAttempt?: (operation: string, status: number | null, seconds: number) => void;
}): Exchange {
  const { clock, throttle, transport, onAttempt } = dependencies;
  return async (request, { deadline, signal }) => {
    const timeLeft = () => deadline - clock.monotonic();
    const admission = await throttle.acquire({
      operation: request.operation,
      host: request.url.host,
      account: `${request.tenantId}/iam`,
      tenant: request.tenantId,
      quotaPerSecond: IAM_QUOTA_PER_SECOND,
      viewer: 'credentials',
      priority: 'interactive',
      deadline: clock.now() + timeLeft(),
      ...(signal ? { signal } : {}),
    });
    if (admission.outcome === 'aborted') {
      throw signal?.reason ?? new GatewayError('UPSTREAM_UNAVAILABLE', 'The gateway is shutting down');
    }
    if (admission.outcome === 'busy') {
      throw new GatewayError('UPSTREAM_BUSY', `${request.operation}: too many tokens are being fetched`, {
        retryable: true,
        retryAfterMs: Math.ceil(admission.retryAfterMs),
        upstream: { operation: request.operation },
      });
    }
    const { slot } = admission;
    const sentAt = clock.monotonic();
    const tell = (status: number | null) =>
      onAttempt?.(request.operation, status, (clock.monotonic() - sentAt) / 1000);
    try {
      const response = await transport.send(request, {
        timeoutMs: Math.max(1, timeLeft()),
        onSent: () => slot.sent(),
        ...(slot.address === undefined ? {} : { localAddress: slot.address }),
        ...(signal ? { signal } : {}),
      });
      tell(response.status);
      slot.release({ sent: true, ...(response.status === 429 ? { throttled: { source: 'gateway' } } : {}) });
      return response;
    } catch (error) {
      tell(null);
      slot.release({ sent: !(error instanceof TransportError) || error.maybeSent });
      if (!(error instanceof TransportError)) throw error;
      throw new GatewayError('UPSTREAM_UNAVAILABLE', `${request.operation}: ${error.message}`, {
        cause: error,
        retryable: true,
        upstream: { operation: request.operation },
      });
    }
  };
}
