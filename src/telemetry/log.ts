// Structured logs on stderr. Secrets have no business in a log line: whoever logs passes facts, and the
// redaction below is the net underneath, not the plan. A reader that stalls costs lines, never an answer, memory
// without bound or the end of the process.
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

/** For the process itself there is `openLog`. */
export function createLogger(level: LogLevel, stream: DestinationStream = destination(2)): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      serializers: { err: errorFacts },
    },
    stream,
  );
}

export interface Log {
  readonly logger: Logger;
  /** Lines that nobody read in time. */
  readonly dropped: number;
  /** Writes what can be written in half a second; nothing is logged afterwards. */
  end(): void;
}

/** Lines under way to a reader that is slower than they come. */
const MAX_BUFFER_BYTES = 1024 * 1024;
/** Each waits for 100 ms. */
const LAST_TRIES = 5;

/** The log of the process, on stderr, because stdout belongs to the output of commands. */
export function openLog(level: LogLevel): Log {
  // Node sets a pipe to non-blocking when it is first asked for: a write to a full one would stop the process.
  const { fd } = process.stderr;
  let triesLeft = Number.POSITIVE_INFINITY;
  const stream = destination({
    fd,
    sync: false,
    maxLength: MAX_BUFFER_BYTES,
    retryEAGAIN: () => triesLeft-- > 0,
  });
  const logger = createLogger(level, stream);
  let dropped = 0;
  let reported = 0;
  // A log that cannot be written cannot say so either.
  stream.on('error', () => undefined);
  stream.on('drop', () => {
    dropped += 1;
  });
  stream.on('drain', () => {
    const lines = dropped - reported;
    reported = dropped;
    if (lines > 0) logger.warn({ lines }, 'lines of the log were dropped, because they were not read');
  });
  return {
    logger,
    get dropped() {
      return dropped;
    },
    end() {
      triesLeft = LAST_TRIES;
      try {
        stream.flushSync();
      } catch {
        // It is still not read.
      }
      stream.destroy();
    },
  };
}

/** What an error says of itself. What else hangs on it may be anything: a Redis client hangs its password on. */
export function errorFacts(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {};
  return { type: name, message, ...code, ...cause, stack };
}

/** A failure in a few words: no address, no command, no secret. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message.slice(0, 60);
}
