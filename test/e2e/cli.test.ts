import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SandboxCredentials, SandboxLog } from '../../src/sandbox/sandbox.ts';
import { endChildren, runChild, startChild } from '../support/child.ts';
import { postQuery } from '../support/harness.ts';

const GATEWAY = /GraphQL and GraphiQL\s+(http:\S+)\/graphql/;
const QUERY = '{ customers(first: 3) { nodes { name balance { available { amount } } } } }';

interface Answer {
  customers: { nodes: { name: string }[] };
}

afterEach(endChildren);

/** Starts a command that serves, and waits until it says where. */
async function startGatewayCommand(command: string, args: string[], environment: Record<string, string>) {
  const child = startChild(command, args, { PORT: '0', ...environment });
  const [, url = ''] = await child.waitFor(GATEWAY);
  return { child, url };
}

async function startSandboxCommand(...flags: string[]): Promise<SandboxCredentials> {
  const flagged = ['--port', '0', '--customers', '30', '--seed', '11', '--print-credentials', ...flags];
  const child = startChild('npm', ['run', '--silent', 'sandbox', '--', ...flagged]);
  await child.waitFor(/\n/);
  const lines = child.stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as SandboxCredentials;
}

describe('npm start', () => {
  it('says that its data is synthetic, answers, and ends with 0 on SIGTERM', async () => {
    const { child, url } = await startGatewayCommand('npm', ['start', '--silent'], {});
    expect(child.stdout).toContain('SYNTHETIC DATA');
    const get = async (path: string) => {
      const response = await fetch(`${url}${path}`);
      return { status: response.status, text: await response.text() };
    };
    expect(await get('/livez')).toEqual({ status: 200, text: '{"alive":true}' });
    expect(await get('/readyz')).toMatchObject({
      status: 200,
      text: expect.stringContaining('"ready":true'),
    });
    expect(await get('/metrics')).toMatchObject({ status: 200, text: expect.stringContaining('# HELP') });
    const answer = await postQuery<Answer>(url, QUERY, {});
    expect(answer.errors).toBeUndefined();
    expect(answer.data.customers.nodes).toHaveLength(3);
    child.signal('SIGTERM');
    expect(await child.exited).toBe(0);
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
  });

  it('stops with one line when a variable is wrong', async () => {
    const { code, stdout, stderr } = await runChild('npm', ['start', '--silent'], { PORT: 'eighty' });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe('PORT: expected a whole number from 0 to 65535, got "eighty"\n');
  });
});

describe('a sandbox started alone and a tenants file made from what it prints', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'partner-graph-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A tenants file for the sandbox; its secrets come from the environment. */
  async function tenantsFile({ endpoints, partner }: SandboxCredentials, credential: object) {
    const { domainId, domainName, agencyName } = partner;
    const tenant = { id: 'acme', endpoints, partner: { domainId, domainName, credential }, agencyName };
    const path = join(folder, 'tenants.json');
    await writeFile(path, JSON.stringify({ tenants: [tenant] }));
    return {
      TENANTS_FILE: path,
      DEV_VIEWER: 'acme',
      ACME_AK: partner.accessKey,
      ACME_SK: partner.secretKey,
      ACME_PASSWORD: partner.password,
    };
  }

  const aksk = { type: 'aksk', accessKey: 'env:ACME_AK', secretKey: 'env:ACME_SK' };

  it.each(['aksk', 'password'])('serves it with a credential of type %s', async (type) => {
    const credentials = await startSandboxCommand();
    const password = { type: 'password', user: credentials.partner.user, password: 'env:ACME_PASSWORD' };
    const environment = await tenantsFile(credentials, type === 'aksk' ? aksk : password);
    const { child, url } = await startGatewayCommand('npm', ['start', '--silent'], environment);
    expect(child.stdout).toContain('1 tenant: acme');
    expect(child.stdout).not.toContain('SYNTHETIC');
    const answer = await postQuery<Answer>(url, QUERY, {});
    expect(answer.errors).toBeUndefined();
    expect(answer.data.customers.nodes.map(({ name }) => name)).toEqual([
      'Sandbox Customer 0001',
      'Sandbox Customer 0002',
      'Sandbox Customer 0003',
    ]);
  });

  it('finishes the request under way when it is told to stop', async () => {
    const credentials = await startSandboxCommand('--latency', '700');
    const { child, url } = await startGatewayCommand(
      process.execPath,
      ['src/main.ts', 'serve'],
      await tenantsFile(credentials, aksk),
    );
    const underWay = postQuery<Answer>(url, '{ customers(first: 3) { nodes { name } } }', {});
    const log = async () =>
      (await (await fetch(`${credentials.endpoints.bss}/__sandbox/log`)).json()) as SandboxLog;
    await vi.waitUntil(async () => (await log()).total > 0, { timeout: 20_000 });
    child.signal('SIGTERM');
    expect((await underWay).data.customers.nodes).toHaveLength(3);
    expect(await child.exited).toBe(0);
  });
});

describe('the other commands', () => {
  it('npm run schema prints the committed SDL', async () => {
    const { code, stdout } = await runChild('npm', ['run', '--silent', 'schema']);
    expect(code).toBe(0);
    expect(stdout).toBe(await readFile('schema/schema.graphql', 'utf8'));
  });

  it('npm run build makes a gateway that runs without type stripping', async () => {
    expect(await runChild('npm', ['run', '--silent', 'build'])).toMatchObject({ code: 0, stdout: '' });
    const { child, url } = await startGatewayCommand(
      process.execPath,
      ['--no-strip-types', 'dist/src/main.js', 'serve'],
      {},
    );
    const answer = await postQuery<Answer>(url, QUERY, {});
    expect(answer.data.customers.nodes).toHaveLength(3);
    child.signal('SIGTERM');
    expect(await child.exited).toBe(0);
  });

  it.each(['dashboard', 'expiring-resources'])('examples/%s.ts prints a table', async (name) => {
    const { url } = await startGatewayCommand(process.execPath, ['src/main.ts', 'serve'], {});
    const { code, stdout, stderr } = await runChild(process.execPath, [`examples/${name}.ts`, url]);
    expect(stderr).toMatch(/^upstream calls: \d+\n$/);
    expect(stdout).toMatch(/Sandbox Customer \d{4}/);
    expect(code).toBe(0);
  });

  it.each([
    { args: ['nothing'], got: 'got nothing' },
    { args: [], got: 'got no scenario' },
    { args: ['decode', '--yaml'], got: 'got decode --yaml' },
  ])('npm run bench -- $args names the scenarios', async ({ args, got }) => {
    const { code, stderr } = await runChild('npm', ['run', '--silent', 'bench', '--', ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^bench: expected one scenario of .*\bdecode\b.*\n$/);
    expect(stderr).toContain(got);
  });

  it('refuses an unknown command', async () => {
    const { code, stderr } = await runChild(process.execPath, ['src/main.ts', 'dance']);
    expect(code).toBe(2);
    expect(stderr).toContain('expected a command, got "dance"');
  });
});
