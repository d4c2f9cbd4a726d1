// The one door to the upstream: nothing reaches the upstream but through here. A call has a deadline and retries;
// each attempt waits for its permit, is signed, sent and decoded. This room keeps no answers (cache/) and never
// decides which call to make.
import { sleep } from '../clock/clock.ts';
import { GatewayError } from '../errors/errors.ts';
import type { AttemptDependencies } from './attempt.ts';
import { budgetSpent } from './call-budget.ts';
import { credentialScope } from './credential-scope.ts';
import type { InputOf, Operation, Parameters } from './operation.ts';
import { buildRequest } from './request.ts';
import { backoffMs, MAX_ATTEMPTS, type RetryBudget } from './retry.ts';
import type { CallScope } from './scope.ts';
import { tracedAttempt } from './traced-attempt.ts';

export interface Answer<T> {
  readonly value: T;
  /** Length of the wire body, for the cache's bound. */
  readonly bytes: number;
}

export interface CallDependencies extends AttemptDependencies {
  readonly retries: RetryBudget;
  readonly onRetry?: (operation: string) => void;
}

/**
 * Makes one upstream call; resolves with its decoded value, or rejects with a GatewayError in time. Throws
 * one at once where the scope's budget is spent.
 */
export type Call = <P extends Parameters, T>(
  operation: Operation<P, T>,
  input: InputOf<P>,
  scope: CallScope,
) => Promise<Answer<T>>;

export function createCall(dependencies: CallDependencies): Call {
  const { clock, credentials, retries, onRetry } = dependencies;
  const make: Call = async (operation, input, scope) => {
    assertAvailable(operation, scope);
    const request = buildRequest(operation, input, scope.language);
    let failure: GatewayError | undefined;
    const corrected = new Set<string>();
    retries.earn();
    for (let attempt = 1; ; attempt++) {
      scope.signal.throwIfAborted();
      const attempted = await tracedAttempt(dependencies, operation, request, scope, attempt);
      const { outcome, generation, bytes } = attempted;
      if (outcome.ok) return { value: outcome.value, bytes };
      scope.signal.throwIfAborted();
      // Left alone on the way to a retry: what really went wrong says more.
      if (attempted.leftAlone) throw failure ?? outcome.error;
      const { error, remedy } = outcome;
      if (remedy === 'none' || attempt >= MAX_ATTEMPTS) throw error;
      // A retry that cannot be afforded leaves what really went wrong.
      if (scope.budget?.take() === false) throw error;
      if (remedy === 'reauthorise' || remedy === 'resign') {
        // Each helps at once or not at all.
        if (corrected.has(remedy)) throw error;
        corrected.add(remedy);
        if (remedy === 'reauthorise') {
          credentials.invalidate(credentialScope(scope.tenant), scope.subject, generation);
        }
        onRetry?.(operation.name);
        continue;
      }
      const delay = Math.max(backoffMs(attempt), error.retryAfterMs ?? 0);
      if (clock.monotonic() + delay >= scope.deadline || !retries.spend()) throw error;
      failure = error;
      onRetry?.(operation.name);
      await sleep(clock, delay, scope.signal);
    }
  };
  // Thrown at once and not as a rejection, so that nobody else can join a call that its asker cannot afford.
  return (operation, input, scope) => {
    if (scope.budget?.take() === false) throw budgetSpent(operation.name, scope.budget);
    return make(operation, input, scope);
  };
}

/** Some operations exist on one site only, and some answer only those who may act for the customer. */
function assertAvailable(
  operation: Pick<Operation, 'name' | 'sites' | 'distributorOnly'>,
  scope: CallScope,
): void {
  const { tenant, subject } = scope;
  if (!operation.sites.includes(tenant.site)) {
    throw new GatewayError(
      'NOT_AVAILABLE_ON_SITE',
      `${operation.name}: expected a tenant on site ${operation.sites.join(' or ')}, got one on ${tenant.site}`,
      { upstream: { operation: operation.name } },
    );
  }
  if (operation.distributorOnly && !tenant.distributor) {
    throw new GatewayError(
      'FORBIDDEN',
      `${operation.name}: expected a distributor ("distributor": true), got tenant ${JSON.stringify(tenant.id)}`,
      { upstream: { operation: operation.name } },
    );
  }
  if (subject.kind === 'customer' && !tenant.delegatedCustomers) {
    throw new GatewayError(
      'FORBIDDEN',
      `${operation.name}: expected a tenant whose customers delegate to it ("customers": { "delegated": true }), got ${JSON.stringify(tenant.id)}`,
      { upstream: { operation: operation.name } },
    );
  }
}
