import { z } from 'zod';
import { operations } from './operations.ts';

/** Names how stored entries are laid out; to be raised when that changes. */
const LAYOUT = 2;

/** Changes whenever answers of any operation come to read otherwise: the layout, and what the catalogue decodes. */
export function catalogueFormat(): string {
  const entries = operations.map(({ name, parameters, response }) => [
    name,
    parameters,
    z.toJSONSchema(response, { io: 'output', unrepresentable: 'any' }),
  ]);
  return JSON.stringify([LAYOUT, entries]);
}
