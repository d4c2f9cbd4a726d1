// A gateway of several tenants, each a partner of one upstream, in a process of its own.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { readSettings } from '../../../src/config/environment.ts';
import { startGateway } from '../../../src/gateway.ts';
import { operations } from '../../../src/operations/operations.ts';
import type { SandboxCredentials } from '../../../src/sandbox/sandbox.ts';
import { sandboxTenant } from '../../../src/sandbox-tenant.ts';
import { createLogger } from '../../../src/telemetry/log.ts';
import { childOptions, tellParent } from '../child.ts';

export interface GatewayOptions {
  readonly credentials: SandboxCredentials;
  /** API keys of each tenant, in the order of the partners. */
  readonly keys: readonly (readonly string[])[];
  /** Lifts the quotas of the catalogue. */
  readonly withoutQuotas?: boolean;
}

/** First where it is, then its heap after each collection that it was asked for. */
export interface GatewaySays {
  readonly url?: string;
  readonly heapBytes?: number;
}

const { credentials, keys, withoutQuotas = false } = await childOptions<GatewayOptions>();
const unlimited = Object.fromEntries(operations.map(({ name }) => [name, 100_000]));
const settings = readSettings({ PORT: '0', LOG_LEVEL: 'fatal' });
const gateway = await startGateway({
  settings,
  tenants: credentials.partners.map((partner, at) => ({
    ...sandboxTenant({ ...credentials, partner }, `tenant-${at}`),
    quotas: withoutQuotas ? unlimited : {},
    clients: (keys[at] ?? []).map((key) => ({
      type: 'apiKey',
      sha256: createHash('sha256').update(key).digest('hex'),
      role: 'PARTNER_ADMIN',
      customerId: undefined,
    })),
  })),
  logger: createLogger(settings.logLevel),
});
tellParent({ url: gateway.url } satisfies GatewaySays);
process.on('message', async () => {
  // Weak references and finalizers let go in the turns after a collection.
  for (let round = 0; round < 3; round++) {
    await delay(20);
    globalThis.gc?.();
  }
  tellParent({ heapBytes: process.memoryUsage().heapUsed } satisfies GatewaySays);
});
