import type { ExecutionResult, GraphQLError } from 'graphql';

interface WithErrors {
  readonly errors?: readonly GraphQLError[];
}

/** One part of an answer that is sent in parts: the first, or what became ready since the one before. */
export interface Part extends ExecutionResult {
  readonly hasNext?: boolean;
  readonly incremental?: readonly WithErrors[];
  /** Of the newer dialect: the ids whose data is complete, and what they failed with. */
  readonly completed?: readonly WithErrors[];
}

export interface PartsOptions {
  readonly presentErrors: (errors: readonly GraphQLError[]) => readonly GraphQLError[];
  /** What the whole cost; sent with the last part. */
  readonly extensions: () => Readonly<Record<string, unknown>>;
  /** Called exactly once: after the last part, or when the client stopped listening. */
  readonly onEnd: (errors: readonly GraphQLError[], answered: boolean) => void;
}

/** The parts with presentable errors; the last one says what the whole cost. */
export async function* presentParts(
  parts: AsyncIterable<Part>,
  { presentErrors, extensions, onEnd }: PartsOptions,
): AsyncGenerator<Part> {
  const shown: GraphQLError[] = [];
  let answered = false;
  const presented = <One extends WithErrors>(one: One): One => {
    if (!one.errors) return one;
    const errors = presentErrors(one.errors);
    shown.push(...errors);
    return { ...one, errors };
  };
  try {
    for await (const part of parts) {
      answered ||= Boolean(part.data);
      yield {
        ...presented(part),
        ...(part.incremental ? { incremental: part.incremental.map(presented) } : {}),
        ...(part.completed ? { completed: part.completed.map(presented) } : {}),
        ...(part.hasNext ? {} : { extensions: { ...part.extensions, ...extensions() } }),
      };
    }
  } finally {
    onEnd(shown, answered);
  }
}
