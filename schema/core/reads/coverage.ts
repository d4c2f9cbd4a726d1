// Which fields of the graph serve which operations, from what the fields declare to read.
import { type GraphQLSchema, isObjectType } from 'graphql';
import type { Operation } from '../../../src/call/operation.ts';
import { operations } from '../../../src/operations/operations.ts';
import { type FieldReads, readsWithoutArguments } from './reads.ts';

export interface Coverage {
  readonly operation: Operation;
  /** Fields that read it, as `Type.field`, in order of the alphabet. */
  readonly fields: readonly string[];
  /** The ways in which rows of many keys are fetched. */
  readonly ways: readonly ('point' | 'bulk' | 'sweep')[];
}

const WAYS = ['point', 'bulk', 'sweep'] as const;

/** Every read operation, in the order of `operations.ts`. */
export function coverageOf(schema: GraphQLSchema): readonly Coverage[] {
  const served = new Map<string, { fields: Set<string>; ways: Set<string> }>();
  const serve = (operation: string, field: string, ways: readonly string[]) => {
    const known = served.get(operation) ?? { fields: new Set(), ways: new Set() };
    served.set(operation, known);
    known.fields.add(field);
    for (const way of ways) known.ways.add(way);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const declared = field.extensions['reads'] as FieldReads | undefined;
      for (const read of declared ? readsWithoutArguments(declared) : []) {
        const name = `${type.name}.${field.name}`;
        if (read.kind === 'keyed') {
          serve(
            read.edge.operation.name,
            name,
            WAYS.filter((way) => read.edge[way]),
          );
          if (read.edge.present) serve(read.edge.present.operation.name, name, []);
        } else if (read.kind === 'listing') serve(read.edge.operation.name, name, ['sweep']);
        else serve(read.operation.name, name, []);
      }
    }
  }
  return operations
    .filter(({ kind }) => kind === 'read')
    .map((operation) => {
      const { fields, ways } = served.get(operation.name) ?? { fields: new Set<string>(), ways: new Set() };
      return { operation, fields: [...fields].sort(), ways: WAYS.filter((way) => ways.has(way)) };
    });
}
