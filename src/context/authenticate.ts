import { createHash } from 'node:crypto';
import type { DevViewer } from '../config/environment.ts';
import { ConfigurationError } from '../config/expectation.ts';
import type { Tenant } from '../config/tenant.ts';
import { GatewayError } from '../errors/errors.ts';
import type { Viewer } from './viewer.ts';

/** Finds out who asks from the headers of a request; throws UNAUTHENTICATED when it cannot. */
export type Authenticate = (header: (name: string) => string | null | undefined) => Viewer;

/** A viewer for every API key of the tenants, or the development viewer for everybody. */
export function createAuthenticate(
  tenants: readonly Tenant[],
  devViewer: DevViewer | undefined,
): Authenticate {
  if (devViewer) {
    const viewer = toDevViewer(tenants, devViewer);
    return () => viewer;
  }
  const byHash = new Map(
    tenants.flatMap((tenant) =>
      tenant.clients.map((client): [string, Viewer] => [
        client.sha256,
        {
          id: `${tenant.id}/${client.sha256.slice(0, 16)}`,
          tenant,
          role: client.role,
          customerId: client.customerId,
        },
      ]),
    ),
  );
  return (header) => {
    const key = header('x-api-key') ?? /^Bearer\s+(\S+)$/i.exec(header('authorization') ?? '')?.[1];
    if (!key) {
      throw new GatewayError(
        'UNAUTHENTICATED',
        'Expected an API key, as "Authorization: Bearer <key>" or "x-api-key: <key>", got none',
      );
    }
    // Keys are looked up by their hash, so that no comparison depends on how much of a key was guessed.
    const viewer = byHash.get(createHash('sha256').update(key).digest('hex'));
    if (!viewer) throw new GatewayError('UNAUTHENTICATED', 'Expected a known API key, got another one');
    return viewer;
  };
}

function toDevViewer(tenants: readonly Tenant[], { tenantId, role, customerId }: DevViewer): Viewer {
  const tenant = tenants.find((candidate) => candidate.id === tenantId);
  if (!tenant) {
    const known = tenants.map((candidate) => candidate.id).join(', ');
    throw new ConfigurationError('DEV_VIEWER', `a tenant that exists (${known})`, JSON.stringify(tenantId));
  }
  return { id: `${tenant.id}/dev/${customerId ?? role}`, tenant, role, customerId };
}
