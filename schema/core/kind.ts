// Objects of an interface or union say themselves what they are. Which keys a row happens to have says nothing:
// the upstream leaves optional ones out.

/** What an object is, for types of one interface. */
export interface Kind<Name extends string> {
  readonly kind: Name;
}

/** A row as an object of that kind. */
export const ofKind =
  <const Name extends string>(kind: Name) =>
  <Row extends object>(row: Row): Row & Kind<Name> => ({ ...row, kind });

/** For `isTypeOf` of a type whose objects are of that kind. */
export const isKind =
  (kind: string) =>
  (value: unknown): boolean =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
