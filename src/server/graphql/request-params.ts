import type { IncomingMessage } from 'node:http';
import type { GraphQLParams } from 'graphql-yoga';
import { parseMediaType } from '../http/media-type.ts';
import { readBody } from '../http/read-body.ts';
import { badRequest, RequestRefusal } from '../http/refusal.ts';

/** What a request asks for; its parts are of the right kinds. */
export interface RequestParams extends GraphQLParams {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: Record<string, unknown>;
  /** Bytes that the variables took on the wire, at most. */
  readonly variableBytes: number;
}

const JSON_TYPES = new Set(['application/json', 'application/graphql+json']);

/** Reads what a GET or a POST asks for; throws the refusal of one that is not well formed. */
export async function readParams(request: IncomingMessage, maxBytes: number): Promise<RequestParams> {
  if (request.method === 'GET') return fromUrl(request.url ?? '');
  const isGraphQLText = checkContentType(request.headers['content-type']);
  const text = await readBody(request, maxBytes);
  return isGraphQLText ? checked({ query: text }, 0) : checked(parseJson(text, 'the body'), text.length);
}

/** Whether the body is the document itself; throws 415 for what is neither that nor JSON. */
export function checkContentType(header: string | undefined): boolean {
  const type = header === undefined ? undefined : parseMediaType(header);
  const charset = type?.parameters.get('charset')?.toLowerCase() ?? 'utf-8';
  const isText = type?.name === 'application/graphql';
  if (type && (isText || JSON_TYPES.has(type.name)) && (charset === 'utf-8' || charset === 'utf8'))
    return isText;
  const got = header === undefined ? 'none' : JSON.stringify(header.slice(0, 60));
  throw badRequest(415, `Content-Type: expected application/json in UTF-8, got ${got}`);
}

function fromUrl(url: string): RequestParams {
  const start = url.indexOf('?');
  const search = new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
  const text = (name: string) => search.get(name) || undefined;
  const object = (name: string) => {
    const value = text(name);
    return value === undefined ? undefined : parseJson(value, name);
  };
  const params = {
    query: text('query'),
    operationName: text('operationName'),
    variables: object('variables'),
    extensions: object('extensions'),
  };
  return checked(params, search.get('variables')?.length ?? 0);
}

function parseJson(text: string, part: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(400, `Expected JSON as ${part}, got ${text.trim() === '' ? 'nothing' : 'other text'}`);
  }
}

function checked(params: unknown, variableBytes: number): RequestParams {
  if (Array.isArray(params))
    throw badRequest(400, 'Expected one request, got a list: batching is not supported');
  if (!isObject(params)) throw badRequest(400, `Expected an object as the body, got ${kindOf(params)}`);
  const { query, operationName, variables, extensions } = params;
  // A client's key may be absent or null; both mean that it is not given. Other keys mean nothing here.
  const known = {
    ...(operationName == null
      ? {}
      : { operationName: ofKind('operationName', operationName, isText, 'a text') }),
    ...(variables == null ? {} : { variables: ofKind('variables', variables, isObject, 'an object') }),
    ...(extensions == null ? {} : { extensions: ofKind('extensions', extensions, isObject, 'an object') }),
  };
  if ((query == null || query === '') && isObject(known.extensions?.['persistedQuery'])) throw notPersisted();
  return { ...known, query: ofKind('query', query, isText, 'the text of a document'), variableBytes };
}

/** Clients that send a hash in place of the document look for this message, and then send the text. */
const notPersisted = () =>
  new RequestRefusal(200, 'PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');

function ofKind<Kind>(
  name: string,
  value: unknown,
  is: (value: unknown) => value is Kind,
  expected: string,
): Kind {
  if (is(value)) return value;
  throw badRequest(400, `${name}: expected ${expected}, got ${kindOf(value)}`);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function kindOf(value: unknown): string {
  if (value == null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'a text', number: 'a number', boolean: 'a boolean' }[typeof value as string] ?? 'an object'
  );
}
