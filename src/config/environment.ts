// The environment, read once, checked, frozen. A bad value stops the start with one line that names the variable,
// what was expected and what was got. Nothing else in the gateway reads process.env; the tenants file is read
// beside, under the same rules.
import { isIP, isIPv4 } from 'node:net';
import { LOG_LEVELS, type LogLevel } from '../telemetry/log.ts';
import { ConfigurationError } from './expectation.ts';
import { type Limits, readLimits } from './limits.ts';
import { ROLES, type Role, SITES, type Tenant } from './tenant.ts';

export interface DevViewer {
  readonly tenantId: string;
  readonly role: Role;
  readonly customerId: string | undefined;
}

export interface Settings {
  readonly host: string;
  readonly port: number;
  /** Whether the embedded sandbox is started. */
  readonly upstream: 'sandbox' | 'cn' | 'intl';
  readonly bssEndpoint: URL | undefined;
  readonly iamEndpoint: URL | undefined;
  readonly tenantsFile: string | undefined;
  readonly redisUrl: URL | undefined;
  readonly egressAddresses: readonly string[];
  /** Longest time a request may take, in ms. */
  readonly deadlineMs: number;
  readonly maxUpstreamCalls: number | undefined;
  /** Most values of an answer: objects, elements of lists and scalars. */
  readonly maxAnswerNodes: number;
  /** Longest answer of the upstream, as it comes and as it is unpacked. */
  readonly maxResponseBytes: number;
  /** Longest time from the signal to stop to the end, in ms; by default a whole request fits into it. */
  readonly drainMs: number;
  /** How many replicas share the quota; only used while Redis is away. */
  readonly replicas: number;
  readonly devViewer: DevViewer | undefined;
  readonly sandbox: { readonly customers: number; readonly seed: number; readonly site: Tenant['site'] };
  readonly logLevel: LogLevel;
  /** Where spans are exported to (OTLP over HTTP); undefined where nobody asked for them. */
  readonly tracesEndpoint: URL | undefined;
  /** Origins whose web pages may read answers; none unless listed. */
  readonly corsOrigins: readonly string[];
  readonly limits: Limits;
}

/** After the last deadline, to send what was answered. */
const DRAIN_MARGIN_MS = 2_000;

type Environment = Readonly<Record<string, string | undefined>>;

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

export function readSettings(environment: Environment): Settings {
  const read = reader(environment);
  const host = read.text('HOST') ?? '127.0.0.1';
  const tenantsFile = read.text('TENANTS_FILE');
  const upstream = read.oneOf('UPSTREAM', ['sandbox', 'cn', 'intl']) ?? (tenantsFile ? 'cn' : 'sandbox');
  const devViewer = parseDevViewer(read.text('DEV_VIEWER'));
  if (upstream !== 'sandbox' && !tenantsFile) {
    throw new ConfigurationError('TENANTS_FILE', `a tenants file when UPSTREAM is ${upstream}`, 'nothing');
  }
  const forTenants = (name: string, url: URL | undefined): URL | undefined => {
    if (tenantsFile || !url) return url;
    const expected = 'to be unset without TENANTS_FILE, because the embedded sandbox has its own';
    throw new ConfigurationError(name, expected, `${url.protocol}//…`);
  };
  if (devViewer && !isLoopback(host)) {
    throw new ConfigurationError(
      'DEV_VIEWER',
      'to be unset unless HOST is a loopback address, because it lets everybody in',
      `HOST=${host}`,
    );
  }
  const deadlineMs = read.integer('DEADLINE_MS', 1, 600_000) ?? 15_000;
  return Object.freeze({
    host,
    port: read.integer('PORT', 0, 65_535) ?? 4000,
    upstream,
    bssEndpoint: forTenants('BSS_ENDPOINT', read.url('BSS_ENDPOINT', ['http:', 'https:'])),
    iamEndpoint: forTenants('IAM_ENDPOINT', read.url('IAM_ENDPOINT', ['http:', 'https:'])),
    tenantsFile,
    redisUrl: read.url('REDIS_URL', ['redis:', 'rediss:']),
    egressAddresses: read.addresses('EGRESS_ADDRESSES'),
    deadlineMs,
    maxUpstreamCalls: read.integer('MAX_UPSTREAM_CALLS', 1, 1_000_000),
    maxAnswerNodes: read.integer('MAX_ANSWER_NODES', 1, 100_000_000) ?? 100_000,
    maxResponseBytes: read.integer('MAX_RESPONSE_BYTES', 1_024, 1_073_741_824) ?? 8 * 1024 * 1024,
    drainMs: read.integer('DRAIN_MS', 1_000, 3_600_000) ?? deadlineMs + DRAIN_MARGIN_MS,
    replicas: read.integer('REPLICAS', 1, 1000) ?? 1,
    devViewer,
    sandbox: Object.freeze({
      customers: read.integer('SANDBOX_CUSTOMERS', 1, 100_000) ?? 60,
      seed: read.integer('SANDBOX_SEED', 0, 4_294_967_295) ?? 7,
      site: read.oneOf('SANDBOX_SITE', SITES) ?? 'cn',
    }),
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS) ?? 'info',
    tracesEndpoint: tracesEndpoint(read),
    corsOrigins: read.origins('CORS_ORIGINS'),
    limits: readLimits(read.integer),
  });
}

