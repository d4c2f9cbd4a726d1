// docs/coverage.md, made from the operations and from what the fields of the graph declare to read.
import type { Coverage } from '../../schema/core/reads/coverage.ts';

export const COVERAGE_PAGE = 'docs/coverage.md';

/** The edition of the vendor's SDK whose read operations are all here. */
export const SDK_EDITION = '2026-08 (Python 3.1.211)';

const HEAD = `# Coverage

Complete against the vendor's SDK of ${SDK_EDITION}. Left out on purpose: \`ShowSubCustomerBudget\`, which answers for one customer what \`ListSubCustomerBudget\` answers for a hundred, and \`ShowRealNameAuthQrCode\`, a GET that makes a code which is void after one use, and so is no read.

Every read operation of the upstream, and the fields of the graph that it serves. Written by \`npm run coverage -- --write\` from the operations (\`src/operations/\`) and the schema.

- **credential**: whose account asks: the partner's, the customer's own through the agency that it granted, or either.
- **quota**: calls per second that the upstream grants by default, per account and per source address.
- **page**: most rows of one call.
- **ways**: how rows for many objects are fetched; the planner takes the cheapest.
- **kept**: seconds for which an answer is good.

`;

const COLUMNS = ['operation', 'path', 'site', 'credential', 'quota', 'page', 'ways', 'kept', 'fields'];

export function coveragePage(coverage: readonly Coverage[]): string {
  const rows = coverage.map(rowOf).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const table = [COLUMNS, COLUMNS.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const served = coverage.filter(({ fields }) => fields.length > 0).length;
  return `${HEAD}${table.join('\n')}\n\n${served} read operations are served.\n`;
}

function rowOf({ operation, fields, ways }: Coverage): readonly string[] {
  const {
    name,
    method,
    path,
    sites,
    credential,
    distributorOnly,
    quotaPerSecond,
    paging,
    markerPaging,
    freshness,
  } = operation;
  return [
    name,
    `\`${method} ${path}\``,
    sites.join(', '),
    distributorOnly ? `${credential}, distributors only` : credential,
    String(quotaPerSecond),
    String((paging ?? markerPaging)?.limitMax ?? ''),
    ways.join(', '),
    freshness.refreshesAt ? `until ${freshness.refreshesAt} (GMT+8)` : String(freshness.seconds),
    fields.map((field) => `\`${field}\``).join(', '),
  ];
}
