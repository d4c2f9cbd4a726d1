// Says whether what is generated and checked in still is what the sources say: the printed SDL, the typed
// operations of the examples and the coverage page. People rely on them, so that a stale one is a bug.
import { readdir, readFile } from 'node:fs/promises';
import { generate } from '@graphql-codegen/cli';
import codegen from '../codegen.ts';
import { coverageOf } from '../schema/core/reads/coverage.ts';
import { schema } from '../schema/index.ts';
import { schemaText } from '../src/print-schema.ts';
import { COVERAGE_PAGE, coveragePage } from './support/coverage-page.ts';

const SDL = 'schema/schema.graphql';
const GENERATED = 'examples/generated';

interface Drift {
  readonly file: string;
  readonly fix: string;
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

async function sdlDrift(): Promise<readonly Drift[]> {
  const same = (await textOf(SDL)) === (await schemaText());
  return same ? [] : [{ file: SDL, fix: 'npm run schema:write' }];
}

/** Only worth asking when the SDL is right, because the operations are typed from the file. */
async function codegenDrift(): Promise<readonly Drift[]> {
  const outputs: { filename: string; content: string }[] = await generate(
    { ...codegen, silent: true },
    false,
  );
  const expected = new Map(outputs.map(({ filename, content }) => [filename, content]));
  const present = (await readdir(GENERATED)).map((name) => `${GENERATED}/${name}`);
  const stale: string[] = [];
  for (const file of new Set([...expected.keys(), ...present])) {
    if ((await textOf(file)) !== expected.get(file)) stale.push(file);
  }
  return stale.map((file) => ({ file, fix: 'npm run codegen' }));
}

async function coverageDrift(): Promise<readonly Drift[]> {
  const same = (await textOf(COVERAGE_PAGE)) === coveragePage(coverageOf(schema));
  return same ? [] : [{ file: COVERAGE_PAGE, fix: 'npm run coverage -- --write' }];
}

const sdl = await sdlDrift();
const drifts = [...(sdl.length > 0 ? sdl : await codegenDrift()), ...(await coverageDrift())];
for (const { file, fix } of drifts) console.error(`${file} is stale; run "${fix}" and commit the result`);
if (drifts.length === 0) console.log('the SDL, the typed operations and the coverage page are up to date');
process.exitCode = drifts.length === 0 ? 0 : 1;
