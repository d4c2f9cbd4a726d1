// Whether an answer is one at all. An upstream, or a proxy before it, may send an object of something else with
// status 200; read with optional keys only, it would pass for an empty page.
import { z } from 'zod';
import { isAbsent, isMainList, mayBeEmpty } from './wire.ts';

/** What the top of an answer can be known by. */
interface Marks {
  readonly keys: ReadonlySet<string>;
  /** Keys as a real answer may spell them: without case and underscores. */
  readonly spellings: ReadonlyMap<string, string>;
  readonly list: string | undefined;
  readonly mayBeEmpty: boolean;
}

/** Keys that say nothing without the amounts or rows that they are about. */
const UNITS = new Set(['currency', 'measure_id']);
const TOTALS = ['total_count', 'count'] as const;

const known = new WeakMap<z.ZodType, Marks>();

export function marksOf(schema: z.ZodType): Marks {
  const found = known.get(schema);
  if (found) return found;
  const shape: Readonly<Record<string, z.ZodType>> =
    schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {};
  const keys = Object.keys(shape);
  const spellings = new Map(keys.map((key) => [plain(key), key]));
  const total = TOTALS.find((key) => key in shape);
  if (total) for (const other of TOTALS) spellings.set(plain(other), total);
  const empty = mayBeEmpty(schema) || keys.length === 0;
  const marks: Marks = {
    keys: new Set(keys.filter((key) => empty || !UNITS.has(key))),
    spellings,
    list: keys.find((key) => isMainList(shape[key] as z.ZodType)),
    mayBeEmpty: empty,
  };
  known.set(schema, marks);
  return marks;
}

/** The answer with its keys as the operation spells them, or `undefined` where nothing in it is known. */
export function recognised(value: object, marks: Marks): object | undefined {
  const keys = Object.keys(value);
  if (keys.some((key) => marks.keys.has(key)) && !keys.some((key) => isOtherSpelling(key, marks)))
    return value;
  if (keys.length === 0) return marks.mayBeEmpty ? value : undefined;
  const answer: Record<string, unknown> = { ...value };
  for (const key of keys) {
    const meant = marks.spellings.get(plain(key));
    if (meant !== undefined && meant !== key && isAbsent(answer[meant])) answer[meant] = answer[key];
  }
  return Object.keys(answer).some((key) => marks.keys.has(key)) ? answer : undefined;
}

const isOtherSpelling = (key: string, { keys, spellings }: Marks): boolean =>
  !keys.has(key) && spellings.has(plain(key)) && spellings.get(plain(key)) !== key;

const plain = (key: string): string => key.replaceAll('_', '').toLowerCase();
