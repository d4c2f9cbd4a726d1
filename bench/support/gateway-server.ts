import { readSettings } from '../../src/config/environment.ts';
import { startGateway } from '../../src/gateway.ts';
import type { SandboxCredentials } from '../../src/sandbox/sandbox.ts';
import { sandboxTenant } from '../../src/sandbox-tenant.ts';
import { createLogger } from '../../src/telemetry/log.ts';
import { childOptions, tellParent } from './child.ts';

export interface GatewayChildOptions {
  readonly credentials: SandboxCredentials;
  readonly environment: Readonly<Record<string, string>>;
  /** Calls per second per operation; lifts the catalogue's quotas. */
  readonly quotas: Readonly<Record<string, number>>;
}

const { credentials, environment, quotas } = await childOptions<GatewayChildOptions>();
const settings = readSettings({ PORT: '0', LOG_LEVEL: 'warn', DEV_VIEWER: 'sandbox', ...environment });
const gateway = await startGateway({
  settings,
  tenants: [{ ...sandboxTenant(credentials), quotas }],
  logger: createLogger(settings.logLevel),
});
tellParent({ url: gateway.url });
