import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ErrorCode, GatewayError, type GatewayErrorOptions } from '../../errors/errors.ts';
import { chooseFormat } from '../graphql/answer-format.ts';

/** A request that is refused before it becomes GraphQL, with the HTTP status that says so. */
export class RequestRefusal extends GatewayError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    options: GatewayErrorOptions = {},
  ) {
    super(code, message, options);
    this.status = status;
    this.headers = headers;
  }
}

export const badRequest = (status: number, message: string, headers?: Readonly<Record<string, string>>) =>
  new RequestRefusal(status, 'BAD_USER_INPUT', message, headers);

/** Sends a refusal as a GraphQL answer without data, whatever the client accepts. */
export function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, code, message, retryable, retryAfterMs }: RequestRefusal,
): void {
  if (response.headersSent || response.destroyed) return;
  const { whole } = chooseFormat(request.headers.accept ?? null);
  const type = whole === 'application/graphql-response+json' ? whole : 'application/json';
  const extensions = { code, retryable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  const body = JSON.stringify({ errors: [{ message, extensions }] });
  response.writeHead(status, {
    ...headers,
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
