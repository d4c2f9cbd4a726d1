import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Clock, Timer } from '../clock/clock.ts';

/** Editors and secret mounts write in several steps; the change is told once they have come to rest. */
const REST_MS = 200;

/** Tells when a file changed, also when it was replaced by another of the same name. */
export function watchFile(clock: Clock, path: string, changed: (path: string) => void): { close(): void } {
  const file = resolve(path);
  let timer: Timer | undefined;
  const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
    // Mounted secrets change through a link beside the file, which then is the only name that is told.
    if (name !== null && name !== basename(file) && !name.startsWith('..')) return;
    timer?.cancel();
    timer = clock.after(REST_MS, () => changed(file), { unref: true });
  });
  watcher.on('error', () => watcher.close());
  return {
    close() {
      timer?.cancel();
      watcher.close();
    },
  };
}
