import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseTenants, readTenantsFile } from '../../../src/config/tenants-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenants-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HASH = 'ab'.repeat(32);
const CREDENTIAL = { type: 'aksk', accessKey: 'env:AK', secretKey: 'env:SK' };
const ACME = { id: 'acme', partner: { domainId: 'd1', domainName: 'acme-domain', credential: CREDENTIAL } };
const SOURCES = {
  environment: { AK: 'the-access-key', SK: 'the-secret-key' },
  defaults: { bss: undefined, iam: undefined },
};

const parse = (...tenants: readonly unknown[]) => parseTenants(JSON.stringify({ tenants }), folder, SOURCES);
const withPartner = (change: object) => ({ ...ACME, partner: { ...ACME.partner, ...change } });
const withClient = (client: object) => ({ ...ACME, clients: [{ type: 'apiKey', sha256: HASH, ...client }] });

describe('a tenants file that is right', () => {
  it('needs little, and gets the endpoints of its site', () => {
    const [tenant] = parse(ACME);
    expect(tenant).toEqual({
      id: 'acme',
      site: 'cn',
      endpoints: {
        bss: new URL('https://bss.myhuaweicloud.com'),
        iam: new URL('https://iam.myhuaweicloud.com'),
      },
      partner: {
        domainId: 'd1',
        domainName: 'acme-domain',
        credential: { type: 'aksk', accessKey: 'the-access-key', secretKey: 'the-secret-key' },
      },
      agencyName: undefined,
      distributor: false,
      delegatedCustomers: false,
      clients: [],
      quotas: {},
      maxUpstreamCalls: {},
    });
    expect(Object.isFrozen(tenant)).toBe(true);
    expect(parse({ ...ACME, site: 'intl' })[0]?.endpoints.bss.host).toBe('bss-intl.myhuaweicloud.com');
  });

  it('may say all of it', () => {
    const [tenant] = parse({
      ...ACME,
      endpoints: { bss: 'http://127.0.0.1:8801', iam: 'http://127.0.0.1:8802' },
      agencyName: 'platform',
      distributor: true,
      customers: { delegated: true },
      clients: [
        { type: 'apiKey', sha256: HASH.toUpperCase(), role: 'PARTNER_OPERATOR' },
        { type: 'apiKey', sha256: 'cd'.repeat(32), role: 'CUSTOMER', customerId: 'c1' },
      ],
      quotas: { ListSubCustomers: 5 },
      maxUpstreamCalls: { CUSTOMER: 50 },
    });
    expect(tenant?.endpoints.iam.port).toBe('8802');
    expect(tenant).toMatchObject({
      agencyName: 'platform',
      distributor: true,
      delegatedCustomers: true,
      quotas: { ListSubCustomers: 5 },
      maxUpstreamCalls: { CUSTOMER: 50 },
    });
    expect(tenant?.clients.map((client) => [client.sha256, client.role, client.customerId])).toEqual([
      [HASH, 'PARTNER_OPERATOR', undefined],
      ['cd'.repeat(32), 'CUSTOMER', 'c1'],
    ]);
  });

  it('takes secrets from files beside it, and the endpoints of the environment', () => {
    writeFileSync(join(folder, 'password'), 'from-a-file\n');
    const credential = { type: 'password', user: 'robot', password: 'file:password' };
    const [tenant] = parseTenants(JSON.stringify({ tenants: [withPartner({ credential })] }), folder, {
      environment: {},
      defaults: { bss: new URL('http://127.0.0.1:1'), iam: undefined },
    });
    expect(tenant?.partner.credential).toEqual({ type: 'password', user: 'robot', password: 'from-a-file' });
    expect(tenant?.endpoints.bss.port).toBe('1');
    expect(tenant?.endpoints.iam.host).toBe('iam.myhuaweicloud.com');
  });

  it('may hold a temporary key', () => {
    const credential = { ...CREDENTIAL, securityToken: 'env:SK' };
    expect(parse(withPartner({ credential }))[0]?.partner.credential).toMatchObject({
      securityToken: 'the-secret-key',
    });
  });
});

