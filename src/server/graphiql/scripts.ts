// The scripts of the waterfall as the browser gets them: the sources beside this file, without their types.
import { readFile } from 'node:fs/promises';

const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const NAMES = new Set(['layout', 'panel']);

/** Where the page asks for them. */
export const SCRIPTS = '/graphql/waterfall/';
export const ENTRY = `${SCRIPTS}panel${EXTENSION}`;

const kept = new Map<string, Promise<string>>();

/** The script at a path, or undefined where there is none. */
export function waterfallScript(path: string): Promise<string> | undefined {
  if (!path.startsWith(SCRIPTS) || !path.endsWith(EXTENSION)) return undefined;
  const name = path.slice(SCRIPTS.length, -EXTENSION.length);
  if (!NAMES.has(name)) return undefined;
  const script = kept.get(name) ?? load(name);
  kept.set(name, script);
  return script;
}

async function load(name: string): Promise<string> {
  const source = await readFile(new URL(`${name}${EXTENSION}`, import.meta.url), 'utf8');
  if (EXTENSION === '.js') return source;
  const { stripTypeScriptTypes } = await import('node:module');
  return stripTypeScriptTypes(source);
}
