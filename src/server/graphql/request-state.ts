import type { ServerResponse } from 'node:http';
import type { OpenContext } from '../../context/create-context.ts';
import type { Span } from '../../telemetry/span.ts';
import { REQUEST_ID } from '../request-id.ts';

/** What one GraphQL request holds between the steps that HTTP server, pipeline and context take. */
export interface Held {
  readonly requestId: string;
  span: Span | undefined;
  opened: OpenContext | undefined;
}

// Kept on the response itself: a WeakMap with an entry per request would slow down every young collection.
const HELD = Symbol('held');

export function heldBy(response: ServerResponse): Held {
  const known = Reflect.get(response, HELD) as Held | undefined;
  if (known) return known;
  const requestId = String(response.getHeader(REQUEST_ID));
  const held: Held = { requestId, span: undefined, opened: undefined };
  Object.defineProperty(response, HELD, { value: held });
  return held;
}
