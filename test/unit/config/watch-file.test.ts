import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock/clock.ts';
import { watchFile } from '../../../src/config/watch-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  file = join(folder, 'tenants.json');
  writeFileSync(file, '1');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Resolves with the path when the change that `change` makes is told. */
function told(change: () => void): Promise<string> {
  return new Promise((resolve) => {
    const watching = watchFile(systemClock, file, (path) => {
      watching.close();
      resolve(path);
    });
    change();
  });
}

describe('a watched file', () => {
  it('is told of when it is written', async () => {
    expect(await told(() => writeFileSync(file, '2'))).toBe(file);
  });

  it('is told of when another takes its name', async () => {
    const other = join(folder, 'tenants.json.new');
    writeFileSync(other, '2');
    expect(await told(() => renameSync(other, file))).toBe(file);
  });
});
