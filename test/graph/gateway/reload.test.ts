import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SandboxThread, startSandboxThread } from '../../../src/sandbox/thread.ts';
import { clientWithKey, withKey } from '../../support/clients.ts';
import { postQuery } from '../../support/harness.ts';

// The command as it is run, over a tenants file that changes while it serves.

const MAIN = new URL('../../../src/main.ts', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'reload-'));
const file = join(folder, 'tenants.json');
let sandbox: SandboxThread;
let gateway: ChildProcess;
let url: string;
let errors = '';

/** Resolves when `stream` has said something that matches. */
function says(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const source = gateway[stream];
    const listen = (chunk: Buffer) => {
      text += chunk.toString();
      const match = pattern.exec(text);
      if (!match) return;
      source?.off('data', listen);
      resolve(match[1] ?? match[0]);
    };
    source?.on('data', listen);
    gateway.once('exit', (code) => reject(new Error(`exited with ${code}: ${errors}`)));
  });
}

function writeTenants(key: string, credential: object): void {
  const { endpoints, partner } = sandbox.credentials;
  const { type: _type, ...client } = clientWithKey(key, 'PARTNER_ADMIN');
  const tenant = {
    id: 'acme',
    site: 'cn',
    endpoints,
    partner: { domainId: partner.domainId, domainName: partner.domainName, credential },
    clients: [{ type: 'apiKey', ...client }],
  };
  writeFileSync(file, JSON.stringify({ tenants: [tenant] }));
}

const ask = (key: string) =>
  postQuery<unknown>(url, '{ viewer { tenant } customers { totalCount } }', {}, withKey(key));
const WELCOME = { viewer: { tenant: 'acme' }, customers: { totalCount: 8 } };
const codesOf = (answer: Awaited<ReturnType<typeof ask>>) =>
  answer.errors?.map((error) => error.extensions.code);

beforeAll(async () => {
  sandbox = await startSandboxThread({ customers: 8 });
  const { partner } = sandbox.credentials;
  writeFileSync(join(folder, 'password'), partner.password);
  writeTenants('first-key', { type: 'aksk', accessKey: 'env:ACME_AK', secretKey: 'env:ACME_SK' });
  gateway = spawn(process.execPath, [MAIN, 'serve'], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      TENANTS_FILE: file,
      ACME_AK: partner.accessKey,
      ACME_SK: partner.secretKey,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  gateway.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  url = await says('stdout', /(http:\/\/127\.0\.0\.1:\d+)\/graphql/);
});
afterAll(async () => {
  if (gateway.exitCode === null) gateway.kill('SIGKILL');
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

describe('a gateway over a tenants file', () => {
  it('serves its tenants, goes on with a changed file, and stays with the old one when the new is wrong', async () => {
    expect((await ask('first-key')).data).toEqual(WELCOME);
    expect(codesOf(await ask('second-key'))).toEqual(['UNAUTHENTICATED']);

    const reloaded = says('stderr', /the tenants file was reloaded/);
    writeTenants('second-key', {
      type: 'password',
      user: sandbox.credentials.user,
      password: 'file:password',
    });
    await reloaded;
    expect((await ask('second-key')).data).toEqual(WELCOME);
    expect(codesOf(await ask('first-key'))).toEqual(['UNAUTHENTICATED']);

    const refused = says('stderr', /the tenants file changed but is not right; the old one stays/);
    writeFileSync(file, '{ "tenants": [');
    await refused;
    expect((await ask('second-key')).data).toEqual(WELCOME);
    expect(errors).toContain('TENANTS_FILE: expected JSON, got text that does not parse as JSON');
  });

  it('says nothing of secrets in its log, and stops when it is asked to', async () => {
    const { accessKey, secretKey, password } = sandbox.credentials;
    for (const secret of [accessKey, secretKey, password]) expect(errors).not.toContain(secret);
    gateway.kill('SIGTERM');
    expect(await once(gateway, 'exit')).toEqual([0, null]);
    expect(errors).toContain('stopping');
  });
});
