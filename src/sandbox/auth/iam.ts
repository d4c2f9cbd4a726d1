// The identity service: password to partner token, partner token to customer token or temporary keys.

import { iamError, Refusal } from '../wire/refusal.ts';
import type { Customer } from '../world/types.ts';
import type { Caller, Tenant } from './accounts.ts';
import { type Authority, authenticate } from './authenticate.ts';
import type { SignedRequest } from './signature.ts';

export interface IamReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface IamOperation {
  /** The upstream SDK's name. */
  readonly name: string;
  /** Whom it is about, for the log. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly answer: (authority: Authority, request: SignedRequest) => IamReply;
}

const TOKEN_PATH = '/v3/auth/tokens';
const KEYS_PATH = '/v3.0/OS-CREDENTIAL/securitytokens';
const DOMAINS_PATH = '/v3/auth/domains';
export const iamPaths = [`POST ${TOKEN_PATH}`, `POST ${KEYS_PATH}`, `GET ${DOMAINS_PATH}`] as const;
export const iamOperations = [
  'KeystoneCreateUserTokenByPassword',
  'KeystoneCreateAgencyToken',
  'CreateTemporaryAccessKeyByAgency',
  'KeystoneListAuthDomains',
] as const;

/** The operation of a request; the two kinds of token share a path and differ by the method in the body. */
export function iamOperation(request: SignedRequest): IamOperation | undefined {
  const role = dig(parsed(request), 'auth', 'identity', 'assume_role');
  const about = { domain_id: dig(role, 'domain_id'), domain_name: dig(role, 'domain_name') };
  switch (`${request.method} ${request.path}`) {
    case `POST ${TOKEN_PATH}`:
      return role === undefined
        ? { name: 'KeystoneCreateUserTokenByPassword', about: {}, answer: byPassword }
        : { name: 'KeystoneCreateAgencyToken', about, answer: byAgency };
    case `POST ${KEYS_PATH}`:
      return { name: 'CreateTemporaryAccessKeyByAgency', about, answer: temporaryKeys };
    case `GET ${DOMAINS_PATH}`:
      return { name: 'KeystoneListAuthDomains', about: {}, answer: domains };
    default:
      return undefined;
  }
}

const DAY_SECONDS = 86_400;
const SHORTEST_SECONDS = 900;

/** The value at a path of keys, or `undefined` when there is none. */
function dig(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[key] : undefined,
    value,
  );
}

function parsed(request: SignedRequest): unknown {
  try {
    return JSON.parse(Buffer.from(request.body).toString());
  } catch {
    return undefined;
  }
}

/** Microseconds, as the service writes them. */
const moment = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');

const domainOf = ({ account }: Tenant) => ({ name: account.domainName, id: account.domainId });

function reply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): IamReply {
  return { status, headers, body: JSON.stringify(body) };
}

function byPassword(authority: Authority, request: SignedRequest): IamReply {
  const body = parsed(request);
  const user = dig(body, 'auth', 'identity', 'password', 'user');
  const scope = dig(body, 'auth', 'scope');
  if (user === undefined || (scope !== undefined && dig(scope, 'domain') === undefined)) {
    throw iamError(400, 'Expected auth.identity.password.user and auth.scope.domain in the request body.');
  }
  const at = authority.tenants.findIndex(
    ({ account }) =>
      dig(user, 'name') === account.user &&
      dig(user, 'password') === account.password &&
      dig(user, 'domain', 'name') === account.domainName,
  );
  const tenant = authority.tenants[at];
  const wanted = dig(scope, 'domain', 'id') ?? dig(scope, 'domain', 'name');
  const allowed =
    tenant &&
    [undefined, tenant.account.domainId, tenant.account.domainName].includes(wanted as string | undefined);
  if (!tenant || !allowed) throw iamError(401, 'The username or password is wrong.');
  const issuedAt = authority.now();
  const expiresAt = issuedAt + DAY_SECONDS * 1000;
  const token = {
    expires_at: moment(expiresAt),
    issued_at: moment(issuedAt),
    methods: ['password'],
    catalog: [],
    roles: [],
    domain: domainOf(tenant),
    user: {
      domain: domainOf(tenant),
      name: tenant.account.user,
      id: tenant.account.userId,
      password_expires_at: '',
    },
  };
  const subject = authority.tokens.issue({ partner: at + 1, expiresAt });
  return reply(201, { token }, { 'X-Subject-Token': subject });
}

