// Which operation a request means, by method and path of the entries.
import { type OperationName, operationByName, operations } from '../../operations/operations.ts';
import { iamPaths } from '../auth/iam.ts';
import type { Entry } from '../wire/parameters.ts';
import type { Site } from '../world/frame.ts';

export interface Route {
  readonly name: OperationName;
  readonly entry: Entry;
  readonly path: Readonly<Record<string, string>>;
}

interface Template {
  readonly name: OperationName;
  readonly entry: Entry;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

const PLACEHOLDER = /\{(\w+)\}/g;
const names = Object.keys(operationByName) as OperationName[];
const plain = new Map<string, Route>();
const templates: Template[] = [];
for (const name of names) {
  const entry: Entry = operationByName[name];
  const key = `${entry.method} ${entry.path}`;
  if (!entry.path.includes('{')) {
    plain.set(key, { name, entry, path: {} });
  } else {
    templates.push({
      name,
      entry,
      pattern: new RegExp(`^${key.replace(PLACEHOLDER, '([^/]+)')}$`),
      names: [...key.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''),
    });
  }
}

export function routeOf(method: string, path: string): Route | undefined {
  const key = `${method} ${path}`;
  const found = plain.get(key);
  if (found) return found;
  for (const template of templates) {
    const match = template.pattern.exec(key);
    if (!match) continue;
    const values = template.names.map((name, at) => [name, decode(match[at + 1] ?? '')] as const);
    return { name: template.name, entry: template.entry, path: Object.fromEntries(values) };
  }
  return undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function knownPaths(site: Site): string {
  const known = operations.filter(({ sites }) => sites.includes(site));
  return [...known.map((entry) => `${entry.method} ${entry.path}`), ...iamPaths].sort().join(', ');
}
