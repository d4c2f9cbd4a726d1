#!/usr/bin/env node
// The command line: serve | sandbox | schema. It reads the environment, says what is wrong with it in one
// line, and hands over; what is built from it is in gateway.ts.
import { ConfigurationError } from './config/expectation.ts';

const USAGE = 'usage: partner-graph serve | sandbox [--port n …] | schema [--out file]';

async function run([command = 'serve', ...rest]: readonly string[]): Promise<number> {
  switch (command) {
    case 'serve': {
      const { serve } = await import('./serve.ts');
      await serve(process.env);
      return 0;
    }
    case 'sandbox': {
      const { runSandboxCommand } = await import('./sandbox/cli.ts');
      await runSandboxCommand(rest);
      return Number(process.exitCode ?? 0);
    }
    case 'schema': {
      const { printSchemaCommand } = await import('./print-schema.ts');
      return printSchemaCommand(rest);
    }
    default:
      process.stderr.write(`expected a command, got ${JSON.stringify(command)}\n${USAGE}\n`);
      return 2;
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
