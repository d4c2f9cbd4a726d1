import { type ChildProcess, fork } from 'node:child_process';

export interface Child<Message> {
  /** The next message that the child sends. */
  receive(): Promise<Message>;
  send(message: unknown): void;
  stop(): Promise<void>;
}

/** Flags of Node and variables that a child gets beside those of this process. */
export interface ChildSetting {
  readonly execArgv?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a module in a process of its own; `options` arrive there as the first message. */
export function startChild<Message>(
  module: URL,
  options: unknown,
  { execArgv = [], environment = {} }: ChildSetting = {},
): Child<Message> {
  const child: ChildProcess = fork(module, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [...process.execArgv, ...execArgv],
    env: { ...process.env, ...environment },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.send(options as object);
  return {
    receive: () =>
      new Promise((resolve, reject) => {
        const onExit = (code: number | null) =>
          reject(new Error(`expected a message, the process ended (${code})`));
        child.once('exit', onExit);
        child.once('message', (message) => {
          child.off('exit', onExit);
          resolve(message as Message);
        });
      }),
    send: (message) => void child.send(message as object),
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** The options that `startChild` sent. */
export function childOptions<Options>(): Promise<Options> {
  return new Promise((resolve) => process.once('message', (options) => resolve(options as Options)));
}

export function tellParent(message: object): void {
  process.send?.(message);
}
