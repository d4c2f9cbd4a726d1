// The tenants file: JSON, validated; secrets by reference only (`env:NAME` or `file:PATH`), so that the
// file itself can be read by people who may not read the secrets.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigurationError, firstIssue } from './expectation.ts';
import { ROLES, type Tenant } from './tenant.ts';

const SITES = {
  cn: { bss: 'https://bss.myhuaweicloud.com', iam: 'https://iam.myhuaweicloud.com' },
  intl: { bss: 'https://bss-intl.myhuaweicloud.com', iam: 'https://iam.ap-southeast-1.myhuaweicloud.com' },
} as const;

const name = z.string().min(1);
const endpoint = z.url({ protocol: /^https?$/, error: 'expected an http or https URL' });
const reference = z
  .string()
  .regex(/^(env|file):.+$/, 'expected a reference to a secret, env:NAME or file:PATH, not the secret itself');

const client = z
  .strictObject({
    type: z.literal('apiKey'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/i, 'expected 64 hex digits'),
    role: z.enum(ROLES),
    customerId: name.optional(),
  })
  .refine((value) => (value.role === 'CUSTOMER') === (value.customerId !== undefined), {
    message: 'expected a customerId exactly when role is CUSTOMER',
  });

const tenant = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, 'expected 1 to 64 letters, digits, dots, dashes or underscores'),
  site: z.enum(['cn', 'intl']).default('cn'),
  endpoints: z.strictObject({ bss: endpoint.optional(), iam: endpoint.optional() }).default({}),
  partner: z.strictObject({
    domainId: name,
    domainName: name,
    credential: z.discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('aksk'),
        accessKey: reference,
        secretKey: reference,
        securityToken: reference.optional(),
      }),
      z.strictObject({ type: z.literal('password'), user: name, password: reference }),
    ]),
  }),
  agencyName: name.optional(),
  distributor: z.boolean().default(false),
  customers: z.strictObject({ delegated: z.boolean().default(false) }).default({ delegated: false }),
  clients: z.array(client).default([]),
  quotas: z.record(z.string(), z.number().positive()).default({}),
  maxUpstreamCalls: z.partialRecord(z.enum(ROLES), z.number().int().positive()).default({}),
});

const file = z.strictObject({ tenants: z.array(tenant).min(1) });

export interface SecretSources {
  /** Told of each file that is read, also where that fails: the tenants file and those of its secrets. */
  readonly onFile?: (path: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Endpoints that replace the site's own where a tenant names none. */
  readonly defaults: { readonly bss: URL | undefined; readonly iam: URL | undefined };
}

/** Reads and validates the file at `path`; throws ConfigurationError with one line when it is not right. */
export function readTenantsFile(path: string, sources: SecretSources): readonly Tenant[] {
  let source: string;
  sources.onFile?.(resolve(path));
  try {
    source = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new ConfigurationError('TENANTS_FILE', 'a readable file', `${reason} for ${path}`);
  }
  return parseTenants(source, dirname(resolve(path)), sources);
}

export function parseTenants(source: string, folder: string, sources: SecretSources): readonly Tenant[] {
  let document: unknown;
  try {
    document = JSON.parse(source);
  } catch {
    throw new ConfigurationError('TENANTS_FILE', 'JSON', 'text that does not parse as JSON');
  }
  const parsed = file.safeParse(document);
  if (!parsed.success) {
    const { path, message } = firstIssue(parsed.error);
    throw new ConfigurationError(`TENANTS_FILE ${path || 'document'}`, 'the documented format', message);
  }
  refuseSharedKeys(parsed.data.tenants);
  const seen = new Set<string>();
  return Object.freeze(
    parsed.data.tenants.map((entry, index) => {
      if (seen.has(entry.id)) {
        throw new ConfigurationError(`TENANTS_FILE tenants[${index}].id`, 'a unique id', `${entry.id} twice`);
      }
      seen.add(entry.id);
      return toTenant(entry, `TENANTS_FILE tenants[${index}]`, folder, sources);
    }),
  );
}

/** A key says which tenant asks: one that two clients share would let one into the other's data. */
function refuseSharedKeys(tenants: readonly z.output<typeof tenant>[]): void {
  const places = new Map<string, string>();
  for (const [index, { clients }] of tenants.entries()) {
    for (const [position, { sha256 }] of clients.entries()) {
      const place = `tenants[${index}].clients[${position}]`;
      const taken = places.get(sha256.toLowerCase());
      if (taken) {
        throw new ConfigurationError(
          `TENANTS_FILE ${place}.sha256`,
          'a key that no other client has',
          `that of ${taken}`,
        );
      }
      places.set(sha256.toLowerCase(), place);
    }
  }
}

function toTenant(
  entry: z.output<typeof tenant>,
  at: string,
  folder: string,
  sources: SecretSources,
): Tenant {
  const secret = (value: string, key: string) =>
    readSecret(value, `${at}.partner.credential.${key}`, folder, sources);
  const inHeader = (value: string, key: string) =>
    visible(secret(value, key), `${at}.partner.credential.${key}`);
  const { credential } = entry.partner;
  const site = SITES[entry.site];
  return Object.freeze({
    id: entry.id,
    site: entry.site,
    endpoints: Object.freeze({
      bss: new URL(entry.endpoints.bss ?? sources.defaults.bss ?? site.bss),
      iam: new URL(entry.endpoints.iam ?? sources.defaults.iam ?? site.iam),
    }),
    partner: Object.freeze({
      domainId: entry.partner.domainId,
      domainName: entry.partner.domainName,
      credential:
        credential.type === 'password'
          ? { ...credential, password: secret(credential.password, 'password') }
          : {
              type: credential.type,
              accessKey: inHeader(credential.accessKey, 'accessKey'),
              secretKey: secret(credential.secretKey, 'secretKey'),
              ...(credential.securityToken
                ? { securityToken: inHeader(credential.securityToken, 'securityToken') }
                : {}),
            },
    }),
    agencyName: entry.agencyName,
    distributor: entry.distributor,
    delegatedCustomers: entry.customers.delegated,
    clients: entry.clients.map((one) => ({
      ...one,
      sha256: one.sha256.toLowerCase(),
      customerId: one.customerId,
    })),
    quotas: Object.freeze(entry.quotas),
    maxUpstreamCalls: Object.freeze(entry.maxUpstreamCalls),
  });
}

/** What is sent in a header, and so has to be what HTTP allows there. */
function visible(value: string, at: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new ConfigurationError(at, 'printable ASCII without spaces', 'other characters');
}

function readSecret(reference: string, at: string, folder: string, sources: SecretSources): string {
  if (reference.startsWith('env:')) {
    const variable = reference.slice('env:'.length);
    const value = sources.environment[variable];
    if (!value) throw new ConfigurationError(at, `the environment variable ${variable} to be set`, 'nothing');
    return value;
  }
  const path = resolve(folder, reference.slice('file:'.length));
  sources.onFile?.(path);
  try {
    const value = readFileSync(path, 'utf8').trim();
    if (value) return value;
  } catch {
    throw new ConfigurationError(at, `a readable file at ${path}`, 'none');
  }
  throw new ConfigurationError(at, `a secret in the file ${path}`, 'an empty file');
}
