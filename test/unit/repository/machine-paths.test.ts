import { expect, it } from 'vitest';
import { projectFiles, textOf } from '../../support/repository/files.ts';

// The repository stands alone: nothing in it may name the machine that it was written on, or where that machine
// got its packages.

const MACHINE = [
  /\/(?:home|Users)\/[\w.-]+/,
  /(?<![\w.])\/(?:root|work|mnt|private)\/[\w.-]+/,
  /\bhttps?:\/\/[\w.-]*(?:registry|artifactory|nexus|mirror)[\w.-]*/i,
];
const BINARY = /\.(png|ico|woff2?)$/;

const mentions = (file: string, text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, at) =>
      MACHINE.some((pattern) => pattern.test(line)) ? [`${file}:${at + 1} ${line.trim()}`] : [],
    );

const SELF = 'test/unit/repository/machine-paths.test.ts';

it('mentions no machine and no registry', () => {
  const files = projectFiles.filter((file) => file !== SELF && !BINARY.test(file));
  expect(files.flatMap((file) => mentions(file, textOf(file)))).toEqual([]);
});

it.each([
  'see /home/someone/notes.md',
  'const root = "/root/project";',
  'cd /work/tree',
  'https://registry.example.com/packages',
])('would notice %s', (line) => {
  expect(mentions('a.md', line)).toEqual([`a.md:1 ${line}`]);
});

it('is not misled by paths of the API and of the project', () => {
  expect(mentions('a.ts', "path: '/v2/bases/home', './work/a.ts', 'test/root/b'")).toEqual([]);
});
