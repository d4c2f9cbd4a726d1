import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';
import { badRequest } from './refusal.ts';

const AUTHORITY = /^(\[[0-9a-f:.]+\]|[a-z0-9._~-]+)(?::\d{0,5})?$/i;

/** The name that a request was addressed to, in lower case; throws 400 where `Host` is no authority. */
export function addressedHost(request: IncomingMessage): string {
  const host = request.headers.host ?? '';
  const name = AUTHORITY.exec(host)?.[1]?.toLowerCase();
  if (name === undefined) throw badRequest(400, 'Host: expected a host name and maybe a port');
  return name;
}

/**
 * A page of another site can have its own name resolve to this machine and is then of the same origin. Where
 * no key is asked for, only the names of this machine itself are answered.
 */
export function refuseForeignHost(name: string, own: string): void {
  const bare = name.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const isLocal =
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    bare === '::1' ||
    (isIPv4(bare) && bare.startsWith('127.'));
  if (!isLocal && bare !== own) {
    throw badRequest(
      421,
      'Host: expected a name of this machine, such as localhost, because no key is asked for',
    );
  }
}
