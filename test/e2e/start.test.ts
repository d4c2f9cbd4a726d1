import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BAD_VALUES } from '../unit/config/bad-values.ts';

// The real command in a process of its own: a wrong setting is one line on stderr and exit code 1.

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function serve(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: { PATH: process.env['PATH'], SANDBOX_CUSTOMERS: '1', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString();
    // It started, although it should not have.
    child.kill();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** One bad value of each variable. */
const oneEach = [...new Map(BAD_VALUES.map((row) => [Object.keys(row[0])[0], row])).values()];

describe.concurrent('a start with a wrong setting', () => {
  it.each(oneEach)('%o: one line and exit code 1', async (environment, line) => {
    expect(await serve(environment)).toEqual({ code: 1, stdout: '', stderr: `${line}\n` });
  });

  it('names the tenant that a development viewer has none of', async () => {
    expect(await serve({ DEV_VIEWER: 'nobody' })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'DEV_VIEWER: expected a tenant that exists (sandbox), got "nobody"\n',
    });
  });

  it('says where a tenants file is wrong', async () => {
    const file = join(folder, 'tenants.json');
    writeFileSync(file, JSON.stringify({ tenants: [{ id: 'acme' }] }));
    const { code, stdout, stderr } = await serve({ TENANTS_FILE: file });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^TENANTS_FILE tenants\[0\]\.partner: expected the documented format, got .*\n$/);
    expect(stderr.match(/\n/g)).toHaveLength(1);
  });

  it('says that a port is taken, or an address not here, and lets the sandbox go', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await serve({ PORT: String(port) })).toEqual({
      code: 1,
      stdout: '',
      stderr: `HOST and PORT: expected an address to listen on, got EADDRINUSE for 127.0.0.1 port ${port}\n`,
    });
    server.close();
    const elsewhere = await serve({ HOST: '192.0.2.1', TENANTS_FILE: tenantsFile() });
    expect(elsewhere).toEqual({
      code: 1,
      stdout: '',
      stderr: 'HOST and PORT: expected an address to listen on, got EADDRNOTAVAIL for 192.0.2.1 port 0\n',
    });
  });

  it('says that a host has no address', async () => {
    const { code, stdout, stderr } = await serve({
      HOST: 'no-such-host.invalid',
      TENANTS_FILE: tenantsFile(),
    });
    expect([code, stdout]).toEqual([1, '']);
    // Which code a resolver gives for it differs between machines.
    expect(stderr).toMatch(
      /^HOST and PORT: expected an address to listen on, got E\w+ for no-such-host\.invalid port 0\n$/,
    );
  });
});

function tenantsFile(): string {
  const file = join(folder, 'good.json');
  writeFileSync(join(folder, 'secret'), 'x');
  const credential = { type: 'aksk', accessKey: 'file:secret', secretKey: 'file:secret' };
  const partner = { domainId: 'd', domainName: 'n', credential };
  writeFileSync(file, JSON.stringify({ tenants: [{ id: 'acme', partner }] }));
  return file;
}
