// What wire values of `GET /__sandbox/world` must look like in the graph, said independently of schema/.
import { canonicalDecimal } from '../../../src/decode/decimal.ts';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';

export const absent = (value: unknown): boolean => value === undefined || value === null || value === '';

export const text = (value: unknown): string | null => (absent(value) ? null : String(value));

export const number = (value: unknown): number | null => (absent(value) ? null : Number(value));

export const decimal = (value: unknown): string | null =>
  absent(value) ? null : (canonicalDecimal(String(value)) ?? `not a decimal: ${String(value)}`);

/** The sandbox's amounts are in yuan, on the international site in dollars. */
export function money(value: unknown, currency = 'CNY'): { amount: string | null; currency: string } | null {
  return absent(value) ? null : { amount: decimal(value), currency };
}

export type Names = Readonly<Record<string, string>>;

/** The name of a code; codes without one are UNKNOWN. */
export const named = (names: Names, value: unknown): string => names[String(value)] ?? 'UNKNOWN';

/** The same for fields that are null where the upstream sends nothing. */
export const namedOrNull = (names: Names, value: unknown): string | null =>
  absent(value) ? null : named(names, value);

export const globalId = (type: string, key: unknown): string =>
  Buffer.from(`${type}:${String(key)}`).toString('base64');

/** The one row of a list with a field of that value. */
export function rowWith(rows: readonly TruthRow[], field: string, value: unknown): TruthRow | undefined {
  return rows.find((row) => row[field] === value);
}

export const rowsWith = (rows: readonly TruthRow[], field: string, value: unknown): readonly TruthRow[] =>
  rows.filter((row) => row[field] === value);

export const SERVICE_TYPE = 'serviceType { code name abbreviation }';

/** A row may leave out the name, which then comes from the dictionary. */
export function serviceType(world: Truth, code: unknown, name: unknown) {
  const entry = rowWith(world.serviceTypes, 'service_type_code', code);
  return {
    code,
    name: text(name) ?? text(entry?.['service_type_name']),
    abbreviation: text(entry?.['abbreviation']),
  };
}

export const RESOURCE_TYPE = 'resourceType { code name }';

export const resourceType = (row: TruthRow) => ({
  code: row['resource_type_code'],
  name: text(row['resource_type_name']),
});

export const QUANTITY = '{ amount unit { unitId name abbreviation kindCode } }';

export function quantity(world: Truth, amount: unknown, unitId: unknown) {
  if (absent(amount)) return null;
  const unit = absent(unitId) ? undefined : rowWith(world.measureUnits, 'measure_id', unitId);
  return {
    amount: decimal(amount),
    unit: unit
      ? {
          unitId: unit['measure_id'],
          name: unit['measure_name'],
          abbreviation: unit['abbreviation'],
          kindCode: String(unit['measure_type']),
        }
      : null,
  };
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

/** The day in China on which an instant falls. */
export const chinaDay = (instant: unknown): string =>
  new Date(Date.parse(String(instant)) + CHINA_OFFSET_MS).toISOString().slice(0, 10);
