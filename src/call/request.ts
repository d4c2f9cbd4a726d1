import { GatewayError } from '../errors/errors.ts';
import type { AnyOperation, Parameter } from './operation.ts';
import type { Language } from './scope.ts';

/** An operation's input as it goes over the wire, before it is signed. */
export interface WireRequest {
  readonly path: string;
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
  let path = operation.path;
  const query: [string, string][] = [];
  const body: Record<string, unknown> = {};
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(input)) {
    const parameter = operation.parameters[name];
    if (!parameter) throw programmingError(operation, `no parameter named ${name}`);
    if (value === undefined) continue;
    if (value === null || value === '')
      throw programmingError(operation, `a value for ${name} or no key at all`);
    if (parameter.in === 'path') path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
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
  return { path, query, headers, body: hasBody ? JSON.stringify(body) : undefined };
}

function queryPairs(name: string, parameter: Parameter, value: unknown): [string, string][] {
  if (parameter.type === 'string' || parameter.type === 'int' || parameter.type === 'boolean')
    return [[name, String(value)]];
  return (value as readonly unknown[]).map((element) => [name, String(element)]);
}

function programmingError(operation: AnyOperation, expected: string): GatewayError {
  return new GatewayError('INTERNAL', `${operation.name}: expected ${expected}`);
}
