import { systemClock } from './clock/clock.ts';
import { readSettings, type Settings } from './config/environment.ts';
import type { Tenant } from './config/tenant.ts';
import { readTenantsFile } from './config/tenants-file.ts';
import { watchFiles } from './config/watch-files.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { guardProcess } from './process-guard.ts';
import { startSandboxThread } from './sandbox/thread.ts';
import { sandboxTenant } from './sandbox-tenant.ts';
import { openLog } from './telemetry/log.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs until a signal asks it to stop; throws ConfigurationError before anything has started. */
export async function serve(environment: Environment): Promise<void> {
  const settings = readSettings(environment);
  const log = openLog(settings.logLevel);
  const { logger } = log;
  let files = new Set<string>();
  const readTenants = (path: string) => {
    files = new Set();
    return readTenantsFile(path, {
      environment,
      defaults: { bss: settings.bssEndpoint, iam: settings.iamEndpoint },
      onFile: (file) => void files.add(file),
    });
  };
  const configured = settings.tenantsFile ? readTenants(settings.tenantsFile) : undefined;
  const sandbox =
    settings.upstream === 'sandbox' && !configured ? await startSandboxThread(settings.sandbox) : undefined;
  const tenants = configured ?? [sandboxTenant(sandbox?.credentials)];
  const withViewer: Settings =
    sandbox && !settings.devViewer
      ? { ...settings, devViewer: { tenantId: 'sandbox', role: 'PARTNER_ADMIN', customerId: undefined } }
      : settings;
  const starting = startGateway({
    settings: withViewer,
    tenants,
    logger,
    droppedLogLines: () => log.dropped,
  });
  const { tenantsFile } = settings;
  const reload = async (path: string) => {
    try {
      (await starting).reload(readTenants(path));
      logger.info('the tenants file was reloaded');
    } catch (error) {
      logger.error({ reason: String(error) }, 'the tenants file changed but is not right; the old one stays');
    }
  };
  // From before the gateway stands, so that no change is missed meanwhile.
  const watching = tenantsFile
    ? watchFiles({ clock: systemClock, files: () => [...files], changed: () => reload(tenantsFile) })
    : undefined;
  let gateway: Gateway;
  try {
    gateway = await starting;
  } catch (error) {
    watching?.close();
    await sandbox?.close();
    throw error;
  }
  process.stdout.write(banner(gateway.url, tenants, sandbox ? settings.sandbox : undefined));

  let stopping = false;
  const stop = async (exitCode: number) => {
    if (stopping) return;
    stopping = true;
    // Whatever hangs, the process ends.
    systemClock.after(settings.drainMs + LAST_MS, () => process.exit(1), { unref: true });
    watching?.close();
    await gateway.close().catch((error: unknown) => logger.error({ err: error }, 'stopping failed'));
    await sandbox?.close();
    log.end();
    process.exit(exitCode);
  };
  const onSignal = (signal: string) => {
    logger.info({ signal }, 'stopping: requests under way are finished first');
    void stop(0);
  };
  guardProcess({ logger, onFailure: gateway.countFailure, stop: (exitCode) => void stop(exitCode) });
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
}

/** After the drain: connections to the upstream, Redis and a collector are closed. */
const LAST_MS = 5_000;

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
