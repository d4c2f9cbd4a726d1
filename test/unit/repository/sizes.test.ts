import { expect, it } from 'vitest';
import { byFolder, filesIn, projectFiles, textOf } from '../../support/repository/files.ts';
import { longFunctions } from '../../support/repository/long-functions.ts';

// What is small can be read at once. Data of tests, generated files and what is printed are no reading.

const MOST_FILES = 20;
const MOST_LINES = 350;
const MOST_LINES_OF_A_FUNCTION = 120;
const NOT_READ = /^(test\/data|examples\/generated)(\/|$)/;
const SOURCES = filesIn(/^(src|schema)\/.*\.ts$/);

const crowded = (files: readonly string[]): string[] =>
  [...byFolder(files)]
    .filter(([folder, inside]) => inside.length > MOST_FILES && !NOT_READ.test(folder))
    .map(([folder, inside]) => `${folder}: ${inside.length} files`);

const long = (file: string, text: string): string[] => {
  const lines = text.trimEnd().split('\n').length;
  return lines > MOST_LINES ? [`${file}: ${lines} lines`] : [];
};

it(`has at most ${MOST_FILES} files in a folder`, () => {
  expect(projectFiles.length).toBeGreaterThan(500);
  expect(crowded(projectFiles)).toEqual([]);
});

it(`has at most ${MOST_LINES} lines in a source file`, () => {
  expect(SOURCES.length).toBeGreaterThan(200);
  expect(SOURCES.flatMap((file) => long(file, textOf(file)))).toEqual([]);
});

it(`has at most ${MOST_LINES_OF_A_FUNCTION} lines in a function, tables of fields apart`, () => {
  expect(SOURCES.flatMap((file) => longFunctions(file, textOf(file), MOST_LINES_OF_A_FUNCTION))).toEqual([]);
});

it('would notice a crowded folder, a long file and a long function', () => {
  const many = Array.from({ length: MOST_FILES + 1 }, (_, at) => `src/room/${at}.ts`);
  expect(crowded(many)).toEqual(['src/room: 21 files']);
  expect(crowded(many.map((file) => file.replace('src/room', 'test/data/samples')))).toEqual([]);
  expect(long('a.ts', '\n'.repeat(MOST_LINES).concat('end\n'))).toEqual(['a.ts: 351 lines']);
  const body = 'call();\n'.repeat(3);
  expect(longFunctions('a.ts', `function f() {\n${body}}\n`, 4)).toEqual(['a.ts:1 has 5 lines']);
  expect(longFunctions('a.ts', `const f = () => {\n${body}};\n`, 4)).toEqual(['a.ts:1 has 5 lines']);
  expect(longFunctions('a.ts', `class A {\n  f() {\n${body}}\n}\n`, 4)).toEqual(['a.ts:2 has 5 lines']);
  const table = `table((t) => ({\n${'a: t.string(),\n'.repeat(9)}}));\n`;
  expect(longFunctions('a.ts', table, 4)).toEqual([]);
  expect(longFunctions('a.ts', table.replace('(t)', '(row)'), 4)).toEqual(['a.ts:1 has 11 lines']);
});
