// The accounts that may call: partners, whose secrets follow from the seed, and their customers, who are
// reached through the agency that they granted.
import { createHmac } from 'node:crypto';
import type { Customer } from '../world/types.ts';
import type { World } from '../world/world.ts';

export interface PartnerAccount {
  readonly domainId: string;
  readonly domainName: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly user: string;
  readonly userId: string;
  readonly password: string;
  readonly agencyName: string;
}

/** One partner of the sandbox: who it is, and what it can see. */
export interface Tenant {
  readonly account: PartnerAccount;
  readonly world: World;
}

/** Who signs a call: a partner, or one customer of it. `id` is what quotas are counted by (ParentUid). */
export interface Caller {
  readonly id: string;
  readonly tenant: Tenant;
  readonly customer?: Customer;
}

/** Synthetic secrets: the same seed gives the same ones, another seed others. They protect nothing. */
const derive = (seed: number, purpose: string): string =>
  createHmac('sha256', `partner-graph sandbox ${seed}`).update(purpose).digest('hex');

export function partnerAccount(seed: number, number: number): PartnerAccount {
  const from = (purpose: string) => derive(seed, `${number} ${purpose}`);
  return {
    domainId: from('domain').slice(0, 32),
    domainName: `sandbox_partner_${number}`,
    accessKey: from('access key').slice(0, 20).toUpperCase(),
    secretKey: from('secret key').slice(0, 40),
    user: `sandbox_partner_${number}_user`,
    userId: from('user').slice(0, 32),
    password: `Sandbox-${from('password').slice(0, 16)}`,
    agencyName: `sandbox_agency_${number}`,
  };
}

export const sealingKey = (seed: number): string => derive(seed, 'tokens');