/** Who may act for the customer that the body names. */
function assumed(authority: Authority, request: SignedRequest): { caller: Caller; customer: Customer } {
  const role = dig(parsed(request), 'auth', 'identity', 'assume_role');
  const [id, name, agency] = [dig(role, 'domain_id'), dig(role, 'domain_name'), dig(role, 'agency_name')];
  if ((typeof id !== 'string' && typeof name !== 'string') || typeof agency !== 'string') {
    throw iamError(400, 'Expected agency_name and domain_id or domain_name in auth.identity.assume_role.');
  }
  const caller = callerOf(authority, request);
  if (caller.customer) throw iamError(403, 'An agency token cannot be used to assume another agency.');
  const { account, world } = caller.tenant;
  const customer = typeof id === 'string' ? world.customer(id) : world.customerByAccountName(String(name));
  if (!customer) throw iamError(404, `Could not find domain: ${id ?? name}.`);
  if (agency !== account.agencyName) throw iamError(403, `Could not find agency: ${agency}.`);
  if (!customer.agency) {
    throw iamError(
      403,
      'You are not authorized to perform the requested action: the agency was not granted.',
    );
  }
  return { caller, customer };
}

/** Authenticates as the business API does, and words a refusal as this service does. */
function callerOf(authority: Authority, request: SignedRequest): Caller {
  try {
    return authenticate(authority, request, '');
  } catch (error) {
    if (error instanceof Refusal) throw iamError(401, 'The request you have made requires authentication.');
    throw error;
  }
}

const partnerNumber = (authority: Authority, caller: Caller): number =>
  authority.tenants.indexOf(caller.tenant) + 1;

function byAgency(authority: Authority, request: SignedRequest): IamReply {
  const { caller, customer } = assumed(authority, request);
  const issuedAt = authority.now();
  const expiresAt = issuedAt + DAY_SECONDS * 1000;
  const domain = { name: customer.accountName, id: customer.id };
  const { account } = caller.tenant;
  const token = {
    expires_at: moment(expiresAt),
    issued_at: moment(issuedAt),
    methods: ['assume_role'],
    catalog: [],
    roles: [],
    domain,
    user: { domain, name: `${customer.accountName}/${account.agencyName}`, id: customer.id },
    assumed_by: { user: { domain: domainOf(caller.tenant), name: account.user, id: account.userId } },
  };
  const partner = partnerNumber(authority, caller);
  const subject = authority.tokens.issue({ partner, customer: customer.id, expiresAt });
  return reply(201, { token }, { 'X-Subject-Token': subject });
}

function temporaryKeys(authority: Authority, request: SignedRequest): IamReply {
  const { caller, customer } = assumed(authority, request);
  const asked = dig(parsed(request), 'auth', 'identity', 'assume_role', 'duration_seconds');
  const seconds = asked ?? SHORTEST_SECONDS;
  if (typeof seconds !== 'number' || seconds < SHORTEST_SECONDS || seconds > DAY_SECONDS) {
    throw iamError(400, `Expected duration_seconds from ${SHORTEST_SECONDS} to ${DAY_SECONDS}.`);
  }
  const expiresAt = authority.now() + seconds * 1000;
  const partner = partnerNumber(authority, caller);
  const keys = authority.tokens.issueKeys({ partner, customer: customer.id, expiresAt });
  return reply(201, { credential: { ...keys, expires_at: moment(expiresAt) } });
}

function domains(authority: Authority, request: SignedRequest): IamReply {
  const { tenant, customer } = callerOf(authority, request);
  const domain = customer ? { id: customer.id, name: customer.accountName } : domainOf(tenant);
  return reply(200, { domains: [{ ...domain, enabled: true, description: '', links: {} }], links: {} });
}
