// Who signs a call: the partner with its key or token, or a customer through the agency that it granted.
// This room owns signatures, IAM exchanges and the credentials they yield: how long one lasts, when it is
// renewed, and that any number of waiters cause one exchange. It never reaches the network itself (the
// exchange is injected, so that it passes the one door), never decides which credential an operation
// needs, and never puts a secret into an error, a log line or an inspectable property. What the upstream makes
// of a credential is reported to it, so that it leaves a refused key alone and follows the upstream's clock.
import type { GatewayError } from '../errors/errors.ts';
import type { ServerTime } from './host-clocks.ts';
import type { SignableRequest } from './signing.ts';

export type PartnerCredential =
  | {
      readonly type: 'aksk';
      readonly accessKey: string;
      readonly secretKey: string;
      /** Present when the key is a temporary one. */
      readonly securityToken?: string;
    }
  | { readonly type: 'password'; readonly user: string; readonly password: string };

/** What a tenant brings along. Two scopes that differ in any field never share a credential. */
export interface CredentialScope {
  readonly tenantId: string;
  readonly bssEndpoint: URL;
  readonly iamEndpoint: URL;
  /** The partner's account. */
  readonly domainId: string;
  readonly domainName: string;
  /** Name of the agency under which customers delegate to the partner: the platform id. */
  readonly agencyName?: string;
  readonly credential: PartnerCredential;
}

/** Whose account signs: the partner's, or one of its customers' through the agency it granted. */
export type Subject =
  | { readonly kind: 'partner' }
  | { readonly kind: 'customer'; readonly customerId: string };

/** What the upstream made of the credential of a call. */
export type Verdict =
  | { readonly kind: 'accepted' }
  /** No answer, or one that says nothing about it. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'refused';
      readonly reason: 'signature' | 'clock' | 'locked';
      readonly serverTime?: ServerTime;
      readonly status: number;
      readonly errorCode?: string;
      readonly requestId?: string;
      /** The upstream's own words, without what they repeat of the request. */
      readonly words?: string;
    };

/**
 * What may help after a refusal: another credential, the same one with the upstream's time, or nothing. Then
 * `error` says what to check, where it is known.
 */
export type Recourse =
  | { readonly remedy: 'reauthorise' | 'resign' }
  | { readonly remedy: 'none'; readonly error?: GatewayError };

/** The right to make one request with a credential. */
export interface Authorization {
  /** The headers to add to `request`, signed for this instant by the clock of the request's host. */
  apply(request: SignableRequest, at: Date): Record<string, string>;
  /** Exactly once, when the request is over. */
  settle(verdict: Verdict): Recourse;
  /** Names this very credential, for `invalidate`. */
  readonly generation: number;
}

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** On the clock's `monotonic()` scale, in milliseconds. */
  readonly deadline: number;
}

export interface AuthorizeOptions extends WaitOptions {
  /** Catalogue name of what is to be called. */
  readonly operation: string;
}

export interface CredentialStore {
  /**
   * Rejects with the signal's reason, or with a GatewayError: DEADLINE_EXCEEDED, UPSTREAM_REJECTED when IAM
   * refuses or the key was refused a moment ago, UPSTREAM_BUSY or UPSTREAM_UNAVAILABLE when it cannot answer, FORBIDDEN without an agency.
   */
  authorize(scope: CredentialScope, subject: Subject, options: AuthorizeOptions): Promise<Authorization>;
  /** After a 401: forgets the credential, unless it was replaced since. */
  invalidate(scope: CredentialScope, subject: Subject, generation: number): void;
  /** Tokens held. */
  readonly size: number;
  /** Permanent keys that were refused and are left alone. */
  readonly refusedKeys: number;
  /** By host, how far its clock is ahead of this machine's, in milliseconds; only where they differ. */
  readonly clockOffsets: ReadonlyMap<string, number>;
}

export interface ExchangeRequest {
  readonly operation: 'CreateToken';
  readonly tenantId: string;
  readonly method: 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ExchangeResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly verdict: Verdict;
}

/** Sends one request to IAM; resolves with any complete response. */
export type Exchange = (request: ExchangeRequest, options: WaitOptions) => Promise<ExchangeResponse>;
