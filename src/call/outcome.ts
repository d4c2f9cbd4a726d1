// Reads one attempt's outcome: a value, or a failure with what to do about it. Decided per operation, status
// and error code (status-rules.ts); the HTTP method says nothing here, because many POSTs read and some 200s
// refuse.
import { type ErrorBody, errorBody } from '../decode/error-body.ts';
import { decodeResponse } from '../decode/response.ts';
import { type ErrorCode, GatewayError, isGatewayError, type UpstreamFault } from '../errors/errors.ts';
import type { Throttled } from '../throttle/throttle.ts';
import type { HttpResponse, TransportError, TransportErrorKind } from '../transport/transport.ts';
import type { Operation, Parameters } from './operation.ts';
import { isSuccess, type Remedy, ruleFor } from './status-rules.ts';
import { readThrottled, waitOf } from './throttled.ts';

export interface Failure {
  readonly ok: false;
  readonly error: GatewayError;
  /** `resign`: again with the same key, by the upstream's clock. */
  readonly remedy: Remedy | 'resign';
  readonly throttled?: Throttled;
  /** The upstream host itself failed, as opposed to refusing this one call. */
  readonly hostFailure: boolean;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | Failure;

export interface Attempt<T> {
  readonly outcome: Outcome<T>;
  /** Names the credential that was used, to invalidate exactly that one. */
  readonly generation: number;
  readonly bytes: number;
  /** Nothing was sent, because the upstream is left alone for now. */
  readonly leftAlone?: true;
}

/** `now` is the wall clock when the response came. */
export function readResponse<P extends Parameters, T>(
  operation: Operation<P, T>,
  response: HttpResponse,
  now: number,
): Outcome<T> {
  const refusal = isSuccess(response.status) ? refusalWithin(response.body) : errorBody(response.body);
  if (refusal) return readRefusal(operation, response, refusal, now);
  try {
    return { ok: true, value: decodeResponse(operation.name, operation.response, response.body) };
  } catch (error) {
    if (!isGatewayError(error)) throw error;
    return { ok: false, error, remedy: 'none', hostFailure: false };
  }
}

/** Success in the words of older operations. */
const SUCCESS = 'CBC.0000';

/** HTTP 200 is not success: a body with any other error code is a refusal, whatever else is in it. */
function refusalWithin(body: string): ErrorBody | undefined {
  // A page of rows is not parsed twice to find that it has none.
  if (!body.includes('"error')) return undefined;
  const wire = errorBody(body);
  const code = wire.errorCode?.trim().toUpperCase();
  return code === undefined || code === '' || code === SUCCESS ? undefined : wire;
}

const LONGEST_WORDS = 200;

function readRefusal(operation: Operation, response: HttpResponse, wire: ErrorBody, now: number): Failure {
  const { status } = response;
  const rule = ruleFor(operation.refusals ?? [], status, wire.errorCode);
  const isRead = operation.kind === 'read';
  const throttled = rule.throttled
    ? readThrottled({ ...response, message: wire.message, errorCode: wire.errorCode }, now)
    : undefined;
  const retryAfterMs = throttled && waitOf(throttled);
  const words = rule.quotes && wire.message ? `: ${wire.message.slice(0, LONGEST_WORDS).toWellFormed()}` : '';
  const error = new GatewayError(
    rule.code,
    `${operation.name}${rule.message({ ...operation, status })}${words}`,
    {
      retryable: rule.retryable === 'reads' ? isRead : rule.retryable,
      upstream: faultOf(operation, response, wire),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  );
  const remedy = rule.remedy === 'retry-reads' ? (isRead ? 'retry' : 'none') : rule.remedy;
  return { ok: false, error, remedy, hostFailure: rule.hostFailure, ...(throttled ? { throttled } : {}) };
}

/** What no response at all means, where it is not that the connection failed. */
const NOT_THE_CONNECTION: Partial<Record<TransportErrorKind, ErrorCode>> = {
  'too-large': 'UPSTREAM_MALFORMED',
  unreadable: 'UPSTREAM_MALFORMED',
  unsendable: 'INTERNAL',
};

export function readTransportFailure(operation: Operation, error: TransportError): Failure {
  const message = `${operation.name}: ${error.message}`;
  const upstream = { operation: operation.name };
  const code = NOT_THE_CONNECTION[error.kind];
  if (code) {
    const failure = new GatewayError(code, message, { cause: error, upstream });
    return { ok: false, error: failure, remedy: 'none', hostFailure: false };
  }
  const again = operation.kind === 'read' || !error.maybeSent;
  const failure = new GatewayError('UPSTREAM_UNAVAILABLE', message, {
    cause: error,
    retryable: again,
    upstream,
  });
  return { ok: false, error: failure, remedy: again ? 'retry' : 'none', hostFailure: true };
}

function faultOf(operation: Operation, response: HttpResponse, wire: ErrorBody): UpstreamFault {
  const requestId = wire.requestId ?? response.headers['x-request-id'];
  return {
    operation: operation.name,
    status: response.status,
    ...(wire.errorCode ? { errorCode: wire.errorCode } : {}),
    ...(requestId ? { requestId } : {}),
  };
}
