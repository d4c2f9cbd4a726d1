import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from '../support/child.ts';
import { codeBlocks } from '../support/markdown.ts';

const RECIPE = 'docs/adding-an-operation.md';

/** Inserts the `+` lines of a block behind the lines before them, which the file has exactly once. */
function applyDiff(file: string, text: string, diff: string): string {
  const lines = diff.trimEnd().split('\n');
  const before = lines.filter((line) => line.startsWith(' ')).map((line) => line.slice(1));
  const added = lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1));
  const context = `${before.join('\n')}\n`;
  const found = text.split(context).length - 1;
  if (found !== 1) throw new Error(`${file}: expected this text once, got it ${found} times:\n${context}`);
  return text.replace(context, () => `${context}${added.join('\n')}\n`);
}

describe('the recipe for adding an operation', () => {
  let root: string;
  beforeAll(async () => {
    // Beside the sources and not in the system's folder, so that packages are found as usual.
    root = await mkdtemp(resolve('recipe-'));
    for (const path of [
      'src',
      'schema',
      'test/support',
      'tsconfig.json',
      'vitest.config.ts',
      'package.json',
    ]) {
      await cp(path, join(root, path), { recursive: true });
    }
    await symlink(resolve('node_modules'), join(root, 'node_modules'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  async function runHere(command: string, ...args: string[]) {
    const child = startChild('bash', ['-c', 'cd "$0" && exec "$@"', root, command, ...args]);
    const code = await child.exited;
    return { code, output: child.stdout + child.stderr };
  }

  it('gives a field that type-checks and answers, when it is followed to the letter', async () => {
    const steps = codeBlocks(await readFile(RECIPE, 'utf8')).filter(({ info }) => info.startsWith('file='));
    expect(steps.length).toBeGreaterThan(4);
    for (const { language, info, text } of steps) {
      const file = join(root, info.slice('file='.length));
      await mkdir(dirname(file), { recursive: true });
      const content = language === 'diff' ? applyDiff(info, await readFile(file, 'utf8'), text) : text;
      await writeFile(file, content, { flag: language === 'diff' ? 'w' : 'wx' });
    }
    expect(await runHere('tsc', '-p', '.')).toEqual({ code: 0, output: '' });
    const { code, output } = await runHere('vitest', 'run', 'test/graph/weekdays.test.ts');
    expect(output).toMatch(/1 passed/);
    expect(code).toBe(0);
  });
});
