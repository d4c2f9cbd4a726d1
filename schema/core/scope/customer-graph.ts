import type { FieldMap, ObjectRef } from '@pothos/core';
import { builder, type SchemaTypes } from '../builder.ts';

type Fields = PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, object>;
type Define = (t: Fields) => FieldMap;

const definitions: Define[] = [];

/**
 * Fields from which everything about customers can be reached. They stand on the query, about the tenant's own
 * customers, and on resellers, about theirs. They look at their context only, never at the object above them.
 */
export function customerGraphFields(define: Define): void {
  definitions.push(define);
  builder.queryFields((t) => define(t as unknown as Fields) as never);
}

/** Puts the same fields on a type. */
export function addCustomerGraph<Node extends object>(ref: ObjectRef<SchemaTypes, Node>): void {
  builder.objectFields(ref, (t) =>
    Object.assign({}, ...definitions.map((define) => define(t as unknown as Fields))),
  );
}
