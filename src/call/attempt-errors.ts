import { GatewayError } from '../errors/errors.ts';
import type { TransportError } from '../transport/transport.ts';
import type { Operation } from './operation.ts';
import type { Attempt } from './outcome.ts';

/** The outcome of a call that the breaker kept back. */
export function leftAlone(
  { name }: Pick<Operation, 'name'>,
  host: string,
  retryAfterMs: number,
): Attempt<never> {
  const error = new GatewayError(
    'UPSTREAM_UNAVAILABLE',
    `${name}: ${host} failed repeatedly and is left alone for a moment`,
    { retryable: true, retryAfterMs, upstream: { operation: name } },
  );
  const outcome = { ok: false, error, remedy: 'none', hostFailure: false } as const;
  return { outcome, generation: 0, bytes: 0, leftAlone: true };
}

export function outOfTime(
  { name, kind }: Pick<Operation, 'name' | 'kind'>,
  cause?: TransportError,
): GatewayError {
  return new GatewayError('DEADLINE_EXCEEDED', `${name}: no complete response before the deadline`, {
    cause,
    retryable: kind === 'read' || !cause?.maybeSent,
    upstream: { operation: name },
  });
}
