// The closed list of error codes that clients see, and the one error class that carries them. Open to every room.
// It never formats for a transport: the server maps these to GraphQL errors. What a code means, and what to do
// then, is in docs/errors.md.

export const ERROR_CODES = [
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_AVAILABLE_ON_SITE',
  'NOT_FOUND',
  'QUERY_TOO_EXPENSIVE',
  'DEADLINE_EXCEEDED',
  'UPSTREAM_BUSY',
  'UPSTREAM_REJECTED',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_MALFORMED',
  'OVERLOADED',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What a client may know of the upstream call that failed. Never holds credentials or bodies. */
export interface UpstreamFault {
  /** Catalogue name of the operation, e.g. `ListCustomerOrders`. */
  readonly operation: string;
  /** HTTP status, absent when no response arrived. */
  readonly status?: number;
  /** The upstream's own code, e.g. `CBC.0100` or `APIGW.0308`. */
  readonly errorCode?: string;
  readonly requestId?: string;
}

export interface GatewayErrorOptions {
  readonly cause?: unknown;
  /** Whether sending the same thing again may succeed. */
  readonly retryable?: boolean;
  /** Milliseconds after which a retry is worth making; a floor, not a promise. */
  readonly retryAfterMs?: number;
  readonly upstream?: UpstreamFault;
  /** Further facts for the client, e.g. the estimate behind QUERY_TOO_EXPENSIVE. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Every expected failure of the gateway. Match by `code`, never by message or class. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly upstream: UpstreamFault | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, options: GatewayErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.upstream = options.upstream;
    this.details = options.details;
  }
}

export function isGatewayError(value: unknown): value is GatewayError {
  return value instanceof GatewayError;
}

export function badInput(message: string, details?: Readonly<Record<string, unknown>>): GatewayError {
  return new GatewayError('BAD_USER_INPUT', message, details ? { details } : {});
}
