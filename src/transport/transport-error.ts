// Why no complete response arrived. The kind is what a retry decision hangs on, `maybeSent` is what a
// write's at-most-once promise hangs on.

/**
 * `late`: the caller kept it from leaving, see SendOptions.mayLeave. `crowded`: its share has no connection free,
 * see SendOptions.atOnce.
 */
export type TransportErrorKind =
  | 'connect'
  | 'timeout'
  | 'reset'
  | 'aborted'
  | 'late'
  | 'crowded'
  | 'too-large'
  | 'unreadable'
  | 'unsendable'
  | 'tls';

export class TransportError extends Error {
  readonly kind: TransportErrorKind;
  /** False only when it is certain that the upstream got no byte of the request. */
  readonly maybeSent: boolean;

  constructor(kind: TransportErrorKind, message: string, maybeSent: boolean, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'TransportError';
    this.kind = kind;
    this.maybeSent = maybeSent;
  }
}

const TLS_CODE = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO)/;

/** Names a failure of the socket or of the HTTP parser. `where` is the origin, never a full URL. */
export function classify(error: unknown, where: string, sent: boolean): TransportError {
  const code = codeOf(error);
  const got = code ?? (error instanceof Error ? error.name : typeof error);
  if (code && TLS_CODE.test(code)) {
    return new TransportError(
      'tls',
      `expected a trusted TLS connection to ${where}, got ${got}`,
      sent,
      error,
    );
  }
  if (!sent) {
    return new TransportError('connect', `expected a connection to ${where}, got ${got}`, false, error);
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return new TransportError('too-large', `response of ${where} is larger than allowed`, true, error);
  }
  if (code === 'ETIMEDOUT') {
    return new TransportError('timeout', `no complete response of ${where} in time (${got})`, true, error);
  }
  return new TransportError('reset', `connection to ${where} broke before the response: ${got}`, true, error);
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
