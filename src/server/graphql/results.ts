import { type ExecutionResult, GraphQLError, Source, type SourceLocation } from 'graphql';
import type { GatewayContext } from '../../context/context.ts';
import { ERROR_CODES, type ErrorCode, type GatewayError, isGatewayError } from '../../errors/errors.ts';
import { estimateExtension } from './cost-control.ts';
import { originalLocation, type StandardDocument } from './operation-name.ts';

/** Told about errors that clients must not see, with a reference that they do see. */
export type ReportInternal = (error: unknown, reference: string) => void;

/** The client's document, and what stood for it while it was executed. */
export interface ClientDocument {
  readonly text: string | null | undefined;
  readonly standard: StandardDocument | undefined;
}

const CODES: ReadonlySet<unknown> = new Set(ERROR_CODES);

/** The same error with a code of the closed list; anything unexpected is masked and reported. */
export function presentError(
  error: GraphQLError,
  document: ClientDocument,
  report: ReportInternal,
): GraphQLError {
  const original = rootOf(error);
  if (isGatewayError(original))
    return replaced(error, original.message, gatewayExtensions(original), document);
  if (original instanceof GraphQLError) {
    // What graphql-js itself throws is about the request: syntax, validation, variables.
    const code: ErrorCode = CODES.has(original.extensions['code'])
      ? (original.extensions['code'] as ErrorCode)
      : 'BAD_USER_INPUT';
    return replaced(error, error.message, { code, retryable: false, ...http(original) }, document);
  }
  const reference = crypto.randomUUID();
  report(original, reference);
  const extensions = { code: 'INTERNAL', retryable: false, reference };
  return replaced(error, 'Something went wrong inside the gateway', extensions, document);
}

/** A request-level error with a code of the closed list, keeping what the HTTP layer needs. */
export function withKnownCode(error: GraphQLError): GraphQLError {
  if (CODES.has(error.extensions['code'])) return error;
  const extensions = { code: 'BAD_USER_INPUT', retryable: false, ...http(error) };
  return replaced(error, error.message, extensions, { text: undefined, standard: undefined });
}

function http({ extensions }: GraphQLError): Record<string, unknown> {
  return extensions['http'] ? { http: extensions['http'] } : {};
}

function rootOf(error: GraphQLError): unknown {
  let current: unknown = error;
  while (current instanceof GraphQLError && current.originalError) current = current.originalError;
  return current;
}

function gatewayExtensions(error: GatewayError): Record<string, unknown> {
  return {
    code: error.code,
    retryable: error.retryable,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.upstream ? { upstream: error.upstream } : {}),
    ...error.details,
  };
}

/** The error with another message and extensions, at its place in the client's document. */
function replaced(
  { path, locations = [] }: GraphQLError,
  message: string,
  extensions: Record<string, unknown>,
  { text, standard }: ClientDocument,
): GraphQLError {
  const places = standard ? locations.map((location) => originalLocation(location, standard)) : locations;
  return new GraphQLError(message, {
    ...(path ? { path } : {}),
    // Compiled operations give locations and no nodes, so that the place is found from the text.
    ...(text && places.length > 0
      ? { source: new Source(text), positions: places.map((place) => positionOf(text, place)) }
      : {}),
    extensions,
  });
}

function positionOf(text: string, { line, column }: SourceLocation): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

/** The result with presentable errors and with what it cost upstream. */
export function presentResult(
  result: ExecutionResult,
  context: GatewayContext | undefined,
  options: {
    readonly document: ClientDocument;
    readonly withTrace: boolean;
    readonly report: ReportInternal;
  },
): ExecutionResult {
  const { document, withTrace, report } = options;
  return {
    ...result,
    ...(result.errors ? { errors: result.errors.map((error) => presentError(error, document, report)) } : {}),
    ...(context
      ? { extensions: { ...result.extensions, upstream: upstreamExtension(context, withTrace) } }
      : {}),
  };
}

export function upstreamExtension(context: GatewayContext, withTrace: boolean): Record<string, unknown> {
  const { loaders } = context;
  const { trace } = context.scope;
  return {
    ...trace.totals(),
    repairs: loaders.repairs(),
    ...estimateExtension(context, withTrace),
    ...(withTrace ? { trace: trace.calls.map(roundTimes), plans: loaders.plans() } : {}),
  };
}

function roundTimes<Times extends { startMs: number; queuedMs: number; durationMs: number }>(record: Times) {
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return {
    ...record,
    startMs: round(record.startMs),
    queuedMs: round(record.queuedMs),
    durationMs: round(record.durationMs),
  };
}
