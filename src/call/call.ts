// The one door to the upstream. Nothing reaches it but through here: deadline, retry, throttle, sign, send,
// decode, in that order. It keeps no answers (cache/) and decides nothing about which call to make.
import type { Clock } from '../clock/clock.ts';
import { sleep } from '../clock/clock.ts';
import type { Authorization, CredentialStore } from '../credentials/credential-store.ts';
import { buildUrl } from '../credentials/url.ts';
import { GatewayError } from '../errors/errors.ts';
import type { Slot, Throttle } from '../throttle/throttle.ts';
import { type HttpResponse, type Transport, TransportError } from '../transport/transport.ts';
import type { InputOf, Operation, Parameters } from './operation.ts';
import { type Outcome, readResponse, readTransportFailure } from './outcome.ts';
import { layOut, type WireRequest } from './request.ts';
import { backoffMs, MAX_ATTEMPTS, type RetryBudget } from './retry.ts';
import { accountOf, type CallScope } from './scope.ts';

export interface Answer<T> {
  readonly value: T;
  /** Length of the wire body, for the cache's bound. */
  readonly bytes: number;
}

export interface CallDependencies {
  readonly clock: Clock;
  readonly throttle: Throttle;
  readonly credentials: CredentialStore;
  readonly transport: Transport;
  readonly retries: RetryBudget;
}

/** Makes one upstream call; resolves with its decoded value, or rejects with a GatewayError in time. */
export type Call = <P extends Parameters, T>(
  operation: Operation<P, T>,
  input: InputOf<P>,
  scope: CallScope,
) => Promise<Answer<T>>;

export function createCall(dependencies: CallDependencies): Call {
  const { clock, credentials, retries } = dependencies;
  return async function call<P extends Parameters, T>(
    operation: Operation<P, T>,
    input: InputOf<P>,
    scope: CallScope,
  ) {
    const request = layOut(operation, input, scope.language);
    let reauthorised = false;
    for (let attempt = 1; ; attempt++) {
      const { outcome, authorization, bytes } = await attemptOnce(
        dependencies,
        operation,
        request,
        scope,
        attempt,
      );
      if (outcome.ok) return { value: outcome.value, bytes };
      if (scope.signal.aborted) throw scope.signal.reason;
      if (outcome.remedy === 'none' || attempt >= MAX_ATTEMPTS) throw outcome.error;
      if (outcome.remedy === 'reauthorise') {
        if (reauthorised) throw outcome.error;
        reauthorised = true;
        credentials.invalidate(scope, authorization.generation);
        continue;
      }
      const delay = Math.max(backoffMs(attempt), outcome.error.retryAfterMs ?? 0);
      if (clock.now() + delay >= scope.deadline || !retries.spend()) throw outcome.error;
      await sleep(clock, delay, scope.signal);
    }
  };
}
