import { type Clock, sleep } from '../clock/clock.ts';
import type { Exchange, ExchangeRequest, ExchangeResponse, WaitOptions } from '../credentials/credentials.ts';
import { GatewayError, isGatewayError } from '../errors/errors.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { type Transport, TransportError } from '../transport/transport.ts';
import { backoffMs, MAX_ATTEMPTS, type RetryBudget } from './retry.ts';
import { isTransient } from './status-rules.ts';

/** IAM documents no quota of its own; the general rule is kept for it too. */
const IAM_QUOTA_PER_SECOND = 10;

export interface IamExchangeDependencies {
  readonly clock: Clock;
  readonly throttle: Throttle;
  readonly transport: Transport;
  /** Without one, nothing is asked again. */
  readonly retries?: RetryBudget;
  readonly onAttempt?: (operation: string, status: number | null, seconds: number) => void;
  readonly onRetry?: (operation: string) => void;
}

/**
 * How the credential store reaches IAM: through this door, with a permit of quota like everything else.
 * Asking for another token does no harm, so that a passing failure is retried as that of a read is.
 */
export function createIamExchange(dependencies: IamExchangeDependencies): Exchange {
  const { clock, retries, onRetry } = dependencies;
  return async (request, wait) => {
    retries?.earn();
    for (let attempt = 1; ; attempt++) {
      const outcome = await exchangeOnce(dependencies, request, wait).catch(connectionLost);
      const delay = backoffMs(attempt);
      const again =
        (isGatewayError(outcome) || isTransient(outcome.status)) &&
        attempt < MAX_ATTEMPTS &&
        clock.monotonic() + delay < wait.deadline &&
        retries?.spend();
      if (!again) {
        if (isGatewayError(outcome)) throw outcome;
        return outcome;
      }
      onRetry?.(request.operation);
      await sleep(clock, delay, wait.signal);
    }
  };
}

/** The failure as a value where asking again may help; any other is thrown on. */
function connectionLost(error: unknown): GatewayError {
  const { cause } = isGatewayError(error) ? error : {};
  if (!isGatewayError(error) || !(cause instanceof TransportError)) throw error;
  if (cause.kind !== 'connect' && cause.kind !== 'reset') throw error;
  return error;
}

async function exchangeOnce(
  dependencies: IamExchangeDependencies,
  request: ExchangeRequest,
  wait: WaitOptions,
): Promise<ExchangeResponse> {
  const { clock, throttle, transport, onAttempt } = dependencies;
  const { deadline, signal } = wait;
  const timeLeft = () => deadline - clock.monotonic();
  const admission = await throttle.acquire({
    operation: request.operation,
    host: request.url.host,
    account: `${request.tenantId}/iam`,
    tenant: request.tenantId,
    quotaPerSecond: IAM_QUOTA_PER_SECOND,
    viewer: 'credentials',
    priority: 'interactive',
    deadline,
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
  const { permit } = admission;
  const sentAt = clock.monotonic();
  const tell = (status: number | null) =>
    onAttempt?.(request.operation, status, (clock.monotonic() - sentAt) / 1000);
  try {
    const response = await transport.send(request, {
      timeoutMs: Math.max(1, timeLeft()),
      share: request.tenantId,
      mayLeave: () => permit.mayLeave(),
      onSent: () => permit.sent(),
      ...(permit.address === undefined ? {} : { localAddress: permit.address }),
      ...(signal ? { signal } : {}),
    });
    tell(response.status);
    permit.release({ sent: true, ...(response.status === 429 ? { throttled: { source: 'gateway' } } : {}) });
    return response;
  } catch (error) {
    permit.release({ sent: !(error instanceof TransportError) || error.maybeSent });
    // This process stood still between permit and socket, and the place in the window has passed.
    if (error instanceof TransportError && error.kind === 'late') {
      return exchangeOnce(dependencies, request, wait);
    }
    tell(null);
    if (!(error instanceof TransportError)) throw error;
    throw new GatewayError('UPSTREAM_UNAVAILABLE', `${request.operation}: ${error.message}`, {
      cause: error,
      retryable: true,
      upstream: { operation: request.operation },
    });
  }
}
