// `npm run coverage`: which field of the graph serves each read operation of the upstream. With `--write` it
// writes docs/coverage.md, which `npm run drift` compares.
import { writeFile } from 'node:fs/promises';
import { coverageOf } from '../schema/core/reads/coverage.ts';
import { schema } from '../schema/index.ts';
import { COVERAGE_PAGE, coveragePage, SDK_EDITION } from './support/coverage-page.ts';

const coverage = coverageOf(schema);
const served = coverage.filter(({ fields }) => fields.length > 0);
for (const { operation } of coverage.filter(({ fields }) => fields.length === 0)) {
  console.log(`no field reads ${operation.name} (${operation.method} ${operation.path})`);
}
console.log(
  `${served.length} of ${coverage.length} read operations are served by the graph; complete against the SDK of ${SDK_EDITION}`,
);
if (process.argv.includes('--write')) await writeFile(COVERAGE_PAGE, coveragePage(coverage));
process.exitCode = served.length === coverage.length ? 0 : 1;