describe('a tenants file that is wrong', () => {
  it.each([
    ['nothing', { tenants: [] }, /^TENANTS_FILE tenants: expected the documented format, got .*>=1/],
    ['no tenants', {}, /^TENANTS_FILE tenants: expected the documented format, got .*array/],
    ['a list', [], /^TENANTS_FILE document: expected the documented format, got .*object/],
    ['an unknown key', { tenants: [{ ...ACME, name: 'x' }] }, /tenants\[0\]: .*"name"/],
    ['an id with blanks', { tenants: [{ ...ACME, id: 'a b' }] }, /tenants\[0\]\.id: .*letters, digits/],
    [
      'the same id twice',
      { tenants: [ACME, ACME] },
      /tenants\[1\]\.id: expected a unique id, got acme twice/,
    ],
    ['another site', { tenants: [{ ...ACME, site: 'moon' }] }, /tenants\[0\]\.site: /],
    [
      'an endpoint that is no URL',
      { tenants: [{ ...ACME, endpoints: { bss: 'bss' } }] },
      /tenants\[0\]\.endpoints\.bss: .*http or https URL/,
    ],
    [
      'an endpoint of another kind',
      { tenants: [{ ...ACME, endpoints: { iam: 'file:///x' } }] },
      /tenants\[0\]\.endpoints\.iam: .*http or https URL/,
    ],
    ['no partner', { tenants: [{ id: 'acme' }] }, /tenants\[0\]\.partner: /],
    [
      'another kind of credential',
      { tenants: [withPartner({ credential: { type: 'magic' } })] },
      /tenants\[0\]\.partner\.credential\.type: /,
    ],
    [
      'a variable that is not set',
      { tenants: [withPartner({ credential: { ...CREDENTIAL, secretKey: 'env:NOPE' } })] },
      /tenants\[0\]\.partner\.credential\.secretKey: expected the environment variable NOPE to be set, got nothing$/,
    ],
    [
      'a file that is not there',
      { tenants: [withPartner({ credential: { ...CREDENTIAL, secretKey: 'file:nope' } })] },
      /tenants\[0\]\.partner\.credential\.secretKey: expected a readable file at .*nope, got none$/,
    ],
    [
      'a key that is no hash',
      { tenants: [withClient({ sha256: 'key', role: 'PARTNER_ADMIN' })] },
      /tenants\[0\]\.clients\[0\]\.sha256: .*64 hex digits/,
    ],
    ['another role', { tenants: [withClient({ role: 'KING' })] }, /tenants\[0\]\.clients\[0\]\.role: /],
    [
      'a customer without an id',
      { tenants: [withClient({ role: 'CUSTOMER' })] },
      /tenants\[0\]\.clients\[0\]: .*customerId exactly when role is CUSTOMER/,
    ],
    [
      'a partner with a customer id',
      { tenants: [withClient({ role: 'PARTNER_ADMIN', customerId: 'c' })] },
      /tenants\[0\]\.clients\[0\]: .*customerId exactly/,
    ],
    [
      'a quota of nothing',
      { tenants: [{ ...ACME, quotas: { ListSubCustomers: 0 } }] },
      /tenants\[0\]\.quotas\.ListSubCustomers: /,
    ],
  ])('%s is one line that says where', (_what, document, line) => {
    const parsing = () => parseTenants(JSON.stringify(document), folder, SOURCES);
    expect(parsing).toThrow(line);
    try {
      parsing();
    } catch (error) {
      expect(String(error)).not.toContain('\n');
    }
  });

  it('does not repeat a secret that stands where its reference belongs', () => {
    const parsing = () => parse(withPartner({ credential: { ...CREDENTIAL, secretKey: 'hunter2-hunter2' } }));
    expect(parsing).toThrow(
      'TENANTS_FILE tenants[0].partner.credential.secretKey: expected the documented format, got expected a reference to a secret, env:NAME or file:PATH, not the secret itself',
    );
    expect(parsing).not.toThrow('hunter2');
  });

  it('does not let one API key open two tenants', () => {
    const client = { type: 'apiKey', sha256: HASH, role: 'PARTNER_ADMIN' };
    const other = { ...ACME, id: 'other', clients: [{ ...client, sha256: HASH.toUpperCase() }] };
    expect(() => parse({ ...ACME, clients: [client] }, other)).toThrow(
      'TENANTS_FILE tenants[1].clients[0].sha256: expected a key that no other client has, got that of tenants[0].clients[0]',
    );
    expect(() => parse({ ...ACME, clients: [client, client] })).toThrow(
      'tenants[0].clients[1].sha256: expected a key that no other client has, got that of tenants[0].clients[0]',
    );
  });

  it('is not JSON, is empty, or is not there', () => {
    expect(() => parseTenants('{', folder, SOURCES)).toThrow(
      'TENANTS_FILE: expected JSON, got text that does not parse as JSON',
    );
    writeFileSync(join(folder, 'empty'), '  \n');
    expect(() => parse(withPartner({ credential: { ...CREDENTIAL, accessKey: 'file:empty' } }))).toThrow(
      /accessKey: expected a secret in the file .*empty, got an empty file$/,
    );
    expect(() => readTenantsFile(join(folder, 'missing.json'), SOURCES)).toThrow(
      /^TENANTS_FILE: expected a readable file, got ENOENT for .*missing\.json$/,
    );
  });
});
