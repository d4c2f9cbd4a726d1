// Who signs a call: the partner with its key or token, or a customer through the agency that it granted.
// This room owns signatures, IAM exchanges and the credentials they yield: how long one lasts, when it is
// renewed, and that any number of waiters cause one exchange. It never reaches the network itself (the
// exchange is injected, so that it passes the one door), never decides which credential an operation
// needs, and never puts a secret into an error, a log line or an inspectable property.
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
  readonly iamEndpoint: URL;
  /** The partner's account. */
  readonly domainId: string;
  readonly domainName: string;
  /** Name of the agency under which customers delegate to the partner: the platform id. */
  readonly agencyName?: string;
  readonly credential: PartnerCredential;
  /** How to act as a customer; a token unless said otherwise. */
  readonly customerMode?: 'token' | 'temporary-key';
}

/** Whose account signs: the partner's, or one of its customers' through the agency it granted. */
export type Subject =
  | { readonly kind: 'partner' }
  | { readonly kind: 'customer'; readonly customerId: string };

export interface Authorization {
  /** The headers to add to `request`. Signs anew on every call: each attempt carries a fresh date. */
  apply(request: SignableRequest, at: Date): Record<string, string>;
  /** Names this very credential, for `invalidate`. */
  readonly generation: number;
}

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** On the clock's `monotonic()` scale, in milliseconds. */
  readonly deadline: number;
}

export interface CredentialStore {
  /**
   * Rejects with the signal's reason, or with a GatewayError: DEADLINE_EXCEEDED, UPSTREAM_REJECTED when IAM
   * refuses, UPSTREAM_BUSY or UPSTREAM_UNAVAILABLE when it cannot answer, FORBIDDEN without an agency.
   */
  authorize(scope: CredentialScope, subject: Subject, options: WaitOptions): Promise<Authorization>;
  /** After a 401: forgets the credential, unless it was replaced since. */
  invalidate(scope: CredentialScope, subject: Subject, generation: number): void;
  /** Tokens and temporary keys held. */
  readonly size: number;
}

export interface ExchangeRequest {
  readonly operation: 'CreateToken' | 'CreateTemporaryKey';
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
}

/** Sends one request to IAM; resolves with any complete response. */
export type Exchange = (request: ExchangeRequest, options: WaitOptions) => Promise<ExchangeResponse>;
