// The store: which lease a subject needs, and the chain to it: password -> partner token -> customer's.
import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { GatewayError } from '../errors/errors.ts';
import { KeyAuthorization } from './authorization.ts';
import type {
  Authorization,
  AuthorizeOptions,
  CredentialScope,
  CredentialStore,
  Exchange,
  ExchangeRequest,
  ExchangeResponse,
  Recourse,
  Subject,
} from './credentials.ts';
import { HostClocks } from './host-clocks.ts';
import { authorized, customerTokenRequest, passwordRequest, readToken } from './iam.ts';
import { keyRefusal, refusal, refusesSubject } from './iam-refusal.ts';
import { KeyGate, type RefusedVerdict, refusalPause } from './key-gate.ts';
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
  /** A permanent key was refused. */
  readonly onKeyRefused?: (tenantId: string, operation: string, reason: RefusedVerdict['reason']) => void;
  /** The clock of a host turned out to be this far ahead of ours. */
  readonly onClockCorrected?: (host: string, offsetMs: number) => void;
}

const PARTNER: Subject = { kind: 'partner' };
const MAX_PARTNERS = 1_000;
/**
 * Some customers never grant the agency. Exchanges are as scarce as calls, so that a page with such customers
 * must not spend one on each of them every time; a customer that does grant it is let in a minute later.
 */
const CUSTOMER_REFUSED_MS = 60_000;

export function createCredentialStore(options: CredentialStoreOptions): CredentialStore {
  const { clock, exchange, maxCustomers = 10_000, exchangeTimeoutMs = 15_000, onKeyRefused } = options;
  const refreshAheadMs = options.refreshAheadMs ?? 30 * 60_000;
  // Wrong passwords lock a user as wrong signatures lock a key.
  const partners = new LeaseCache(clock, MAX_PARTNERS, refreshAheadMs, (error, count) =>
    refusesSubject(error, 'partner') ? refusalPause(count) : 0,
  );
  const customers = new LeaseCache(clock, maxCustomers, refreshAheadMs, (error) =>
    refusesSubject(error, 'customer') ? CUSTOMER_REFUSED_MS : 0,
  );
  const clocks = new HostClocks(clock, options.onClockCorrected);
  const keys = new KeyGate(clock);
  let generations = 0; // never given out twice, so that an old one can never hit a newer credential

  const ownDeadline = (operation: string): AuthorizeOptions => ({
    deadline: clock.monotonic() + exchangeTimeoutMs,
    operation,
  });

  const key = async (scope: CredentialScope, wait: AuthorizeOptions): Promise<Authorization> => {
    const { credential, domainId, tenantId } = scope;
    if (credential.type !== 'aksk') throw new Error('expected an access key, got a password');
    const { operation } = wait;
    const entry = await keys.enter(keyDigest(scope), operation, wait);
    if (!entry.entered) throw keyRefusal(operation, scope, entry.verdict);
    return new KeyAuthorization({
      key: { ...credential, domainId },
      clocks,
      end: (verdict) => {
        entry.end(verdict);
        if (verdict.kind !== 'refused') return { remedy: 'none' };
        onKeyRefused?.(tenantId, operation, verdict.reason);
        return { remedy: 'none', error: keyRefusal(operation, scope, verdict) };
      },
    });
  };

  const partner = (scope: CredentialScope, wait: AuthorizeOptions): Promise<Authorization> => {
    const { credential } = scope;
    if (credential.type === 'aksk') return key(scope, wait);
    const obtain = async (): Promise<Lease> => {
      const request = passwordRequest(scope, credential.user, credential.password);
      const response = await exchange(request, ownDeadline(request.operation));
      return readToken(accept(scope, PARTNER, request, response), ++generations, clock.now());
    };
    return partners.get(partnerKey(scope), obtain, wait);
  };

  /** Asks in the partner's name once: the answer, and what may help where that is a refusal of the partner. */
  const askOnce = async (scope: CredentialScope, request: ExchangeRequest) => {
    const by = await partner(scope, ownDeadline(request.operation));
    let recourse: Recourse | undefined;
    try {
      const signed = authorized(request, by, new Date(clock.now()));
      const response = await exchange(signed, ownDeadline(request.operation));
      recourse = by.settle(response.verdict);
      return { response, recourse, generation: by.generation };
    } finally {
      if (!recourse) by.settle({ kind: 'unknown' });
    }
  };

  /** A partner token that IAM no longer takes is replaced once; a signature follows IAM's clock once. */
  const askAsPartner = async (scope: CredentialScope, subject: Subject, request: ExchangeRequest) => {
    let asked = await askOnce(scope, request);
    if (asked.recourse.remedy !== 'none') {
      if (asked.recourse.remedy === 'reauthorise') partners.drop(partnerKey(scope), asked.generation);
      asked = await askOnce(scope, request);
    }
    if (asked.recourse.remedy === 'none' && asked.recourse.error) throw asked.recourse.error;
    return accept(scope, subject, request, asked.response);
  };

  const customer = (
    scope: CredentialScope,
    customerId: string,
    wait: AuthorizeOptions,
  ): Promise<Authorization> => {
    const { agencyName } = scope;
    if (agencyName === undefined) {
      throw new GatewayError(
        'FORBIDDEN',
        `expected agencyName for tenant ${JSON.stringify(scope.tenantId)} to act as a customer, got none`,
      );
    }
    const obtain = async (): Promise<Lease> => {
      const request = customerTokenRequest(scope, customerId, agencyName);
      const response = await askAsPartner(scope, { kind: 'customer', customerId }, request);
      return readToken(response, ++generations, clock.now());
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
    get refusedKeys() {
      return keys.closed;
    },
    get clockOffsets() {
      return clocks.offsets;
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

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/** Made once per scope, which is an object that lives as long as its tenant does. */
function perScope(make: (scope: CredentialScope) => string): (scope: CredentialScope) => string {
  const made = new WeakMap<CredentialScope, string>();
  return (scope) => {
    const known = made.get(scope);
    if (known) return known;
    const fresh = make(scope);
    made.set(scope, fresh);
    return fresh;
  };
}

/** Every field of the scope counts: a tenant whose password changed must not go on with the old token. */
const partnerKey = perScope(
  ({ tenantId, bssEndpoint, iamEndpoint, domainId, domainName, agencyName, credential }) =>
    digest([tenantId, bssEndpoint.href, iamEndpoint.href, domainId, domainName, agencyName, credential]),
);

/** Without the tenant: what locks a key is how often it is refused, whichever tenants use it. */
const keyDigest = perScope(({ bssEndpoint, iamEndpoint, credential }) =>
  digest([bssEndpoint.href, iamEndpoint.href, credential]),
);

/** Of one length, whatever a client gives as an id. */
function customerKey(scope: CredentialScope, customerId: string): string {
  return digest([partnerKey(scope), customerId]);
}
