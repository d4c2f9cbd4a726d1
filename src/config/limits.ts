// What one request and all connections together may take. Every limit has a default that honest
// clients do not meet, and a variable of its own.

/** Bounds on a request, checked before anything parses or validates it. */
export interface RequestLimits {
  readonly bodyBytes: number;
  readonly documentBytes: number;
  /** Names, punctuators and values of a document; comments and commas do not count. */
  readonly documentTokens: number;
  /** Braces, brackets and parentheses inside one another. */
  readonly documentDepth: number;
  readonly aliases: number;
  /** Distinct response names in the selection of a root type. */
  readonly rootFields: number;
  readonly directives: number;
  readonly fragments: number;
  readonly operations: number;
  readonly variableBytes: number;
  /** Keys of all objects in the variables. */
  readonly variableKeys: number;
  /** Elements of all lists in the variables. */
  readonly variableElements: number;
  readonly variableDepth: number;
}

/** Bounds on what the server has in hand at once. */
export interface ServerLimits {
  readonly connections: number;
  /** GraphQL requests under way at once. */
  readonly requests: number;
  /** Delay of the event loop above which new requests are turned away, in ms. */
  readonly loopDelayMs: number;
  /** How long a client may leave what it was sent unread, in ms. */
  readonly unreadMs: number;
}

export interface Limits {
  readonly request: RequestLimits;
  readonly server: ServerLimits;
}

type ReadInteger = (name: string, min: number, max: number) => number | undefined;

export function readLimits(integer: ReadInteger): Limits {
  const limit = (name: string, standard: number, max = 1_000_000): number =>
    integer(name, 1, max) ?? standard;
  return Object.freeze({
    request: Object.freeze({
      bodyBytes: limit('MAX_BODY_BYTES', 1_000_000, 16_777_216),
      documentBytes: limit('MAX_DOCUMENT_BYTES', 65_536),
      documentTokens: limit('MAX_DOCUMENT_TOKENS', 10_000, 100_000),
      documentDepth: limit('MAX_DOCUMENT_DEPTH', 64, 500),
      aliases: limit('MAX_ALIASES', 1_000, 10_000),
      rootFields: limit('MAX_ROOT_FIELDS', 1_000, 10_000),
      directives: limit('MAX_DIRECTIVES', 500, 10_000),
      fragments: limit('MAX_FRAGMENTS', 200, 10_000),
      operations: limit('MAX_OPERATIONS', 50, 1_000),
      variableBytes: limit('MAX_VARIABLE_BYTES', 262_144, 16_777_216),
      variableKeys: limit('MAX_VARIABLE_KEYS', 10_000, 100_000),
      variableElements: limit('MAX_VARIABLE_ELEMENTS', 10_000),
      variableDepth: limit('MAX_VARIABLE_DEPTH', 20, 500),
    }),
    server: Object.freeze({
      connections: limit('MAX_CONNECTIONS', 2_000, 100_000),
      requests: limit('MAX_REQUESTS', 500, 100_000),
      loopDelayMs: limit('MAX_LOOP_DELAY_MS', 500, 60_000),
      unreadMs: limit('MAX_UNREAD_MS', 30_000, 600_000),
    }),
  });
}