/** The standard OpenTelemetry variables; an endpoint for everything has the traces under its own path. */
function tracesEndpoint(read: ReturnType<typeof reader>): URL | undefined {
  const off = read.text('OTEL_SDK_DISABLED') === 'true' || read.text('OTEL_TRACES_EXPORTER') === 'none';
  const own = read.url('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', ['http:', 'https:']);
  const all = read.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']);
  if (off) return undefined;
  return own ?? (all && new URL(`${all.href.replace(/\/$/, '')}/v1/traces`));
}

function parseDevViewer(value: string | undefined): DevViewer | undefined {
  if (value === undefined) return undefined;
  const [tenantId, role = 'PARTNER_ADMIN', customerId, ...rest] = value.split(':');
  const known = ROLES.find((candidate) => candidate === role);
  if (!tenantId || !known || rest.length > 0 || (known === 'CUSTOMER') !== Boolean(customerId)) {
    throw new ConfigurationError(
      'DEV_VIEWER',
      `tenant[:ROLE[:customerId]] with ROLE one of ${ROLES.join(', ')} and a customerId for CUSTOMER only`,
      JSON.stringify(value),
    );
  }
  return Object.freeze({ tenantId, role: known, customerId });
}

function reader(environment: Environment) {
  const text = (name: string) => environment[name]?.trim() || undefined;
  return {
    text,
    integer(name: string, min: number, max: number): number | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = Number(value);
      if (!/^\d+$/.test(value) || number < min || number > max) {
        throw new ConfigurationError(name, `a whole number from ${min} to ${max}`, JSON.stringify(value));
      }
      return number;
    },
    oneOf<const Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      const choice = choices.find((candidate) => candidate === value);
      if (!choice) throw new ConfigurationError(name, `one of ${choices.join(', ')}`, JSON.stringify(value));
      return choice;
    },
    url(name: string, protocols: readonly string[]): URL | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      const url = URL.canParse(value) ? new URL(value) : undefined;
      if (!url || !protocols.includes(url.protocol)) {
        const expected = `a URL beginning with ${protocols.map((p) => `${p}//`).join(' or ')}`;
        // A Redis URL may carry a password, so the value itself is not repeated.
        throw new ConfigurationError(name, expected, url ? `${url.protocol}//…` : 'something else');
      }
      return url;
    },
    origins(name: string): readonly string[] {
      const listed = (text(name) ?? '').split(',').map((part) => part.trim());
      const wrong = listed.find((one) => one !== '' && (!URL.canParse(one) || new URL(one).origin !== one));
      if (wrong) {
        const expected = 'origins such as https://portal.example, separated by commas';
        throw new ConfigurationError(name, expected, JSON.stringify(wrong));
      }
      return Object.freeze([...new Set(listed.filter(Boolean))]);
    },
    addresses(name: string): readonly string[] {
      const addresses = (text(name) ?? '').split(',').map((part) => part.trim());
      const listed = addresses.filter(Boolean);
      const wrong = listed.find((address) => isIP(address) === 0);
      if (wrong)
        throw new ConfigurationError(name, 'IP addresses separated by commas', JSON.stringify(wrong));
      return Object.freeze([...new Set(listed)]);
    },
  };
}
