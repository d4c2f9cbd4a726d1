import { spawn } from 'node:child_process';

export interface Child {
  readonly pid: number;
  /** Everything on stdout so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves when stdout holds a match; rejects when the child ends without one. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  signal(name: NodeJS.Signals): void;
  /** Exit code, null when a signal ended it. */
  readonly exited: Promise<number | null>;
}

const running = new Set<number>();

/** Starts a command of the project in a group of its own, as a user's shell would. */
export function startChild(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Child {
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`expected to start "${command}", could not`);
  running.add(pid);
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    pid,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stdout);
          if (!match) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        void exited.then((code) =>
          reject(new Error(`expected ${pattern} on stdout, got exit code ${code} and: ${stdout}${stderr}`)),
        );
      }),
    signal: (name) => child.kill(name),
    exited,
  };
}

/** Runs a command to its end. */
export async function runChild(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = startChild(command, args, environment);
  const code = await child.exited;
  return { code, stdout: child.stdout, stderr: child.stderr };
}

/** Ends whatever is left of the groups that were started here. */
export function endChildren(): void {
  for (const pid of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended by itself, as it should.
    }
  }
  running.clear();
}
