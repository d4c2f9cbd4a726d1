import { writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';

/** Prints the schema definition language, or writes it to the file after `--out`. */
export async function printSchemaCommand(args: readonly string[]): Promise<number> {
  const sdl = await schemaText();
  const [flag, file, ...more] = args;
  if (flag === undefined) process.stdout.write(sdl);
  else if (flag === '--out' && file && more.length === 0) await writeFile(file, sdl);
  else {
    process.stderr.write(
      `expected "schema" or "schema --out <file>", got ${JSON.stringify(args.join(' '))}\n`,
    );
    return 2;
  }
  return 0;
}

export async function schemaText(): Promise<string> {
  const { schema } = await import('../schema/index.ts');
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
