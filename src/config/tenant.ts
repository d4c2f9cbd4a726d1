// A tenant: one partner account, where its upstream is, and who may ask on its behalf.

export const ROLES = ['PARTNER_ADMIN', 'PARTNER_OPERATOR', 'CUSTOMER'] as const;
export const SITES = ['cn', 'intl'] as const;
export type Site = (typeof SITES)[number];
/** Partner roles see the whole tenant; a CUSTOMER sees the one customer it is bound to. */
export type Role = (typeof ROLES)[number];

export interface ApiKeyClient {
  readonly type: 'apiKey';
  /** Hex SHA-256 of the key; the key itself is never stored. */
  readonly sha256: string;
  readonly role: Role;
  readonly customerId: string | undefined;
}

export type PartnerCredential =
  | {
      readonly type: 'aksk';
      readonly accessKey: string;
      readonly secretKey: string;
      readonly securityToken?: string;
    }
  | { readonly type: 'password'; readonly user: string; readonly password: string };

export interface Tenant {
  readonly id: string;
  readonly site: Site;
  readonly endpoints: { readonly bss: URL; readonly iam: URL };
  readonly partner: {
    readonly domainId: string;
    readonly domainName: string;
    readonly credential: PartnerCredential;
  };
  /** Platform id (xaccountType) under which customers grant their agency. */
  readonly agencyName: string | undefined;
  readonly distributor: boolean;
  readonly delegatedCustomers: boolean;
  readonly clients: readonly ApiKeyClient[];
  /** Calls per second by operation, where the upstream granted more or less than the operation says. */
  readonly quotas: Readonly<Record<string, number>>;
  /** Upper bound on the calls of one request, per role. */
  readonly maxUpstreamCalls: Readonly<Partial<Record<Role, number>>>;
}
