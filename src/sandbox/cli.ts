// The command line of the sandbox: `npm run sandbox -- --port 8790 --customers 500 --print-credentials`.
import { parseArgs } from 'node:util';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';

const USAGE =
  'sandbox [--port n] [--host address] [--customers n] [--seed n] [--density dense|sparse] ' +
  '[--site cn|intl] [--partners n] [--no-quotas] [--latency ms] [--jitter ms] [--print-credentials]';

class UsageError extends Error {}

function wholeNumber(flag: string, text: string | undefined, low: number, high: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= low && value <= high) return value;
  throw new UsageError(`--${flag}: expected a whole number from ${low} to ${high}, got ${text}`);
}

function oneOf<const Choice extends string>(
  flag: string,
  text: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined || text === undefined) return found;
  throw new UsageError(`--${flag}: expected ${choices.join(' or ')}, got ${text}`);
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: text,
        host: text,
        customers: text,
        seed: text,
        density: text,
        site: text,
        partners: text,
        latency: text,
        jitter: text,
        'no-quotas': flag,
        'print-credentials': flag,
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function optionsOf(values: ReturnType<typeof parse>): SandboxOptions {
  const latencyMs = wholeNumber('latency', values.latency, 0, 600_000);
  const jitterMs = wholeNumber('jitter', values.jitter, 0, 600_000);
  const given = {
    port: wholeNumber('port', values.port, 0, 65_535),
    host: values.host,
    customers: wholeNumber('customers', values.customers, 1, 100_000),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31 - 1),
    density: oneOf('density', values.density, ['dense', 'sparse']),
    site: oneOf('site', values.site, ['cn', 'intl']),
    partners: wholeNumber('partners', values.partners, 1, 16),
    quotas: !values['no-quotas'],
    faults: latencyMs || jitterMs ? { '*': { latencyMs: latencyMs ?? 0, jitterMs: jitterMs ?? 0 } } : {},
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/**
 * Runs the sandbox until SIGINT or SIGTERM. Wrong flags give one line on stderr and exit code 2, and no
 * sandbox. With `--print-credentials` stdout holds exactly one line of JSON.
 */
export async function runSandboxCommand(argv: readonly string[]): Promise<Sandbox | undefined> {
  try {
    const values = parse(argv);
    const sandbox = await startSandbox(optionsOf(values));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
    }
    process.stdout.write(
      values['print-credentials']
        ? `${JSON.stringify(sandbox.credentials)}\n`
        : `Sandbox with synthetic data on ${sandbox.url}; --print-credentials shows how to sign in\n`,
    );
    return sandbox;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const usage = error instanceof UsageError ? ` (usage: ${USAGE})` : '';
    process.stderr.write(`sandbox: ${message.replaceAll('\n', ' ')}${usage}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
    return undefined;
  }
}
