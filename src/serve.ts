import { systemClock } from './clock/clock.ts';
import { readSettings, type Settings } from './config/environment.ts';
import type { Tenant } from './config/tenant.ts';
import { readTenantsFile } from './config/tenants-file.ts';
import { watchFile } from './config/watch-file.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { startSandboxThread } from './sandbox/thread.ts';
import { sandboxTenant } from './sandbox-tenant.ts';
import { createLogger } from './telemetry/log.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs until a signal asks it to stop; throws ConfigurationError before anything has started. */
export async function serve(environment: Environment): Promise<void> {
  const settings = readSettings(environment);
  const logger = createLogger(settings.logLevel);
  const readTenants = (path: string) =>
    readTenantsFile(path, {
      environment,
      defaults: { bss: settings.bssEndpoint, iam: settings.iamEndpoint },
    });
  const configured = settings.tenantsFile ? readTenants(settings.tenantsFile) : undefined;
  const sandbox =
    settings.upstream === 'sandbox' && !configured ? await startSandboxThread(settings.sandbox) : undefined;
  const tenants = configured ?? [sandboxTenant(sandbox?.credentials)];
  const withViewer: Settings =
    sandbox && !settings.devViewer
      ? { ...settings, devViewer: { tenantId: 'sandbox', role: 'PARTNER_ADMIN', customerId: undefined } }
      : settings;
  let gateway: Gateway;
  try {
    gateway = await startGateway({ settings: withViewer, tenants, logger });
  } catch (error) {
    await sandbox?.close();
    throw error;
  }
  const watching = settings.tenantsFile
    ? watchFile(systemClock, settings.tenantsFile, (path) => {
        try {
          gateway.reload(readTenants(path));
          logger.info('the tenants file was reloaded');
        } catch (error) {
          logger.error(
            { reason: String(error) },
            'the tenants file changed but is not right; the old one stays',
          );
        }
      })
    : undefined;
  process.stdout.write(banner(gateway.url, tenants, sandbox ? settings.sandbox : undefined));

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping: requests under way are finished first');
    watching?.close();
    await gateway.close();
    await sandbox?.close();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function banner(url: string, tenants: readonly Tenant[], sandbox: Settings['sandbox'] | undefined): string {
  const data = sandbox
    ? `SYNTHETIC DATA: the embedded sandbox${sandbox.site === 'intl' ? ' of the international site' : ''} (${sandbox.customers} customers, seed ${sandbox.seed}), not a real account`
    : `${tenants.length} tenant${tenants.length === 1 ? '' : 's'}: ${tenants.map((tenant) => tenant.id).join(', ')}`;
  return [
    '',
    '  Partner Graph',
    `  GraphQL and GraphiQL  ${url}/graphql`,
    `  health and metrics    ${url}/livez  ${url}/readyz  ${url}/metrics`,
    `  data                  ${data}`,
    '',
    '',
  ].join('\n');
}
