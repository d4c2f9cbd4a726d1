// Structured logs on stderr. Secrets have no business in a log line: whoever logs passes facts, and the
// redaction below is the net underneath, not the plan.
import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const SECRET_PATHS = [
  'secretKey',
  'password',
  'token',
  'accessKey',
  'authorization',
  'securityToken',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** Logs go to stderr by default, because stdout belongs to the output of commands. */
export function createLogger(level: LogLevel, stream: DestinationStream = destination(2)): Logger {
  return pino({ level, base: null, redact: { paths: SECRET_PATHS, censor: '[redacted]' } }, stream);
}
