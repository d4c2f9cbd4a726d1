import { type Clock, sleep } from '../clock/clock.ts';
import type { Exchange, ExchangeRequest, ExchangeResponse, WaitOptions } from '../credentials/credentials.ts';
import { errorBody } from '../decode/error-body.ts';
import { GatewayError, isGatewayError } from '../errors/errors.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { type Transport, TransportError } from '../transport/transport.ts';
import { credentialVerdict } from './credential-verdict.ts';
import { backoffMs, MAX_ATTEMPTS, type RetryBudget } from './retry.ts';
import { isTransient } from './status-rules.ts';
import { readThrottled } from './throttled.ts';

/** IAM documents no quota of its own; the general rule is kept for it too. */
const IAM_QUOTA_PER_SECOND = 10;

/**
 * A request that hangs is asked again beside it: everybody waits for this answer, and IAM may be back long
 * before that request is given up. A slow answer still counts.
 */
const HEDGE_MS = 3_000;

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
 * How the credential store reaches IAM: through this door, with a permit of quota like everything else. Asking
 * for another token does no harm, so that a passing failure is retried as that of a read is.
 */
export function createIamExchange(dependencies: IamExchangeDependencies): Exchange {
  const { clock, retries, onRetry } = dependencies;
  return async (request, wait) => {
    retries?.earn();
    for (let attempt = 1; ; attempt++) {
      const outcome = await hedged(dependencies, request, wait).catch(connectionLost);
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

/** The first answer, of a request or of those that were sent while it hung; the others are given up. */
async function hedged(
  dependencies: IamExchangeDependencies,
  request: ExchangeRequest,
  wait: WaitOptions,
): Promise<ExchangeResponse> {
  const { clock, retries, onRetry } = dependencies;
  const answered = new AbortController();
  const signal = wait.signal ? AbortSignal.any([wait.signal, answered.signal]) : answered.signal;
  const ask = () => exchangeOnce(dependencies, request, { deadline: wait.deadline, signal });
  const again = async (): Promise<never> => {
    for (;;) {
      await sleep(clock, HEDGE_MS, signal);
      if (clock.monotonic() >= wait.deadline || !retries?.spend()) continue;
      onRetry?.(request.operation);
      // One that fails says no more than that IAM is not back: the first one decides.
      ask().then(answer, () => undefined);
    }
  };
  const { promise, resolve: answer } = Promise.withResolvers<ExchangeResponse>();
  try {
    return await Promise.race([ask(), promise, again()]);
  } finally {
    answered.abort();
  }
}

async function exchangeOnce(
  dependencies: IamExchangeDependencies,
  request: ExchangeRequest,
  wait: WaitOptions,
): Promise<ExchangeResponse> {
  const { clock, throttle, transport, onAttempt } = dependencies;
  const { deadline, signal } = wait;
  const { operation } = request;
  const admission = await throttle.acquire({
    operation,
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
    throw new GatewayError('UPSTREAM_BUSY', `${operation}: too many tokens are being fetched`, {
      retryable: true,
      retryAfterMs: Math.ceil(admission.retryAfterMs),
      upstream: { operation },
    });
  }
  const { permit } = admission;
  const sentAt = clock.monotonic();
  const record = (status: number | null) =>
    onAttempt?.(operation, status, (clock.monotonic() - sentAt) / 1000);
  try {
    const response = await transport.send(request, {
      timeoutMs: Math.max(1, deadline - sentAt),
      share: request.tenantId,
      mayLeave: () => permit.mayLeave(),
      onSent: () => permit.sent(),
      ...(permit.address === undefined ? {} : { localAddress: permit.address }),
      ...(signal ? { signal } : {}),
    });
    record(response.status);
    const { errorCode, message } = errorBody(response.body);
    const words = { headers: response.headers, message, errorCode };
    const throttled = response.status === 429 ? { throttled: readThrottled(words, clock.now()) } : {};
    permit.release({ sent: true, ...throttled });
    return { ...response, verdict: credentialVerdict(response) };
  } catch (error) {
    permit.release({ sent: !(error instanceof TransportError) || error.maybeSent });
    // This process stood still between permit and socket, and the place in the window has passed.
    if (error instanceof TransportError && error.kind === 'late') {
      return exchangeOnce(dependencies, request, wait);
    }
    record(null);
    if (!(error instanceof TransportError)) throw error;
    throw new GatewayError('UPSTREAM_UNAVAILABLE', `${operation}: ${error.message}`, {
      cause: error,
      retryable: true,
      upstream: { operation },
    });
  }
}
