import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesIn, textOf } from '../../support/repository/files.ts';
import { packagesOf } from '../../support/repository/imports.ts';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

const importedIn = (pattern: RegExp): ReadonlySet<string> =>
  new Set(filesIn(pattern).flatMap((file) => packagesOf(textOf(file))));

/** Commands that a package brings, where nothing imports the package itself. */
const COMMANDS: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'biome',
  'dependency-cruiser': 'depcruise',
  eslint: 'eslint',
  // Every script runs on the Node that the lock file holds.
  node: 'node',
};

/** Packages that another one reads without an import: what is missing there has no name here. */
const TYPES_OF = /^@types\//;
const PEERS: Readonly<Record<string, string>> = {
  // Types of what codegen writes.
  '@graphql-codegen/client-preset': '@graphql-codegen/cli',
  // A peer that it needs installed.
  rxjs: '@apollo/client',
};

const unused = (names: readonly string[], imported: ReadonlySet<string>, scripts: string): string[] =>
  names.filter((name) => {
    if (imported.has(name)) return false;
    const typed = name.replace(TYPES_OF, '');
    if (TYPES_OF.test(name) && (typed === 'node' || imported.has(typed))) return false;
    const [command, host] = [COMMANDS[name], PEERS[name]];
    if (command !== undefined && new RegExp(`\\b${command}\\b`).test(scripts)) return false;
    return host === undefined || !imported.has(host);
  });

describe('package.json', () => {
  it('depends on nothing that the product does not import', () => {
    const imported = importedIn(/^(src|schema)\/.*\.ts$/);
    expect(unused(Object.keys(manifest.dependencies), imported, '')).toEqual([]);
  });

  it('brings no tool that nothing uses', () => {
    const imported = importedIn(/\.(ts|mjs)$/);
    const scripts = Object.values(manifest.scripts).join('\n');
    expect(unused(Object.keys(manifest.devDependencies), imported, scripts)).toEqual([]);
  });

  it('names every package that the product imports', () => {
    const imported = [...importedIn(/^(src|schema)\/.*\.ts$/)];
    expect(imported.filter((name) => !(name in manifest.dependencies))).toEqual([]);
  });

  it('would notice a package that nothing imports, however the others are imported', () => {
    const text = `
      import { a } from 'one/part';
      import type { B } from '@scope/two/part';
      const c = await import('three');
      // import 'five';
      import './four.ts';
      import { readFileSync } from 'node:fs';
    `;
    expect(packagesOf(text)).toEqual(['one', '@scope/two', 'three']);
    const names = ['one', '@scope/two', 'three', 'five', 'eslint', '@types/one', '@types/five'];
    expect(unused(names, new Set(packagesOf(text)), 'eslint .')).toEqual(['five', '@types/five']);
    expect(unused(['eslint'], new Set(), 'biome ci .')).toEqual(['eslint']);
  });
});
