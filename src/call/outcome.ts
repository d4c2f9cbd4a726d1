// Reads one attempt's outcome: a value, or a failure with what to do about it. Decided per operation and
// error code; the HTTP method says nothing here, because many POSTs read and some 200s refuse.

import { type ErrorBody, errorBody } from '../decode/error-body.ts';
import { decodeResponse } from '../decode/response.ts';
import { GatewayError, isGatewayError, type UpstreamFault } from '../errors/errors.ts';
import type { Throttled } from '../throttle/throttle.ts';
import type { HttpResponse, TransportError } from '../transport/transport.ts';
import type { Operation, Parameters } from './operation.ts';

/** What may be done about a failure: nothing, the same again later, or again with a fresh credential. */
export type Remedy = 'none' | 'retry' | 'reauthorise';

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly error: GatewayError;
      readonly remedy: Remedy;
      readonly throttled?: Throttled;
      /** The upstream host itself failed, as opposed to refusing this one call. */
      readonly hostFailure: boolean;
    };

/** Statuses of failures that pass. */
export const TRANSIENT: ReadonlySet<number> = new Set([502, 503, 504]);

export function readResponse<P extends Parameters, T>(
  operation: Operation<P, T>,
  response: HttpResponse,
): Outcome<T> {
  const { status } = response;
  if (status === 200 || status === 201 || status === 204) return readSuccess(operation, response);
  const wire = errorBody(response.body);
  const fault = faultOf(operation, response, wire);
  const told = wire.message ? `: ${wire.message}` : '';
  if (status === 429) {
    const throttled = readThrottled(response, wire);
    const error = new GatewayError('UPSTREAM_BUSY', `${operation.name} was throttled by the upstream`, {
      retryable: true,
      upstream: fault,
      ...(throttled.retryAfterMs === undefined ? {} : { retryAfterMs: throttled.retryAfterMs }),
    });
    // A throttled call was not taken, so that even a write may be sent again.
    return { ok: false, error, remedy: 'retry', throttled, hostFailure: false };
  }
  if (status === 401) {
    const error = new GatewayError(
      'UPSTREAM_REJECTED',
      `${operation.name}: the upstream did not accept the credential${told}`,
      { upstream: fault },
    );
    return { ok: false, error, remedy: 'reauthorise', hostFailure: false };
  }
  if (status === 403) {
    const needs = operation.credential === 'either' ? 'partner or customer' : operation.credential;
    const error = new GatewayError(
      'UPSTREAM_REJECTED',
      `${operation.name} was refused; it needs a ${needs} credential with the permission for it${told}`,
      { upstream: fault },
    );
    return { ok: false, error, remedy: 'none', hostFailure: false };
  }
  if (TRANSIENT.has(status)) {
    const error = new GatewayError(
      'UPSTREAM_UNAVAILABLE',
      `${operation.name}: the upstream answered ${status}`,
      {
        retryable: true,
        upstream: fault,
      },
    );
    const remedy = operation.kind === 'read' ? 'retry' : 'none';
    return { ok: false, error, remedy, hostFailure: true };
  }
  if (status >= 500) {
    // Some operations report business refusals as 500, so that sending again would repeat the refusal.
    const error = new GatewayError(
      'UPSTREAM_UNAVAILABLE',
      `${operation.name}: the upstream failed with ${status}${told}`,
      { retryable: operation.kind === 'read', upstream: fault },
    );
    return { ok: false, error, remedy: 'none', hostFailure: false };
  }
  const error = new GatewayError(
    'UPSTREAM_REJECTED',
    `${operation.name} was rejected with ${status}${told}`,
    {
      upstream: fault,
    },
  );
  return { ok: false, error, remedy: 'none', hostFailure: false };
}

function readSuccess<P extends Parameters, T>(
  operation: Operation<P, T>,
  response: HttpResponse,
): Outcome<T> {
  // A refusal inside a 200 has its code at the top of a small body; pages of rows are not searched for one.
  if (operation.errorsWithin200 && response.body.length < 4096) {
    const wire = errorBody(response.body);
    if (wire.errorCode && operation.errorsWithin200.includes(wire.errorCode)) {
      const error = new GatewayError(
        'UPSTREAM_REJECTED',
        `${operation.name} was rejected${wire.message ? `: ${wire.message}` : ''}`,
        { upstream: faultOf(operation, response, wire) },
      );
      return { ok: false, error, remedy: 'none', hostFailure: false };
    }
  }
  try {
    return { ok: true, value: decodeResponse(operation.name, operation.response, response.body) };
  } catch (error) {
    if (!isGatewayError(error)) throw error;
    return { ok: false, error, remedy: 'none', hostFailure: false };
  }
}

export function readTransportFailure(
  operation: Operation,
  error: TransportError,
): Extract<Outcome<never>, { ok: false }> {
  if (error.kind === 'unsendable') {
    const internal = new GatewayError('INTERNAL', `${operation.name}: ${error.message}`, { cause: error });
    return { ok: false, error: internal, remedy: 'none', hostFailure: false };
  }
  if (error.kind === 'too-large' || error.kind === 'unreadable') {
    const malformed = new GatewayError('UPSTREAM_MALFORMED', `${operation.name}: ${error.message}`, {
      cause: error,
      upstream: { operation: operation.name },
    });
    return { ok: false, error: malformed, remedy: 'none', hostFailure: false };
  }
  const unavailable = new GatewayError('UPSTREAM_UNAVAILABLE', `${operation.name}: ${error.message}`, {
    cause: error,
    retryable: operation.kind === 'read' || !error.maybeSent,
    upstream: { operation: operation.name },
  });
  const again = operation.kind === 'read' || !error.maybeSent;
  return { ok: false, error: unavailable, remedy: again ? 'retry' : 'none', hostFailure: true };
}

function faultOf(
  operation: { readonly name: string },
  response: HttpResponse,
  wire: ErrorBody,
): UpstreamFault {
  const requestId = wire.requestId ?? response.headers['x-request-id'];
  return {
    operation: operation.name,
    status: response.status,
    ...(wire.errorCode ? { errorCode: wire.errorCode } : {}),
    ...(requestId ? { requestId } : {}),
  };
}

function readThrottled(response: HttpResponse, wire: ErrorBody): Throttled {
  const retryAfter = Number(response.headers['retry-after']);
  return {
    source: wire.errorCode?.startsWith('CBC.') ? 'business' : 'gateway',
    ...(wire.limitPerWindow === undefined ? {} : { limit: wire.limitPerWindow }),
    ...(wire.windowSeconds === undefined ? {} : { windowMs: wire.windowSeconds * 1000 }),
    ...(Number.isFinite(retryAfter) && retryAfter > 0 ? { retryAfterMs: retryAfter * 1000 } : {}),
  };
}
