import { Worker } from 'node:worker_threads';
import type { SandboxCredentials, SandboxOptions } from './sandbox.ts';

/** Options that can cross into another thread. */
export type SandboxThreadOptions = Omit<SandboxOptions, 'now' | 'monotonic'> & {
  /** A fixed date in milliseconds since 1970; the real one when left out. Quota windows slide in real time. */
  readonly fixedNow?: number;
};

export interface SandboxThread {
  readonly url: string;
  readonly credentials: SandboxCredentials;
  /** Drains and stops it. */
  close(): Promise<void>;
}

export type FromThread =
  | { readonly type: 'started'; readonly url: string; readonly credentials: SandboxCredentials }
  | { readonly type: 'failed'; readonly message: string };

/**
 * Starts a sandbox in a thread of its own: an upstream that shares its client's event loop would count calls
 * late whenever the client is busy, which no real one does.
 */
export function startSandboxThread(options: SandboxThreadOptions = {}): Promise<SandboxThread> {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./thread-main.${ending}`, import.meta.url), { workerData: options });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message: FromThread) => {
      if (message.type === 'failed') {
        reject(new Error(message.message));
        return;
      }
      resolve({
        url: message.url,
        credentials: message.credentials,
        close: () => {
          worker.postMessage('close');
          return exited;
        },
      });
    });
  });
}
