import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTenants } from '../../../src/config/tenants-file.ts';
import { codeBlocks, tableRows } from '../../support/markdown.ts';

const page = readFileSync('docs/configuration.md', 'utf8');
const [complete] = codeBlocks(page).filter(({ info }) => info === 'complete');
const parse = (text: string) =>
  parseTenants(text, '.', {
    environment: { ACME_AK: 'ak', ACME_SK: 'sk', ACME_TOKEN: 'token', ACME_PASSWORD: 'pw' },
    defaults: { bss: undefined, iam: undefined },
  });

/** The keys of the first tenant, with dots between levels; keys that are free to choose are left out. */
function keysOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return keysOf(value[0], `${at}[]`);
  if (typeof value !== 'object' || value === null || ['quotas', 'maxUpstreamCalls'].includes(at)) return [at];
  return Object.entries(value).flatMap(([key, below]) => keysOf(below, at ? `${at}.${key}` : key));
}

describe('docs/configuration.md', () => {
  it('shows a tenants file that is accepted, with every key', () => {
    const [tenant] = parse(complete?.text ?? '');
    expect(tenant).toBeDefined();
    expect(Object.values(tenant ?? {})).not.toContain(undefined);
    const [first] = (JSON.parse(complete?.text ?? '') as { tenants: unknown[] }).tenants;
    const [, table = ''] = /## The tenants file\n([\s\S]*?)\n## /.exec(page) ?? [];
    const listed = tableRows(table)
      .slice(1)
      .map(([key = '']) => key.replaceAll('`', ''));
    const other = ['partner.credential.user', 'partner.credential.password'];
    expect(listed.toSorted()).toEqual([...keysOf(first), ...other].toSorted());
  });

  it('lists the keys of the other credential', () => {
    const file = JSON.parse(complete?.text ?? '') as { tenants: { partner: { credential: unknown } }[] };
    for (const tenant of file.tenants) {
      tenant.partner.credential = { type: 'password', user: 'someone', password: 'env:ACME_PASSWORD' };
    }
    expect(parse(JSON.stringify(file))[0]?.partner.credential).toMatchObject({
      user: 'someone',
      password: 'pw',
    });
  });
});
