import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Places where the type checker is told to look away: the keyword `any`, and comments that silence a rule. */
function escapes(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(node.getStart(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const { index } of text.matchAll(/biome-ignore|@ts-(ignore|expect-error|nocheck)/g)) found.push(index);
  return found.map((position) => `${file}:${source.getLineAndCharacterOfPosition(position).line + 1}`);
}

describe('the product keeps its types', () => {
  it('uses no any and silences no rule in src/ and schema/', () => {
    const files = globSync(['src/**/*.ts', 'schema/**/*.ts']);
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap((file) => escapes(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  it.each([
    'const a = b as any;',
    'function f(a: any) {}',
    'type A = Record<string, any>;',
    'const a = <any>b;',
    '// @ts-ignore',
    '// biome-ignore lint/suspicious/noExplicitAny: a reason',
  ])('would notice %s', (text) => {
    expect(escapes('a.ts', text)).toEqual(['a.ts:1']);
  });

  it('is not misled by the word in names and comments', () => {
    expect(escapes('a.ts', "// any\nconst a = AbortSignal.any([]); const b = 'as any';")).toEqual([]);
  });
});
