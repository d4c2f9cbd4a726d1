// The one place where errors become what clients see: each gets a code of the closed list, a message that is
// cut to a length, and its place in the client's own document. What was not expected is masked and reported;
// nothing that a library words about a row or a value of ours leaves the gateway.
import { type ASTNode, GraphQLError, Kind, type SourceLocation } from 'graphql';
import { ERROR_CODES, type ErrorCode, type GatewayError, isGatewayError } from '../../errors/errors.ts';
import { originalPosition, type StandardDocument } from '../document/operation-name.ts';
import { PlaceIndex, positionOf } from '../document/positions.ts';
import { RequestRefusal } from '../http/refusal.ts';
import { streamMisuse, type VariableValues } from './stream-misuse.ts';

/** Told about errors that clients must not see, with a reference that they do see. */
export type ReportInternal = (error: unknown, reference: string) => void;

/** The client's document, and what stood for it while it was executed. */
export interface ClientDocument {
  readonly text: string;
  readonly standard: StandardDocument | undefined;
}

const CODES: ReadonlySet<unknown> = new Set(ERROR_CODES);
const LONGEST_MESSAGE = 300;

/** More errors than this say nothing that these do not. */
export const MOST_ERRORS = 100;

export class ErrorPresenter {
  readonly #standard: StandardDocument | undefined;
  readonly #places: PlaceIndex;
  readonly #report: ReportInternal;
  readonly #variables: () => VariableValues | undefined;
  #left = MOST_ERRORS;

  constructor(
    { text, standard }: ClientDocument,
    options: { readonly report: ReportInternal; readonly variables?: () => VariableValues | undefined },
  ) {
    this.#standard = standard;
    this.#places = new PlaceIndex(text);
    this.#report = options.report;
    this.#variables = options.variables ?? (() => undefined);
  }

  /** The first errors of the answer, presentable; those after the hundredth of an answer are left out. */
  presentAll(errors: readonly GraphQLError[]): readonly GraphQLError[] {
    const shown = errors.slice(0, this.#left);
    this.#left -= shown.length;
    return shown.map((error) => this.present(error));
  }

  present(error: GraphQLError): GraphQLError {
    const original = rootOf(error);
    if (isGatewayError(original)) return this.#shown(error, original.message, gatewayExtensions(original));
    const code = clientMistake(error, original);
    if (code) return this.#shown(error, error.message, { code, retryable: false });
    const misuse = streamMisuse(error, this.#variables());
    if (misuse) return this.#shown(error, misuse.message, gatewayExtensions(misuse));
    const reference = crypto.randomUUID();
    this.#report(original, reference);
    const extensions = { code: 'INTERNAL', retryable: false, reference };
    return this.#shown(error, 'Something went wrong inside the gateway', extensions);
  }

  #shown(error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError {
    const { path } = error;
    const shown = new GraphQLError(cut(message), { ...(path ? { path } : {}), extensions });
    const locations = this.#locationsOf(error);
    return locations.length > 0 ? Object.assign(shown, { locations }) : shown;
  }

  #locationsOf({ nodes, positions, source }: GraphQLError): readonly SourceLocation[] {
    const known = nodes?.flatMap((node) => positionOf(node) ?? []) ?? (source && positions) ?? [];
    return known.map((position) =>
      this.#places.placeOf(this.#standard ? originalPosition(position, this.#standard) : position),
    );
  }
}

export function cut(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  // Half of a surrogate pair is no text.
  return `${message.slice(0, LONGEST_MESSAGE - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Anything that was thrown, as an error that can be presented. */
export function toGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

/**
 * The code of an error that graphql-js found in the request: in its syntax, against the schema, or in a
 * variable. Once fields are executed, only what points to an argument or a directive is about the request;
 * the others are about a value of ours, which they quote.
 */
function clientMistake(error: GraphQLError, original: unknown): ErrorCode | undefined {
  if (!(original instanceof GraphQLError)) return undefined;
  const { code } = original.extensions;
  if (CODES.has(code)) return code as ErrorCode;
  const isAboutTheRequest = error.path === undefined || (original.nodes ?? []).some(isOfTheRequest);
  return isAboutTheRequest ? 'BAD_USER_INPUT' : undefined;
}

const isOfTheRequest = ({ kind }: ASTNode): boolean => kind !== Kind.FIELD;

/** The HTTP status that a refusal states for every media type. */
export function statedStatus(errors: readonly GraphQLError[] = []): number | undefined {
  for (const error of errors) {
    const original = rootOf(error);
    if (original instanceof RequestRefusal && original.status !== 200) return original.status;
    if (original instanceof GraphQLError && original.extensions['http']?.status === 405) return 405;
  }
  return undefined;
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
