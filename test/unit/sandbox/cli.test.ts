import { afterEach, describe, expect, it, vi } from 'vitest';
import { runSandboxCommand } from '../../../src/sandbox/cli.ts';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { send } from '../../support/sandbox/client.ts';

describe('the sandbox command', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
    for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  });

  const capture = (stream: 'stdout' | 'stderr') => {
    const written: string[] = [];
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    return written;
  };

  it('prints the credentials as one line of JSON', async () => {
    const stdout = capture('stdout');
    const argv = '--port 0 --customers 25 --seed 11 --partners 2 --no-quotas --latency 1 --print-credentials';
    const sandbox = await runSandboxCommand(argv.split(' '));
    expect(stdout).toHaveLength(1);
    expect(stdout[0]).toMatch(/^[^\n]+\n$/);
    const printed = JSON.parse(String(stdout[0])) as Record<string, unknown>;
    expect(printed).toEqual(sandbox?.credentials);
    expect(printed).toMatchObject({
      endpoints: { bss: sandbox?.url, iam: sandbox?.url },
      partner: {
        domainId: expect.any(String),
        domainName: 'sandbox_partner_1',
        accessKey: expect.any(String),
        secretKey: expect.any(String),
        user: expect.any(String),
        password: expect.any(String),
        agencyName: expect.any(String),
      },
      partners: [{ domainName: 'sandbox_partner_1' }, { domainName: 'sandbox_partner_2' }],
    });
    const world = await send(String(sandbox?.url), 'GET', '/__sandbox/world', {
      query: { include: 'customers' },
    });
    expect(world.json['customers']).toHaveLength(25);
    expect(world.json['seed']).toBe(11);
    await sandbox?.close();
  });

  it.each([
    ['--customers none', '--customers: expected a whole number from 1 to 100000, got none'],
    ['--customers 0', '--customers: expected a whole number from 1 to 100000, got 0'],
    ['--port 70000', '--port: expected a whole number from 0 to 65535, got 70000'],
    ['--density thick', '--density: expected dense or sparse, got thick'],
    ['--site eu', '--site: expected cn or intl, got eu'],
    ['--colour red', "Unknown option '--colour'"],
    ['surplus', 'surplus'],
  ])('refuses %s with one line and exit code 2', async (argv, message) => {
    const stderr = capture('stderr');
    expect(await runSandboxCommand(argv.split(' '))).toBeUndefined();
    expect(process.exitCode).toBe(2);
    expect(stderr).toHaveLength(1);
    expect(stderr[0]).toMatch(/^[^\n]+\n$/);
    expect(stderr[0]).toContain(message);
  });

  it('says which port is taken, and which host is not for it', async () => {
    const stderr = capture('stderr');
    const first = await startSandbox({ customers: 20 });
    await runSandboxCommand(['--port', String(first.port)]);
    await runSandboxCommand(['--host', '0.0.0.0']);
    expect(stderr[0]).toContain(`EADDRINUSE`);
    expect(stderr[1]).toContain('expected a loopback address');
    expect(process.exitCode).toBe(1);
    await first.close();
  });
});

describe('credentials', () => {
  it('follow from the seed', async () => {
    const secrets = async (seed: number) => {
      const sandbox = await startSandbox({ seed, customers: 20 });
      await sandbox.close();
      const { domainId, accessKey, secretKey, password } = sandbox.credentials.partner;
      return [domainId, accessKey, secretKey, password];
    };
    const [first, again, other] = [await secrets(1), await secrets(1), await secrets(2)];
    expect(again).toEqual(first);
    expect(other.filter((secret) => first.includes(secret))).toEqual([]);
  });
});
