// One attempt: a permit of quota, a fresh signature, the wire, and what came back. A permit is released as soon
// as the response's head is there, because from then on the upstream has counted the call.
import type { Clock } from '../clock/clock.ts';
import type { Authorization, CredentialStore } from '../credentials/credentials.ts';
import { buildUrl } from '../credentials/percent-encoding.ts';
import { GatewayError } from '../errors/errors.ts';
import type { Permit, Throttle } from '../throttle/throttle.ts';
import { type HttpResponse, type Transport, TransportError } from '../transport/transport.ts';
import type { Breakers } from './breaker.ts';
import { credentialScope } from './credential-scope.ts';
import type { Operation, Parameters } from './operation.ts';
import { type Outcome, readResponse, readTransportFailure } from './outcome.ts';
import { withoutCredentials } from './redact.ts';
import type { WireRequest } from './request.ts';
import { type CallScope, parentUid } from './scope.ts';

export interface AttemptDependencies {
  readonly clock: Clock;
  readonly throttle: Throttle;
  readonly credentials: CredentialStore;
  readonly transport: Transport;
  readonly breakers: Breakers;
  readonly onAttempt?: (operation: string, status: number | null, seconds: number) => void;
}

export interface Attempt<T> {
  readonly outcome: Outcome<T>;
  /** Names the credential that was used, to invalidate exactly that one. */
  readonly generation: number;
  readonly bytes: number;
}

export async function attemptOnce<P extends Parameters, T>(
  dependencies: AttemptDependencies,
  operation: Operation<P, T>,
  request: WireRequest,
  scope: CallScope,
  attempt: number,
): Promise<Attempt<T>> {
  const { clock, throttle, credentials, transport, breakers, onAttempt } = dependencies;
  const startMs = scope.trace.elapsed();

  const url = buildUrl(scope.tenant.endpoints.bss, request.path, request.query, request.pathParameters);
  // The credential comes first: fetching a token must not age a permit that was already granted.
  const authorization = await authorize(credentials, scope, scope.deadline);
  const permit = await takePermit({ clock, throttle }, operation, scope);
  const { host } = scope.tenant.endpoints.bss;
  const admission = breakers.admit(host);
  if (!admission.admitted) {
    permit.release({ sent: false });
    throw unavailable(operation, host, admission.retryAfterMs);
  }
  const sentAt = clock.monotonic();
  const record = (status: number | null, rows: number | null) => {
    const durationMs = clock.monotonic() - sentAt;
    onAttempt?.(operation.name, status, durationMs / 1000);
    const call = { operation: operation.name, queuedMs: permit.waitedMs, attempt };
    scope.trace.record({ ...call, startMs, durationMs, status, rows });
    scope.span?.set({ ...call, ...(status === null ? {} : { status }), ...(rows === null ? {} : { rows }) });
  };
  let released = false;
  const release: Permit['release'] = (report) => {
    if (released) return;
    released = true;
    permit.release(report);
  };
  const unsigned = {
    method: operation.method,
    url,
    headers: request.headers,
    ...(request.body === undefined ? {} : { body: request.body }),
  };
  const signature = authorization.apply(unsigned, new Date(clock.now()));
  const headers = { ...request.headers, ...signature };
  const timeoutMs = Math.max(1, scope.deadline - clock.monotonic());
  const endsAt = clock.monotonic() + timeoutMs;
  let response: HttpResponse;
  try {
    response = await transport.send(
      { ...unsigned, headers },
      {
        signal: scope.signal,
        timeoutMs,
        share: scope.tenant.id,
        ...(permit.address === undefined ? {} : { localAddress: permit.address }),
        mayLeave: () => permit.mayLeave(),
        onSent: () => permit.sent(),
        onHead: (status) => status !== 429 && release({ sent: true }),
      },
    );
  } catch (error) {
    release({ sent: !(error instanceof TransportError) || error.maybeSent });
    if (error instanceof TransportError && error.kind === 'late') {
      // This process stood still between permit and socket, and the place in the window has passed.
      breakers.report(host, 'abandoned', admission.trial);
      return attemptOnce(dependencies, operation, request, scope, attempt);
    }
    record(null, null);
    const abandoned = scope.signal.aborted || !(error instanceof TransportError);
    breakers.report(host, abandoned ? 'abandoned' : 'failure', admission.trial);
    if (!(error instanceof TransportError)) throw error;
    // The deadline and not the upstream's silence ended it: the code must not depend on which timer was first.
    if (error.kind === 'timeout' && clock.monotonic() >= endsAt) throw outOfTime(operation, error);
    return {
      outcome: readTransportFailure(operation, error),
      generation: authorization.generation,
      bytes: 0,
    };
  }
  const outcome = readResponse(
    operation,
    {
      ...response,
      body: withoutCredentials(response.body, signature),
    },
    clock.now(),
  );
  breakers.report(host, outcome.ok || !outcome.hostFailure ? 'answered' : 'failure', admission.trial);
  release({ sent: true, ...(outcome.ok || !outcome.throttled ? {} : { throttled: outcome.throttled }) });
  record(response.status, outcome.ok ? rowsIn(operation, outcome.value) : null);
  return { outcome, generation: authorization.generation, bytes: response.body.length };
}

function unavailable(operation: Operation, host: string, retryAfterMs: number): GatewayError {
  return new GatewayError(
    'UPSTREAM_UNAVAILABLE',
    `${operation.name}: ${host} failed repeatedly and is left alone for a moment`,
    { retryable: true, retryAfterMs, upstream: { operation: operation.name } },
  );
}

function authorize(credentials: CredentialStore, scope: CallScope, deadline: number): Promise<Authorization> {
  return credentials.authorize(credentialScope(scope.tenant), scope.subject, {
    signal: scope.signal,
    deadline,
  });
}

async function takePermit(
  { clock, throttle }: Pick<AttemptDependencies, 'clock' | 'throttle'>,
  operation: Operation,
  scope: CallScope,
): Promise<Permit> {
  const { tenant } = scope;
  // The throttle would call it busy, and a client would come back to an upstream that is not.
  if (clock.monotonic() >= scope.deadline) throw outOfTime(operation);
  const admission = await throttle.acquire({
    operation: operation.name,
    host: tenant.endpoints.bss.host,
    account: parentUid(scope),
    tenant: tenant.id,
    quotaPerSecond: tenant.quotas[operation.name] ?? operation.quotaPerSecond,
    viewer: scope.viewer,
    priority: scope.priority,
    deadline: scope.deadline,
    signal: scope.signal,
  });
  if (admission.outcome === 'granted') return admission.permit;
  if (admission.outcome === 'aborted') {
    throw scope.signal.reason ?? new GatewayError('UPSTREAM_UNAVAILABLE', 'The gateway is shutting down');
  }
  throw new GatewayError(
    'UPSTREAM_BUSY',
    `${operation.name}: its quota is in use for longer than this request may wait`,
    {
      retryable: true,
      retryAfterMs: Math.ceil(admission.retryAfterMs),
      upstream: { operation: operation.name },
    },
  );
}

function outOfTime(operation: Operation, cause?: TransportError): GatewayError {
  return new GatewayError(
    'DEADLINE_EXCEEDED',
    `${operation.name}: no complete response before the deadline`,
    {
      cause,
      retryable: operation.kind === 'read' || !cause?.maybeSent,
      upstream: { operation: operation.name },
    },
  );
}

function rowsIn(operation: Operation, value: unknown): number | null {
  const name = operation.paging?.rows;
  const rows = name && typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return Array.isArray(rows) ? rows.length : null;
}
