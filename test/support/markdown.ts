export interface CodeBlock {
  readonly language: string;
  /** The rest of the line that opens the block, e.g. `runnable` or `file=src/a.ts`. */
  readonly info: string;
  readonly text: string;
}

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(/^```(\w*)[ ]?(.*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', info = '', text = '']) => ({ language, info, text }),
  );
}

/** The cells of every table row, without the header's rule. */
export function tableRows(markdown: string): readonly (readonly string[])[] {
  return [...markdown.matchAll(/^\|(.*)\|$/gm)]
    .map(([, row = '']) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell)));
}
