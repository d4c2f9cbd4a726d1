// Who is calling: the account behind a token or a signature, or a refusal.

import { keyLocked, tokenExpired, unauthenticated } from '../wire/refusal.ts';
import type { Caller, Tenant } from './accounts.ts';
import type { KeyLocks } from './key-locks.ts';
import { parseAuthorization, type SignedRequest, signatureFault } from './signature.ts';
import type { Grant, Tokens } from './tokens.ts';

export interface Authority {
  readonly tenants: readonly Tenant[];
  readonly tokens: Tokens;
  /** The gateway's clock, which may be skewed on purpose. */
  now(): number;
  /** Where refused signatures lock a key. */
  readonly locks?: KeyLocks | undefined;
}

export function authenticate(authority: Authority, request: SignedRequest, requestId: string): Caller {
  const token = single(request, 'x-auth-token');
  if (token !== undefined) return byToken(authority, token, requestId);
  const authorization = single(request, 'authorization');
  if (authorization === undefined) throw unauthenticated('neither token nor signature is given', requestId);
  return bySignature(authority, request, authorization, requestId);
}

function byToken(authority: Authority, token: string, requestId: string): Caller {
  const opened = authority.tokens.open(token, authority.now());
  if ('fault' in opened) {
    throw opened.fault === 'expired' ? tokenExpired() : unauthenticated('decrypt token fail', requestId);
  }
  return callerOf(authority, opened.grant, requestId);
}

function bySignature(
  authority: Authority,
  request: SignedRequest,
  header: string,
  requestId: string,
): Caller {
  const refuse = (reason: string) => unauthenticated(reason, requestId);
  const authorization = parseAuthorization(header);
  if (!authorization) throw refuse('expected "SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…"');
  const { accessKey } = authorization;
  const { locks } = authority;
  const check = (secretKey: string) => {
    const now = authority.now();
    if (locks?.isLocked(accessKey, now)) throw keyLocked(requestId);
    const fault = signatureFault(request, authorization, secretKey, now);
    if (fault === undefined) return locks?.accepted(accessKey);
    locks?.refused(accessKey, now);
    throw refuse(fault);
  };
  const securityToken = single(request, 'x-security-token');
  if (securityToken === undefined) {
    const tenant = authority.tenants.find(({ account }) => account.accessKey === accessKey);
    if (!tenant) throw refuse('Get secretKey failed, error: ak not exist');
    check(tenant.account.secretKey);
    return { id: tenant.account.domainId, tenant };
  }
  const opened = authority.tokens.open(securityToken, authority.now());
  if ('fault' in opened) throw refuse(`security token is ${opened.fault}`);
  if (opened.grant.accessKey !== accessKey) throw refuse('security token and ak do not belong together');
  check(authority.tokens.secretOf(accessKey));
  return callerOf(authority, opened.grant, requestId);
}

function callerOf({ tenants }: Authority, grant: Grant, requestId: string): Caller {
  const tenant = tenants[grant.partner - 1];
  const customer = grant.customer === undefined ? undefined : tenant?.world.customer(grant.customer);
  if (!tenant || (grant.customer !== undefined && !customer)) {
    throw unauthenticated('the account of the token does not exist', requestId);
  }
  return customer ? { id: customer.id, tenant, customer } : { id: tenant.account.domainId, tenant };
}

function single(request: SignedRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
