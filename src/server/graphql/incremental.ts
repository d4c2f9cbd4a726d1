import type { ExecutionResult, GraphQLError } from 'graphql';

/** One part of an answer that is sent in parts: the first, or what became ready since the one before. */
export interface Part extends ExecutionResult {
  readonly hasNext?: boolean;
  readonly incremental?: readonly { readonly errors?: readonly GraphQLError[] }[];
}

export interface PartsOptions {
  readonly presentError: (error: GraphQLError) => GraphQLError;
  /** What the whole cost; sent with the last part. */
  readonly extensions: () => Readonly<Record<string, unknown>>;
  /** Called exactly once: after the last part, or when nobody listens any more. */
  readonly onEnd: (errors: readonly GraphQLError[], answered: boolean) => void;
}

/** The parts with presentable errors; the last one says what the whole cost. */
export async function* presentParts(
  parts: AsyncIterable<Part>,
  { presentError, extensions, onEnd: ended }: PartsOptions,
): AsyncGenerator<Part> {
  const told: GraphQLError[] = [];
  let answered = false;
  const present = (errors: readonly GraphQLError[]) => {
    const presented = errors.map(presentError);
    told.push(...presented);
    return presented;
  };
  try {
    for await (const part of parts) {
      answered ||= Boolean(part.data);
      yield {
        ...part,
        ...(part.errors ? { errors: present(part.errors) } : {}),
        ...(part.incremental
          ? {
              incremental: part.incremental.map((one) =>
                one.errors ? { ...one, errors: present(one.errors) } : one,
              ),
            }
          : {}),
        ...(part.hasNext ? {} : { extensions: { ...part.extensions, ...extensions() } }),
      };
    }
  } finally {
    ended(told, answered);
  }
}
