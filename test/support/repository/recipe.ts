// A page that tells which files to create and to change, and what to run then, is carried out here.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeBlocks } from '../markdown.ts';

export interface Recipe {
  /** Files that are created or changed, in the order in which the page names them first. */
  readonly files: readonly string[];
  /** Carries it out below a folder that holds the sources. */
  carryOut(root: string): Promise<void>;
}

const TO_FILE = 'file=';

/** Replaces the text of a hunk, which the file has exactly once: lines ` ` stay, `-` go and `+` come. */
export function patched(file: string, text: string, hunk: string): string {
  const lines = hunk.trimEnd().split('\n');
  const side = (gone: string) =>
    lines
      .filter((line) => !line.startsWith(gone))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const before = side('+');
  const found = text.split(before).length - 1;
  if (found !== 1) throw new Error(`${file}: expected this text once, got it ${found} times:\n${before}`);
  return text.replace(before, () => side('-'));
}

/** The recipe under a heading of a page. */
export function recipeIn(page: string, heading: string): Recipe {
  const [, section] = page.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`expected a section "${heading}", got none`);
  const [text = ''] = section.split('\n## ');
  const steps = codeBlocks(text)
    .filter(({ info }) => info.startsWith(TO_FILE))
    .map((block) => ({ ...block, file: block.info.slice(TO_FILE.length) }));
  return {
    files: [...new Set(steps.map(({ file }) => file))],
    carryOut: async (root) => {
      for (const { language, file, text: content } of steps) {
        const path = join(root, file);
        if (language === 'diff') {
          await writeFile(path, patched(file, await readFile(path, 'utf8'), content));
        } else {
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, content, { flag: 'wx' });
        }
      }
    },
  };
}

/** The commands of a page, line by line. */
export const commandsIn = (page: string): readonly string[] =>
  codeBlocks(page)
    .filter(({ language, info }) => language === 'sh' && info === '')
    .flatMap(({ text }) => text.trimEnd().split('\n'));
