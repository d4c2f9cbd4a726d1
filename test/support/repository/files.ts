// The files of the repository, as the checks of `test/unit/repository` see them.
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const OURS = ['.ci', 'bench', 'docs', 'examples', 'schema', 'scripts', 'src', 'test'];

/** Every file of the project's own, generated ones included; those of the top folder as well. */
export const projectFiles: readonly string[] = [
  ...globSync('*', { withFileTypes: true }),
  ...globSync(
    OURS.map((folder) => `${folder}/**/*`),
    { withFileTypes: true },
  ),
]
  .filter((entry) => entry.isFile() && entry.name !== 'package-lock.json')
  .map(({ parentPath, name }) =>
    `${parentPath}/${name}`.replace(`${process.cwd()}/`, '').replace(/^\.\//, ''),
  )
  .sort();

export const filesIn = (pattern: RegExp): readonly string[] =>
  projectFiles.filter((file) => pattern.test(file));

export const textOf = (file: string): string => readFileSync(file, 'utf8');

/** Files by the folder that they lie in. */
export function byFolder(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return Map.groupBy(files, dirname);
}
