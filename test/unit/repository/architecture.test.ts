import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { tableRows } from '../../support/markdown.ts';
import { textOf } from '../../support/repository/files.ts';

const { domainRanks } = (await import(resolve('.dependency-cruiser.mjs'))) as {
  readonly domainRanks: readonly (readonly string[])[];
};
const page = textOf('docs/architecture.md');
const [, roomSection = ''] = page.split('\n## The rooms\n');
const plain = (cell = ''): string => cell.replaceAll('`', '');
const rooms = tableRows(roomSection.split('\n## ')[0] ?? '')
  .slice(1)
  .map(([room, door]) => ({ room: plain(room).replace('*.ts', ''), door: plain(door) }));

/** Comment lines that a file opens with. */
const opening = (text: string): number =>
  text
    .replace(/^#!.*\n/, '')
    .split('\n')
    .findIndex((line) => !line.startsWith('//'));

it('names every room of src/', () => {
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(rooms.map(({ room }) => room).sort()).toEqual(
    ['schema/', 'src/', ...folders.map(({ name }) => `src/${name}/`)].sort(),
  );
});

it.each(rooms)('$room has a door that opens with what the room owns and never does', ({ room, door }) => {
  const lines = opening(textOf(`${room}${door}`));
  expect(lines).toBeGreaterThanOrEqual(room === 'src/' ? 2 : 3);
  expect(lines).toBeLessThanOrEqual(8);
});

it('shows the rank of the domains as the import rule has it', () => {
  expect(page).toContain(domainRanks.map((domains) => domains.join(' | ')).join(' < '));
});

it('names the domains that there are', () => {
  const folders = (room: string) =>
    readdirSync(room, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  const [, listed = ''] = /sorted by thirteen domains: ([^.]+)\./.exec(page) ?? [];
  expect(listed.split(', ')).toEqual(folders('src/operations').sort());
  expect(
    folders('schema')
      .filter((name) => name !== 'core' && name !== 'estimate')
      .sort(),
  ).toEqual(listed.split(', '));
});
