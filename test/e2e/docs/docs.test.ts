import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTenants } from '../../../src/config/tenants-file.ts';
import { ERROR_CODES } from '../../../src/errors/errors.ts';
import { runChild } from '../../support/child.ts';
import { type GraphAnswer, type Harness, startHarness } from '../../support/harness.ts';
import { codeBlocks, tableRows } from '../../support/markdown.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const readme = read('README.md');
const pages = ['README.md', 'CHANGELOG.md', ...globSync('docs/**/*.md')];
const scripts = Object.keys(
  (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts,
);

describe('the commands of the README', () => {
  const runnable = codeBlocks(readme).filter((block) => block.info === 'runnable');
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({ customers: 60, seed: 7 });
  });
  afterAll(() => harness.close());

  async function run(command: string): Promise<string> {
    const here = command.replaceAll('http://127.0.0.1:4000', harness.gateway.url);
    const { code, stdout, stderr } = await runChild('bash', ['-euo', 'pipefail', '-c', here]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  }

  interface FirstLook {
    customers: { totalCount: number; nodes: Record<string, unknown>[] };
  }

  it('answer the first query as shown', async () => {
    const [query] = runnable.filter((block) => block.text.includes('query FirstLook'));
    const answer = JSON.parse(await run(query?.text ?? '')) as GraphAnswer<FirstLook>;
    expect(answer.errors).toBeUndefined();
    const [shown] = codeBlocks(readme).filter((block) => block.text.includes('"totalCount"'));
    const expected = JSON.parse(shown?.text ?? '') as GraphAnswer<FirstLook>;
    const [node, shownNode] = [answer.data.customers.nodes[0], expected.data.customers.nodes[0]];
    expect(answer.data.customers.totalCount).toBe(expected.data.customers.totalCount);
    // Ids and names follow from the seed alone; amounts and orders depend on the day.
    expect(node).toMatchObject({ customerId: shownNode?.['customerId'], name: shownNode?.['name'] });
    expect(Object.keys(node ?? {})).toEqual(Object.keys(shownNode ?? {}));
    expect(Object.values(node ?? {})).not.toContain(null);
  });

  it('hash an API key', async () => {
    const [hash] = runnable.filter((block) => block.text.includes('crypto.hash'));
    expect(await run(hash?.text ?? '')).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it('are all run by this test', () => {
    expect(runnable).toHaveLength(2);
  });

  it('show a tenants file that is accepted', () => {
    const [file] = codeBlocks(readme).filter((block) => block.text.includes('"tenants"'));
    const text = (file?.text ?? '').replace('see below', 'a'.repeat(64));
    const [tenant] = parseTenants(text, '.', {
      environment: { ACME_AK: 'ak', ACME_SK: 'sk' },
      defaults: { bss: undefined, iam: undefined },
    });
    expect(tenant).toMatchObject({ id: 'acme', site: 'cn', partner: { credential: { accessKey: 'ak' } } });
  });

  it('list every variable that the gateway reads, and no other', () => {
    const source = read('src/config/environment.ts');
    const variables = [...source.matchAll(/\bread\.\w+\(\s*'([A-Z_]+)'/g)].map(([, name]) => name);
    const [, section = ''] = /## Configuration\n([\s\S]*?)\n## /.exec(readme) ?? [];
    const listed = tableRows(section)
      .slice(1)
      .map(([name = '']) => name.replaceAll('`', ''));
    expect(listed.toSorted()).toEqual(variables.toSorted());
  });
});

it('docs/configuration.md lists every limit with its default, and no other', () => {
  const source = read('src/config/limits.ts');
  const limits = [...source.matchAll(/limit\('([A-Z_]+)', ([\d_]+)/g)].map(([, name, standard = '']) => [
    name,
    standard.replaceAll('_', ''),
  ]);
  const [, section = ''] = /## Limits\n([\s\S]*?)\n## /.exec(read('docs/configuration.md')) ?? [];
  const listed = tableRows(section)
    .slice(1)
    .map(([name = '', standard = '']) => [name.replaceAll('`', ''), standard.replaceAll('`', '')]);
  expect(listed.toSorted()).toEqual(limits.toSorted());
});

describe.each(pages)('%s', (page) => {
  const text = read(page);

  it('links to files that exist', () => {
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(join(dirname(page), target)))).toEqual([]);
  });

  it('names scripts that exist', () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it('names files and folders that exist', () => {
    // What the recipe tells to create is not there yet.
    const created = codeBlocks(text).map((block) => block.info.replace('file=', ''));
    const named = [...text.matchAll(/`((?:src|schema|test|docs|bench|examples|scripts|\.ci)\/[\w./-]*)`/g)];
    const missing = named.map(([, path = '']) => path).filter((path) => !existsSync(path));
    expect(missing.filter((path) => !created.includes(path))).toEqual([]);
  });
});

describe('docs/errors.md', () => {
  const rows = tableRows(read('docs/errors.md').split('## The codes')[1] ?? '').slice(1);
  const codeOf = ([code = '']: readonly string[]) => code.replaceAll('`', '');

  it('lists the codes of the source, each with when and what to do', () => {
    expect(rows.map(codeOf)).toEqual([...ERROR_CODES]);
    expect(rows.filter((row) => row.some((cell) => cell.length === 0))).toEqual([]);
  });

  it('says of a code that it is not sent yet exactly when nothing makes such an error', () => {
    const sources = globSync(['src/**/*.ts', 'schema/**/*.ts']).map(read).join('\n');
    const made = [...sources.matchAll(/new (?:GatewayError\(|RequestRefusal\(\s*\d+,)\s*'([A-Z_]+)'/g)].map(
      ([, code = '']) => code,
    );
    const notSent = rows.filter((row) => row.join().includes('Not sent yet')).map(codeOf);
    expect(notSent).toEqual(ERROR_CODES.filter((code) => !made.includes(code)));
  });
});

describe('docs/architecture.md', () => {
  it('lists every room', () => {
    const text = read('docs/architecture.md');
    const rooms = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.filter(({ name }) => !text.includes(`\`src/${name}/\``)).map(({ name }) => name)).toEqual(
      [],
    );
  });
});

describe('Dockerfile', () => {
  it('starts what the build makes and the package names', () => {
    const { bin } = JSON.parse(read('package.json')) as { bin: Record<string, string> };
    expect(read('Dockerfile')).toContain(`CMD ["node", "${bin['partner-graph']}", "serve"]`);
  });
});
