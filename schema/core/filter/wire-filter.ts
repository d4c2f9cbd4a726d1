// From the arguments of a filter to what the upstream is sent.
import { badInput } from '../../../src/errors/errors.ts';

/** The upstream code of an enum value of a filter, which must be a known one. */
export function codeIn(
  name: string,
  value: string | null | undefined,
  codeOf: (value: string) => string | undefined,
): string | undefined {
  if (!value) return undefined;
  const code = codeOf(value);
  if (code === undefined) throw badInput(`filter.${name}: expected a known value, got ${value}`);
  return code;
}

/** The same as a number, for parameters that are one. */
export function numberIn(
  name: string,
  value: string | null | undefined,
  codeOf: (value: string) => string | undefined,
): number | undefined {
  const code = codeIn(name, value, codeOf);
  return code === undefined ? undefined : Number(code);
}

/** Drops what is not set, so that no empty filter reaches the upstream. */
export function withoutEmpty<Filter extends object>(
  filter: Filter,
): {
  [Name in keyof Filter]: Exclude<Filter[Name], null | undefined | ''>;
} {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ) as never;
}

/** The upstream codes of a list of enum values. */
export const codesIn = (
  name: string,
  values: readonly string[] | null | undefined,
  codeOf: (value: string) => string | undefined,
): readonly string[] => (values ?? []).flatMap((value) => codeIn(name, value, codeOf) ?? []);
