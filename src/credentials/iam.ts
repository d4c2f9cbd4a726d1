// What IAM is asked and how its answers read. Pure: the requests are data, the answers become leases.
import { GatewayError } from '../errors/errors.ts';
import { TokenAuthorization } from './authorization.ts';
import type { Authorization, CredentialScope, ExchangeRequest, ExchangeResponse } from './credentials.ts';
import type { Lease } from './lease-cache.ts';
import { buildUrl } from './percent-encoding.ts';

/** Partner token from user and password, for the partner's whole account. */
export function passwordRequest(scope: CredentialScope, user: string, password: string): ExchangeRequest {
  const domain = { name: scope.domainName };
  return post(scope, 'CreateToken', '/v3/auth/tokens', {
    identity: { methods: ['password'], password: { user: { name: user, password, domain } } },
    scope: { domain },
  });
}

/** Customer token through the agency; the partner's authorization is still to be added. */
export function customerTokenRequest(
  scope: CredentialScope,
  customerId: string,
  agency: string,
): ExchangeRequest {
  return post(scope, 'CreateToken', '/v3/auth/tokens', {
    identity: { methods: ['assume_role'], assume_role: { agency_name: agency, domain_id: customerId } },
    scope: { domain: { id: customerId } },
  });
}

export function authorized(request: ExchangeRequest, by: Authorization, at: Date): ExchangeRequest {
  return { ...request, headers: { ...request.headers, ...by.apply(request, at) } };
}

/** `now` stands in where IAM does not say when it issued the token. */
export function readToken(response: ExchangeResponse, generation: number, now: number): Lease {
  const token = response.headers['x-subject-token'];
  if (!token) throw malformed('CreateToken', response, 'the header X-Subject-Token');
  const body = parse(response.body);
  const expiresAt = instant(member(body, 'token', 'expires_at'));
  if (expiresAt === undefined) throw malformed('CreateToken', response, 'an instant in token.expires_at');
  const issuedAt = instant(member(body, 'token', 'issued_at')) ?? now;
  return { authorization: new TokenAuthorization(generation, token), lifetimeMs: expiresAt - issuedAt };
}

function post(
  scope: CredentialScope,
  operation: ExchangeRequest['operation'],
  path: string,
  auth: object,
): ExchangeRequest {
  return {
    operation,
    tenantId: scope.tenantId,
    method: 'POST',
    url: buildUrl(scope.iamEndpoint, path),
    headers: { 'Content-Type': 'application/json;charset=UTF-8' },
    body: JSON.stringify({ auth }),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function member(body: unknown, outer: string, inner: string): string | undefined {
  const value = property(property(body, outer), inner);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function instant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  // IAM writes UTC, but not always with the zone.
  const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function malformed(operation: string, response: ExchangeResponse, expected: string): GatewayError {
  return new GatewayError(
    'UPSTREAM_MALFORMED',
    `${operation}: expected ${expected} in IAM's answer, got none`,
    {
      upstream: { operation, status: response.status },
    },
  );
}
