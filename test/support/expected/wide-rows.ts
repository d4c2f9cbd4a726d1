import type { TruthRow } from '../../../src/sandbox/sandbox.ts';
import { absent, decimal, money, text } from './values.ts';

/** How a field of the graph follows from a wire row: the wire field and its kind, or a function. */
export type Mapping = Readonly<Record<string, string | readonly [kind: Kind, wire: string, unit?: string]>>;
type Kind = 'money' | 'dollars' | 'decimal' | 'quantity';

const SELECTIONS: Readonly<Record<Kind, string>> = {
  money: ' { amount currency }',
  dollars: ' { amount currency }',
  decimal: '',
  quantity: ' { amount unit { unitId } }',
};

/** The selection of the fields of a mapping. */
export const selectionOf = (mapping: Mapping): string =>
  Object.entries(mapping)
    .map(([name, from]) => `${name}${typeof from === 'string' ? '' : SELECTIONS[from[0]]}`)
    .join(' ');

/** What the fields must be for a wire row. */
export function mapped(mapping: Mapping, row: TruthRow): Record<string, unknown> {
  const value = (from: Mapping[string]): unknown => {
    if (typeof from === 'string') return text(row[from]);
    const [kind, wire, unit] = from;
    if (kind === 'money') return money(row[wire]);
    if (kind === 'dollars') return money(row[wire], 'USD');
    if (kind === 'decimal') return decimal(row[wire]);
    if (absent(row[wire])) return null;
    return { amount: decimal(row[wire]), unit: absent(row[unit ?? '']) ? null : { unitId: row[unit ?? ''] } };
  };
  return Object.fromEntries(Object.entries(mapping).map(([name, from]) => [name, value(from)]));
}
