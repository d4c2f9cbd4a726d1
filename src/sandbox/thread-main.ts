import { parentPort, workerData } from 'node:worker_threads';
import { startSandbox } from './sandbox.ts';
import type { FromThread, SandboxThreadOptions } from './thread.ts';

const { fixedNow, ...options } = workerData as SandboxThreadOptions;
const tell = (message: FromThread) => parentPort?.postMessage(message);

try {
  const sandbox = await startSandbox({
    ...options,
    // The date may stand still, the quota windows never.
    ...(fixedNow === undefined ? {} : { now: () => fixedNow, monotonic: () => performance.now() }),
  });
  parentPort?.once('message', () => void sandbox.close().then(() => parentPort?.close()));
  tell({ type: 'started', url: sandbox.url, credentials: sandbox.credentials });
} catch (error) {
  tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}
