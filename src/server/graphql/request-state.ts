import type { ServerResponse } from 'node:http';
import type { OpenContext } from '../../context/create-context.ts';
import type { Span } from '../../telemetry/span.ts';
import { REQUEST_ID } from '../request-id.ts';

/** What one GraphQL request carries between the steps that HTTP server, pipeline and context take. */
export interface RequestState {
  readonly requestId: string;
  span: Span | undefined;
  opened: OpenContext | undefined;
}

// Kept on the response itself: a WeakMap with an entry per request would slow down every young collection.
const STATE = Symbol('request state');

export function requestStateOf(response: ServerResponse): RequestState {
  const known = Reflect.get(response, STATE) as RequestState | undefined;
  if (known) return known;
  const requestId = String(response.getHeader(REQUEST_ID));
  const state: RequestState = { requestId, span: undefined, opened: undefined };
  Object.defineProperty(response, STATE, { value: state });
  return state;
}
