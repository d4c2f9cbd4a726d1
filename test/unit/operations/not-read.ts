/** Documented fields that the gateway does not read, by operation, each with its reason. */
export const NOT_READ: Readonly<Record<string, readonly string[]>> = {};
