// Answers in parts as clients read them, in either dialect of incremental delivery.
import type { StageError } from './stage.ts';

type Path = readonly (string | number)[];

export interface Part {
  readonly data?: unknown;
  readonly errors?: readonly StageError[];
  readonly hasNext?: boolean;
  readonly pending?: readonly { readonly id: string; readonly path: Path; readonly label?: string }[];
  readonly completed?: readonly { readonly id: string; readonly errors?: readonly StageError[] }[];
  readonly incremental?: readonly {
    readonly id?: string;
    readonly subPath?: Path;
    readonly path?: Path;
    readonly label?: string;
    readonly data?: unknown;
    readonly items?: readonly unknown[] | null;
    readonly errors?: readonly StageError[];
  }[];
}

/** All parts of an answer's text, by its content type; a whole answer is one part. */
export function partsOf(text: string, contentType: string): readonly Part[] {
  const pieces = /^multipart\/mixed/i.test(contentType)
    ? text.split(/\r\n---(?:--)?(?:\r\n)?|^---\r\n/)
    : /^text\/event-stream/i.test(contentType)
      ? text.split('\n\n').filter((piece) => /^data: *\{/m.test(piece))
      : [text];
  return pieces.flatMap((piece) => {
    const start = piece.indexOf('{');
    return start < 0 ? [] : [JSON.parse(piece.slice(start, piece.lastIndexOf('}') + 1)) as Part];
  });
}

/** The answer that the parts make up. */
export function mergedParts(parts: readonly Part[]): {
  readonly data: unknown;
  readonly errors: readonly StageError[];
} {
  const [first] = parts;
  const whole = { data: structuredClone(first?.data) };
  const places = new Map<string, Path>();
  const errors: StageError[] = [];
  for (const part of parts) {
    for (const { id, path } of part.pending ?? []) places.set(id, path);
    for (const one of part.incremental ?? []) {
      errors.push(...(one.errors ?? []));
      const place =
        one.id === undefined
          ? (one.path ?? [])
          : [...(places.get(one.id) ?? unknownId(one.id)), ...(one.subPath ?? [])];
      if (one.data) assign(at(whole, ['data', ...place]), one.data);
      if (one.items) addItems(whole, place, one.items, one.id === undefined);
    }
    for (const one of part.completed ?? []) errors.push(...(one.errors ?? []));
    errors.push(...(part.errors ?? []));
  }
  return { data: whole.data, errors };
}

function unknownId(id: string): never {
  throw new Error(`expected an id that was announced as pending, got ${id}`);
}

/** The older dialect names the index of the first item, the newer one the list. */
function addItems(whole: object, place: Path, items: readonly unknown[], withIndex: boolean): void {
  const list = at(whole, ['data', ...(withIndex ? place.slice(0, -1) : place)]) as unknown[];
  list.splice(withIndex ? Number(place.at(-1)) : list.length, items.length, ...items);
}

const at = (value: unknown, path: Path): object =>
  path.reduce<unknown>((object, key) => Reflect.get(object as object, key), value) as object;

function assign(target: object, more: unknown): void {
  for (const [key, value] of Object.entries(more as object)) {
    const known: unknown = Reflect.get(target, key);
    const bothObjects =
      typeof known === 'object' && known !== null && typeof value === 'object' && value !== null;
    if (bothObjects) assign(known, value);
    else Reflect.set(target, key, value);
  }
}
