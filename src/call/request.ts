import { badInput, GatewayError } from '../errors/errors.ts';
import type { AnyOperation, Parameter } from './operation.ts';
import type { Language } from './scope.ts';

/** An operation's input as it goes over the wire, before it is signed. */
export interface WireRequest {
  /** The entry's template; its values are `pathParameters`, not encoded yet. */
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const CONTENT_TYPE = 'application/json;charset=UTF-8';

/** Builds the request from `input` by the entry's parameters. Keys without a value are left out: an empty filter is a filter. */
export function buildRequest(
  operation: AnyOperation,
  input: Readonly<Record<string, unknown>>,
  language: Language | undefined,
): WireRequest {
  const pathParameters: Record<string, string> = {};
  const query: [string, string][] = [];
  const body: Record<string, unknown> = {};
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(input)) {
    const parameter = operation.parameters[name];
    if (!parameter) throw programmingError(operation, `no parameter named ${name}`);
    if (value === undefined) continue;
    if (value === null || value === '')
      throw programmingError(operation, `a value for ${name} or no key at all`);
    if (Array.isArray(value) && value.length === 0) throw emptyList(operation, name);
    if (parameter.in === 'path') pathParameters[name] = String(value);
    else if (parameter.in === 'query') query.push(...queryPairs(name, parameter, value));
    else if (parameter.in === 'header') headers[name] = String(value);
    else body[name] = value;
  }
  for (const [name, parameter] of Object.entries(operation.parameters)) {
    if (parameter.required && input[name] === undefined)
      throw programmingError(operation, `the parameter ${name}`);
  }
  if (language && operation.parameters['X-Language']) headers['X-Language'] = language;
  const hasBody = operation.method === 'POST' || operation.method === 'PUT';
  if (hasBody) headers['Content-Type'] = CONTENT_TYPE;
  refuseLoneSurrogates(operation, [...Object.entries(pathParameters), ...query]);
  return {
    path: operation.path,
    pathParameters,
    query,
    headers,
    body: hasBody ? JSON.stringify(body) : undefined,
  };
}

/** The upstream would read a filter by nothing as no filter at all. */
function emptyList(operation: AnyOperation, name: string): GatewayError {
  return badInput(`${operation.name}: expected at least one value in ${name}, got an empty list`);
}

/** Half a character cannot be encoded, and another in its place would be another id. */
function refuseLoneSurrogates(operation: AnyOperation, pairs: readonly (readonly [string, string])[]): void {
  const wrong = pairs.find(([, value]) => !value.isWellFormed());
  if (wrong) throw badInput(`${operation.name}: expected whole characters in ${wrong[0]}, got half of one`);
}

function queryPairs(name: string, parameter: Parameter, value: unknown): [string, string][] {
  if (parameter.type === 'string' || parameter.type === 'int' || parameter.type === 'boolean')
    return [[name, String(value)]];
  return (value as readonly unknown[]).map((element) => [name, String(element)]);
}

function programmingError(operation: AnyOperation, expected: string): GatewayError {
  return new GatewayError('INTERNAL', `${operation.name}: expected ${expected}`);
}
