import { isGatewayError } from '../errors/errors.ts';
import { type AttemptDependencies, attemptOnce } from './attempt.ts';
import type { Operation, Parameters } from './operation.ts';
import type { Attempt } from './outcome.ts';
import type { WireRequest } from './request.ts';
import type { CallScope } from './scope.ts';

/** One attempt inside a span of its own, so that retries show beside each other. */
export async function tracedAttempt<P extends Parameters, T>(
  dependencies: AttemptDependencies,
  operation: Operation<P, T>,
  request: WireRequest,
  scope: CallScope,
  attempt: number,
): Promise<Attempt<T>> {
  const span = scope.span?.child(operation.name, 'call');
  if (!span) return attemptOnce(dependencies, operation, request, scope, attempt);
  try {
    const attempted = await attemptOnce(dependencies, operation, request, { ...scope, span }, attempt);
    span.end(attempted.outcome.ok ? undefined : attempted.outcome.error.code);
    return attempted;
  } catch (error) {
    span.end(isGatewayError(error) ? error.code : 'INTERNAL');
    throw error;
  }
}
