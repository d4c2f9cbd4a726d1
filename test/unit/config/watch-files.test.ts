import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/clock/clock.ts';
import { watchFiles } from '../../../src/config/watch-files.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let root: string;
let folder: string;
let file: string;
let changes: number;
let watching: { close(): void };
const start = (files: readonly string[] = [file], clock = systemClock) => {
  watching = watchFiles({ clock, files: () => files, changed: () => void changes++ });
};
const told = (count = 1) => vi.waitFor(() => expect(changes).toBe(count), { timeout: 5_000 });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'watch-'));
  folder = join(root, 'secrets');
  mkdirSync(folder);
  file = join(folder, 'key');
  writeFileSync(file, '1');
  changes = 0;
});
afterEach(() => {
  watching.close();
  rmSync(root, { recursive: true });
});

describe('watched files are noticed', () => {
  it('when one is written', async () => {
    start();
    writeFileSync(file, '2');
    await told();
  });

  it('when another takes the name', async () => {
    writeFileSync(`${file}.new`, '2');
    start();
    renameSync(`${file}.new`, file);
    await told();
  });

  it('when the folder is replaced, and again in the new one', async () => {
    const other = join(root, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'key'), '2');
    start();
    renameSync(folder, join(root, 'old'));
    renameSync(other, folder);
    await told();
    writeFileSync(file, '3');
    await told(2);
  });

  it('when a link in the way is turned, as mounted secrets are', async () => {
    for (const version of ['one', 'two']) {
      mkdirSync(join(folder, `..${version}`));
      writeFileSync(join(folder, `..${version}`, 'token'), version);
    }
    symlinkSync('..one', join(folder, '..data'));
    symlinkSync(join('..data', 'token'), join(folder, 'token'));
    start([join(folder, 'token')]);
    symlinkSync('..two', join(folder, '..next'));
    renameSync(join(folder, '..next'), join(folder, '..data'));
    await told();
  });

  it('when what a link points to is written, in a folder of its own', async () => {
    const target = join(root, 'target');
    writeFileSync(target, '1');
    const link = join(folder, 'link');
    symlinkSync(target, link);
    start([link]);
    writeFileSync(target, '2');
    await told();
  });

  it('when one that was missing is there', async () => {
    const missing = join(root, 'later', 'key');
    start([missing]);
    mkdirSync(join(root, 'later'));
    writeFileSync(missing, '1');
    await told();
  });

  it('within seconds, however often they are touched meanwhile', async () => {
    start();
    const began = performance.now();
    const touching = setInterval(() => utimesSync(file, new Date(), new Date()), 50);
    try {
      writeFileSync(file, '2');
      await told();
    } finally {
      clearInterval(touching);
    }
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('by looking every half minute, where nothing tells', async () => {
    const clock = new FakeClock();
    const far = join(root, 'a', 'b', 'c', 'key');
    start([far], clock);
    mkdirSync(join(root, 'a', 'b', 'c'), { recursive: true });
    writeFileSync(far, '1');
    await clock.advance(30_000);
    expect(changes).toBe(1);
  });
});

it('a file that is touched, or written as it was, has not changed', async () => {
  const clock = new FakeClock();
  start([file], clock);
  utimesSync(file, new Date(), new Date());
  writeFileSync(file, '1');
  await clock.advance(60_000);
  expect(changes).toBe(0);
});
