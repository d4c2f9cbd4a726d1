import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endChildren, startChild } from '../../support/child.ts';
import { commandsIn, patched, recipeIn } from '../../support/repository/recipe.ts';

// The recipe is followed to the letter on a copy of the sources. Its last command, `npm test`, makes every check
// there; of the tests it runs those that look at operations, at the graph as a whole, and at what was added.
const TESTS = [
  'test/unit/operations',
  'test/unit/schema',
  'test/graph/catalog/weekdays.test.ts',
  'test/graph/customers/notes.test.ts',
];
const NOT_COPIED = new Set(['.git', 'node_modules', 'dist', 'coverage']);

let page: string;
beforeAll(async () => {
  page = await readFile('docs/adding-an-operation.md', 'utf8');
});

describe('the recipe for adding an operation', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(resolve('recipe-'));
    const entries = (await readdir('.')).filter(
      (name) => !NOT_COPIED.has(name) && !name.startsWith('recipe-'),
    );
    for (const name of entries) await cp(name, join(root, name), { recursive: true });
    await symlink(resolve('node_modules'), join(root, 'node_modules'));
  });
  afterAll(async () => {
    endChildren();
    await rm(root, { recursive: true, force: true });
  });

  async function runHere(command: string) {
    const child = startChild('bash', ['-c', `cd "$0" && ${command}`, root]);
    const code = await child.exited;
    return { code, output: child.stdout + child.stderr };
  }

  it('touches six files for a dictionary, and no central list', () => {
    expect(recipeIn(page, 'A dictionary').files).toEqual([
      'src/operations/catalog/catalog.ts',
      'src/operations/catalog/index.ts',
      'test/data/samples/ListWeekdays.json',
      'src/sandbox/answers/catalog.ts',
      'schema/catalog/catalog.ts',
      'test/graph/catalog/weekdays.test.ts',
    ]);
  });

  it('touches at most eleven files for rows of a customer, all of them in its domain', () => {
    const { files } = recipeIn(page, 'Rows of a customer');
    expect(files.length).toBeLessThanOrEqual(11);
    const elsewhere = files.filter(
      (file) => !/\/(customers|accounts)(\/|\.ts$)|^test\/data\/samples\//.test(file),
    );
    expect(elsewhere).toEqual([]);
  });

  it('passes every check when it is followed to the letter', async () => {
    await recipeIn(page, 'A dictionary').carryOut(root);
    await recipeIn(page, 'Rows of a customer').carryOut(root);
    const commands = commandsIn(page);
    expect(commands.at(-1)).toBe('npm test');
    for (const command of commands) {
      const run = command === 'npm test' ? `npm test -- ${TESTS.join(' ')}` : command;
      const { code, output } = await runHere(run);
      expect(code, output).toBe(0);
    }
  }, 300_000);
});

it('refuses a step whose place is not in the file exactly once', () => {
  expect(patched('a.ts', 'one\ntwo\nthree\n', ' one\n-two\n+deux\n')).toBe('one\ndeux\nthree\n');
  expect(() => patched('a.ts', 'one\none\n', ' one\n+two\n')).toThrow(
    'expected this text once, got it 2 times',
  );
  expect(() => patched('a.ts', 'two\n', ' one\n+two\n')).toThrow('expected this text once, got it 0 times');
});
