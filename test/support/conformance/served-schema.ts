import type { GraphQLSchema } from 'graphql';
import type { Coverage } from '../../../schema/core/reads/coverage.ts';

export interface ServedSchema {
  readonly schema: GraphQLSchema;
  /** Whether a field, as `Type.field`, takes a call of its own. */
  readonly elsewhere: (field: string) => boolean;
  /** Every read operation, with the fields that read it. */
  readonly coverage: readonly Coverage[];
}

/** The schema as the gateway serves it, and what its fields say that they read. */
export async function servedSchema(): Promise<ServedSchema> {
  const [{ schema }, { coverageOf }] = await Promise.all([
    import('../../../schema/index.ts'),
    import('../../../schema/core/reads/coverage.ts'),
  ]);
  const coverage = coverageOf(schema);
  const fields = new Set(coverage.flatMap((one) => one.fields));
  return {
    schema,
    elsewhere: (field) => fields.has(field),
    coverage,
  };
}
