// A gateway of several tenants, each a partner of one upstream, in a process of its own.
import { createHash } from 'node:crypto';
import { readSettings } from '../../../src/config/environment.ts';
import { startGateway } from '../../../src/gateway.ts';
import type { SandboxCredentials } from '../../../src/sandbox/sandbox.ts';
import { sandboxTenant } from '../../../src/sandbox-tenant.ts';
import { createLogger } from '../../../src/telemetry/log.ts';
import { childOptions, tellParent } from '../child.ts';

export interface GatewayOptions {
  readonly credentials: SandboxCredentials;
  /** API keys of each tenant, in the order of the partners. */
  readonly keys: readonly (readonly string[])[];
}

const { credentials, keys } = await childOptions<GatewayOptions>();
const settings = readSettings({ PORT: '0', LOG_LEVEL: 'fatal' });
const gateway = await startGateway({
  settings,
  tenants: credentials.partners.map((partner, at) => ({
    ...sandboxTenant({ ...credentials, partner }, `tenant-${at}`),
    clients: (keys[at] ?? []).map((key) => ({
      type: 'apiKey',
      sha256: createHash('sha256').update(key).digest('hex'),
      role: 'PARTNER_ADMIN',
      customerId: undefined,
    })),
  })),
  logger: createLogger(settings.logLevel),
});
tellParent({ url: gateway.url });
