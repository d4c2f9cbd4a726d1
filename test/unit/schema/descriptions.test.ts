import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';

interface Described {
  readonly at: string;
  readonly description: string | null | undefined;
}

/** A type with everything in it that clients read about. */
function partsOf(type: GraphQLNamedType): readonly Described[] {
  const own: Described = { at: type.name, description: type.description };
  if (isEnumType(type)) {
    return [
      own,
      ...type
        .getValues()
        .map((value) => ({ at: `${type.name}.${value.name}`, description: value.description })),
    ];
  }
  if (isInputObjectType(type)) {
    return [
      own,
      ...Object.values(type.getFields()).map((field) => ({
        at: `${type.name}.${field.name}`,
        description: field.description,
      })),
    ];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  return [
    own,
    ...Object.values(type.getFields()).flatMap((field) => [
      { at: `${type.name}.${field.name}`, description: field.description },
      ...field.args.map((argument) => ({
        at: `${type.name}.${field.name}(${argument.name}:)`,
        description: argument.description,
      })),
    ]),
  ];
}

describe('the graph', () => {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const parts = types.flatMap(partsOf);

  it('describes every type, field, argument, input field and enum value', () => {
    expect(parts.length).toBeGreaterThan(300);
    expect(parts.filter(({ description }) => !description?.trim()).map(({ at }) => at)).toEqual([]);
  });

  it('describes them in sentences, without words of the wire', () => {
    const odd = parts.filter(({ description }) => !/^[`\p{Lu}\d].*\.$/su.test(description ?? ''));
    expect(odd.map(({ at, description }) => `${at}: ${description}`)).toEqual([]);
    const wire = parts.filter(({ at }) => /_[a-z]/.test(at));
    expect(wire.map(({ at }) => at)).toEqual([]);
  });
});
