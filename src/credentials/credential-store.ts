// The store: which lease a subject needs, and the chain behind it: password -> partner token -> customer's.
import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { GatewayError } from '../errors/errors.ts';
import { KeyAuthorization } from './authorization.ts';
import type {
  Authorization,
  CredentialScope,
  CredentialStore,
  Exchange,
  ExchangeRequest,
  ExchangeResponse,
  Subject,
  WaitOptions,
} from './credentials.ts';
import {
  authorized,
  customerKeyRequest,
  customerTokenRequest,
  passwordRequest,
  readTemporaryKey,
  readToken,
} from './iam.ts';
import { refusal } from './iam-refusal.ts';
import { type Lease, LeaseCache } from './lease-cache.ts';

export interface CredentialStoreOptions {
  readonly clock: Clock;
  readonly exchange: Exchange;
  /** Customer credentials kept; the least recently used goes first. */
  readonly maxCustomers?: number;
  /** How long before its end a credential is renewed in the background. */
  readonly refreshAheadMs?: number;
  /** Longest exchange: it outlives the waiter that began it, so it has a limit of its own. */
  readonly exchangeTimeoutMs?: number;
}

const PARTNER: Subject = { kind: 'partner' };
const MAX_PARTNERS = 1_000;
/**
 * Some customers never grant the agency. Exchanges are as scarce as calls, so that a page with such customers
 * must not spend one on each of them every time; whoever does grant it is let in a minute later.
 */
const CUSTOMER_REFUSED_MS = 60_000;

export function createCredentialStore(options: CredentialStoreOptions): CredentialStore {
  const { clock, exchange, maxCustomers = 10_000, exchangeTimeoutMs = 15_000 } = options;
  const refreshAheadMs = options.refreshAheadMs ?? 30 * 60_000;
  const partners = new LeaseCache(clock, MAX_PARTNERS, refreshAheadMs);
  const customers = new LeaseCache(clock, maxCustomers, refreshAheadMs, CUSTOMER_REFUSED_MS);
  let generations = 0; // never given out twice, so that an old one can never hit a newer credential

  const ownDeadline = (): WaitOptions => ({ deadline: clock.monotonic() + exchangeTimeoutMs });

  const partner = (scope: CredentialScope, wait: WaitOptions): Promise<Authorization> | Authorization => {
    const { credential, domainId } = scope;
    if (credential.type === 'aksk') return new KeyAuthorization(0, { ...credential, domainId });
    const obtain = async (): Promise<Lease> => {
      const request = passwordRequest(scope, credential.user, credential.password);
      const response = await exchange(request, ownDeadline());
      return readToken(accept(scope, PARTNER, request, response), ++generations);
    };
    return partners.get(partnerKey(scope), obtain, wait);
  };

  /** Asks in the partner's name; a partner token that IAM no longer takes is replaced once. */
  const askAsPartner = async (scope: CredentialScope, subject: Subject, request: ExchangeRequest) => {
    const attempt = async () => {
      const by = await partner(scope, ownDeadline());
      const signed = authorized(request, by, new Date(clock.now()));
      return { by, response: await exchange(signed, ownDeadline()) };
    };
    let { by, response } = await attempt();
    if (response.status === 401 && scope.credential.type === 'password') {
      partners.drop(partnerKey(scope), by.generation);
      ({ response } = await attempt());
    }
    return accept(scope, subject, request, response);
  };

  const customer = (
    scope: CredentialScope,
    customerId: string,
    wait: WaitOptions,
  ): Promise<Authorization> => {
    const { agencyName } = scope;
    if (agencyName === undefined) {
      throw new GatewayError(
        'FORBIDDEN',
        `expected agencyName for tenant ${JSON.stringify(scope.tenantId)} to act as a customer, got none`,
      );
    }
    const subject: Subject = { kind: 'customer', customerId };
    const obtain = async (): Promise<Lease> => {
      if (scope.customerMode === 'temporary-key') {
        const response = await askAsPartner(
          scope,
          subject,
          customerKeyRequest(scope, customerId, agencyName),
        );
        return readTemporaryKey(response, ++generations, customerId);
      }
      const response = await askAsPartner(
        scope,
        subject,
        customerTokenRequest(scope, customerId, agencyName),
      );
      return readToken(response, ++generations);
    };
    return customers.get(customerKey(scope, customerId), obtain, wait);
  };

  return {
    async authorize(scope, subject, wait) {
      wait.signal?.throwIfAborted();
      return subject.kind === 'partner' ? partner(scope, wait) : customer(scope, subject.customerId, wait);
    },
    invalidate(scope, subject, generation) {
      if (subject.kind === 'partner') partners.drop(partnerKey(scope), generation);
      else customers.drop(customerKey(scope, subject.customerId), generation);
    },
    get size() {
      return partners.size + customers.size;
    },
  };
}

function accept(
  scope: CredentialScope,
  subject: Subject,
  request: ExchangeRequest,
  response: ExchangeResponse,
): ExchangeResponse {
  if (response.status >= 200 && response.status <= 299) return response;
  throw refusal(request.operation, scope, subject, response);
}

const scopeKeys = new WeakMap<CredentialScope, string>();

/** Every field of the scope counts: a tenant whose password changed must not go on with the old token. */
function partnerKey(scope: CredentialScope): string {
  const known = scopeKeys.get(scope);
  if (known) return known;
  const { tenantId, iamEndpoint, domainId, domainName, agencyName, credential, customerMode } = scope;
  const fields = [iamEndpoint.href, domainId, domainName, agencyName, credential, customerMode];
  const digest = createHash('sha256').update(JSON.stringify(fields)).digest('base64url');
  const key = `${JSON.stringify(tenantId)} ${digest}`;
  scopeKeys.set(scope, key);
  return key;
}

function customerKey(scope: CredentialScope, customerId: string): string {
  return `${partnerKey(scope)} ${customerId}`;
}
