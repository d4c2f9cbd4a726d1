import { randomUUID } from 'node:crypto';

export const REQUEST_ID = 'x-request-id';

/** Ids are repeated in headers and logs, so that only what cannot be anything else in them is taken over. */
const SANE = /^[A-Za-z0-9._-]{8,128}$/;

/** The caller's own id for a request, so that logs of both sides can be joined, or a new one. */
export function requestIdFor(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && SANE.test(header) ? header : randomUUID();
}
