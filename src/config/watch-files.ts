// Notices when files change, however that is done: written, replaced, behind a link that is turned, or with the
// folder in which they are. What the folders report only says when to look; what counts is the content.
import { createHash } from 'node:crypto';
import { type FSWatcher, readFileSync, realpathSync, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Clock, Timer } from '../clock/clock.ts';

/** Editors and secret mounts write in several steps: it is looked at once they have come to rest. */
const REST_MS = 200;
/** Or after this long, so that what is touched all the time is read, too. */
const LONGEST_REST_MS = 2_000;
/** For what no folder reports: network mounts, folders further up. */
const POLL_MS = 30_000;

export interface WatchFilesOptions {
  readonly clock: Clock;
  /** The files to watch, which may be others after a change. */
  readonly files: () => readonly string[];
  /** The content of one of them, or which they are, is another than before. */
  readonly changed: () => void | Promise<void>;
}

export function watchFiles({ clock, files, changed }: WatchFilesOptions): { close(): void } {
  const watchers = new Map<string, FSWatcher>();
  let rest: Timer | undefined;
  let poll: Timer | undefined;
  let firstNoticed: number | undefined;
  let closed = false;
  let seen = digestsOf(files());

  const look = async (): Promise<void> => {
    rest?.cancel();
    firstNoticed = undefined;
    const current = digestsOf(files());
    if (!isDeepStrictEqual(current, seen)) {
      await changed();
      // What `changed` read may name other files. Those that it names still count as they were before it read
      // them: one that was written meanwhile is another change.
      seen = new Map([...digestsOf(files()), ...current].filter(([file]) => files().includes(file)));
    }
    if (!closed) watchFolders();
  };
  const notice = (): void => {
    const now = clock.monotonic();
    firstNoticed ??= now;
    rest?.cancel();
    const wait = Math.min(REST_MS, firstNoticed + LONGEST_REST_MS - now);
    rest = clock.after(wait, () => void look(), { unref: true });
  };
  /** Anew each time: a folder of the same name may be another one by now. */
  const watchFolders = (): void => {
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
    for (const [folder, names] of foldersOf(files())) {
      try {
        const watcher = watch(folder, { persistent: false }, (_event, name) => {
          // Mounted secrets change through a link beside the file, which then is the only name that is told.
          if (name === null || names.has(name) || name.startsWith('..')) notice();
        });
        watcher.on('error', () => watcher.close());
        watchers.set(folder, watcher);
      } catch {
        // A folder that is not there now: its parent or the poll will tell.
      }
    }
  };
  const pollLater = (): void => {
    poll = clock.after(
      POLL_MS,
      () => {
        void look();
        if (!closed) pollLater();
      },
      { unref: true },
    );
  };

  watchFolders();
  pollLater();
  return {
    close() {
      closed = true;
      rest?.cancel();
      poll?.cancel();
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** The folders in which a change of one of the files shows, and the names to which it happens there. */
function foldersOf(files: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  const add = (path: string): void => {
    const folder = dirname(path);
    const names = folders.get(folder) ?? new Set<string>();
    folders.set(folder, names.add(basename(path)));
  };
  for (const file of files) {
    const path = resolve(file);
    for (const one of new Set([path, realPath(path)])) {
      add(one);
      add(dirname(one));
    }
  }
  return folders;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function digestsOf(files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    files.map((file) => [file, createHash('sha256').update(contentOf(file)).digest('base64url')]),
  );
}

function contentOf(file: string): Buffer | string {
  try {
    return readFileSync(file);
  } catch {
    return 'not there';
  }
}
