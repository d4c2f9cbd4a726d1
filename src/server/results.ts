import type { ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context/context.ts';
import { ERROR_CODES, type ErrorCode, isGatewayError } from '../errors/errors.ts';

/** Told about errors that clients must not see, with a reference that they do see. */
export type ReportInternal = (error: unknown, reference: string) => void;

const CODES: ReadonlySet<unknown> = new Set(ERROR_CODES);

/** The same error with a code of the closed list; anything unexpected is masked and reported. */
export function presentError(error: GraphQLError, report: ReportInternal): GraphQLError {
  const original = rootOf(error);
  if (isGatewayError(original)) return withExtensions(error, original.message, gatewayExtensions(original));
  if (!(original instanceof GraphQLError)) {
    const reference = crypto.randomUUID();
    report(original, reference);
    return withExtensions(error, 'Something went wrong inside the gateway', {
      code: 'INTERNAL',
      retryable: false,
      reference,
    });
  }
  // What graphql-js itself throws is about the request: syntax, validation, variables.
  const code: ErrorCode = CODES.has(original.extensions['code'])
    ? (original.extensions['code'] as ErrorCode)
    : 'BAD_USER_INPUT';
  const { http } = original.extensions;
  return withExtensions(error, error.message, { code, retryable: false, ...(http ? { http } : {}) });
}

/** A request-level error with a code of the closed list, keeping what the HTTP layer needs. */
export function withKnownCode(error: GraphQLError): GraphQLError {
  if (CODES.has(error.extensions['code'])) return error;
  const { http } = error.extensions;
  return withExtensions(error, error.message, {
    code: 'BAD_USER_INPUT',
    retryable: false,
    ...(http ? { http } : {}),
  });
}

function rootOf(error: GraphQLError): unknown {
  let current: unknown = error;
  while (current instanceof GraphQLError && current.originalError) current = current.originalError;
  return current;
}

function gatewayExtensions(error: Parameters<typeof isGatewayError>[0]): Record<string, unknown> {
  if (!isGatewayError(error)) return {};
  return {
    code: error.code,
    retryable: error.retryable,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.upstream ? { upstream: error.upstream } : {}),
    ...error.details,
  };
}

function withExtensions(
  error: GraphQLError,
  message: string,
  extensions: Record<string, unknown>,
): GraphQLError {
  return new GraphQLError(message, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    ...(error.source ? { source: error.source } : {}),
    ...(error.positions ? { positions: error.positions } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions,
  });
}

/** The result with presentable errors and with what it cost upstream. */
export function presentResult(
  result: ExecutionResult,
  context: GatewayContext | undefined,
  withTrace: boolean,
  report: ReportInternal,
): ExecutionResult {
  return {
    ...result,
    ...(result.errors ? { errors: result.errors.map((error) => presentError(error, report)) } : {}),
    ...(context
      ? { extensions: { ...result.extensions, upstream: upstreamExtension(context, withTrace) } }
      : {}),
  };
}

function upstreamExtension({ scope, loaders }: GatewayContext, withTrace: boolean): Record<string, unknown> {
  const { trace } = scope;
  return {
    ...trace.totals(),
    ...(withTrace ? { trace: trace.calls.map(roundTimes), plans: loaders.plans() } : {}),
  };
}

function roundTimes<Record extends { startMs: number; queuedMs: number; durationMs: number }>(
  record: Record,
) {
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return {
    ...record,
    startMs: round(record.startMs),
    queuedMs: round(record.queuedMs),
    durationMs: round(record.durationMs),
  };
}
