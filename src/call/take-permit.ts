import type { Clock } from '../clock/clock.ts';
import { GatewayError } from '../errors/errors.ts';
import type { Permit, Throttle } from '../throttle/throttle.ts';
import { outOfTime } from './attempt-errors.ts';
import type { Operation } from './operation.ts';
import { type CallScope, parentUid } from './scope.ts';

/** Waits for a call's permit; rejects where it cannot have one in time. */
export async function takePermit(
  { clock, throttle }: { readonly clock: Clock; readonly throttle: Throttle },
  { name, kind, quotaPerSecond }: Pick<Operation, 'name' | 'kind' | 'quotaPerSecond'>,
  scope: CallScope,
): Promise<Permit> {
  const { tenant, viewer, priority, deadline, signal } = scope;
  // The throttle would call it busy, and a client would come back to an upstream that is not.
  if (clock.monotonic() >= deadline) throw outOfTime({ name, kind });
  const admission = await throttle.acquire({
    operation: name,
    host: tenant.endpoints.bss.host,
    account: parentUid(scope),
    tenant: tenant.id,
    quotaPerSecond: tenant.quotas[name] ?? quotaPerSecond,
    viewer,
    priority,
    deadline,
    signal,
  });
  if (admission.outcome === 'granted') return admission.permit;
  if (admission.outcome === 'aborted') {
    throw signal.reason ?? new GatewayError('UPSTREAM_UNAVAILABLE', 'The gateway is shutting down');
  }
  throw new GatewayError(
    'UPSTREAM_BUSY',
    `${name}: its quota is in use for longer than this request may wait`,
    {
      retryable: true,
      retryAfterMs: Math.ceil(admission.retryAfterMs),
      upstream: { operation: name },
    },
  );
}
