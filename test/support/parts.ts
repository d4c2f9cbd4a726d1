import type { GraphAnswer, GraphError } from './harness.ts';

/** One part of an answer that is sent in parts. */
export interface Part {
  readonly data?: unknown;
  readonly errors?: readonly GraphError[];
  readonly incremental?: readonly {
    readonly data?: unknown;
    readonly items?: readonly unknown[] | null;
    readonly path: readonly (string | number)[];
    readonly label?: string;
    readonly errors?: readonly GraphError[];
  }[];
  readonly hasNext?: boolean;
  readonly extensions?: GraphAnswer<unknown>['extensions'];
}

export type Transport = 'multipart/mixed' | 'text/event-stream';

interface PartsRequest {
  readonly accept: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Sends a query and gives the parts of its answer as they come; a whole answer is one part. */
export async function* askInParts(
  url: string,
  query: string,
  { accept, headers = {}, signal }: PartsRequest,
): AsyncGenerator<Part> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify({ query }),
    ...(signal ? { signal } : {}),
  });
  const type = response.headers.get('content-type') ?? '';
  if (!response.body) throw new Error('expected a body, got none');
  const text = response.body.pipeThrough(new TextDecoderStream());
  if (type.startsWith('multipart/mixed')) yield* partsOf(text, '\r\n---', jsonOfPart);
  else if (type.startsWith('text/event-stream')) yield* partsOf(text, '\n\n', jsonOfEvent);
  else yield (await new Response(text.pipeThrough(new TextEncoderStream())).json()) as Part;
}

/** The pieces between separators, each as soon as its own separator is there. */
async function* partsOf(
  text: AsyncIterable<string>,
  separator: string,
  jsonOf: (piece: string) => string | undefined,
): AsyncGenerator<Part> {
  let rest = '';
  for await (const chunk of text) {
    const pieces = (rest + chunk).split(separator);
    rest = pieces.pop() ?? '';
    for (const piece of pieces) {
      const json = jsonOf(piece);
      if (json !== undefined) yield JSON.parse(json) as Part;
    }
  }
}

const jsonOfPart = (piece: string): string | undefined => {
  const start = piece.indexOf('\r\n\r\n');
  return start < 0 ? undefined : piece.slice(start + 4);
};

const jsonOfEvent = (piece: string): string | undefined => /^data: (\{.*)$/m.exec(piece)?.[1];

export async function allParts(parts: AsyncIterable<Part>): Promise<readonly Part[]> {
  const all: Part[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

/** The answer that the parts make up, put together as a client does it. */
export function merged(parts: readonly Part[]): {
  readonly data: unknown;
  readonly errors: readonly GraphError[];
} {
  const [first, ...others] = parts;
  const whole = { data: structuredClone(first?.data) };
  for (const { data, items, path } of others.flatMap((part) => part.incremental ?? [])) {
    if (data) Object.assign(at(whole, ['data', ...path]), mergedInto(at(whole, ['data', ...path]), data));
    else if (items) {
      const index = Number(path.at(-1));
      (at(whole, ['data', ...path.slice(0, -1)]) as unknown[]).splice(index, items.length, ...items);
    }
  }
  const errors = [...(first?.errors ?? []), ...others.flatMap(errorsOf)];
  return { data: whole.data, errors };
}

const errorsOf = (part: Part): readonly GraphError[] => [
  ...(part.errors ?? []),
  ...(part.incremental ?? []).flatMap(({ errors }) => errors ?? []),
];

const at = (value: unknown, path: readonly (string | number)[]): object =>
  path.reduce<unknown>((object, key) => Reflect.get(object as object, key), value) as object;

/** Fields of one object may come in several parts. */
function mergedInto(known: unknown, more: unknown): object {
  const both = { ...(known as object) };
  for (const [key, value] of Object.entries(more as object)) {
    const before = Reflect.get(both, key) as unknown;
    const isObject = typeof before === 'object' && before !== null && !Array.isArray(before);
    Reflect.set(both, key, isObject && value !== null ? mergedInto(before, value) : value);
  }
  return both;
}
