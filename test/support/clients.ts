import { createHash } from 'node:crypto';
import type { ApiKeyClient, Role } from '../../src/config/tenant.ts';

/** A client of a tenant as the tenants file would declare it, for a key that the test invents. */
export function clientWithKey(key: string, role: Role, customerId?: string): ApiKeyClient {
  const sha256 = createHash('sha256').update(key).digest('hex');
  return { type: 'apiKey', sha256, role, customerId };
}

export const withKey = (key: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${key}`,
});
