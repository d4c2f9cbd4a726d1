import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reader } from '../support/conformance/reader.ts';
import { queryOf, readersOf } from '../support/conformance/readers.ts';
import { servedSchema } from '../support/conformance/served-schema.ts';
import { codesOf, type Stage, type StageAnswer, startStage } from '../support/conformance/stage.ts';
import { operationFacts, pageAskedFor, pageOf, type Row, sampleOf } from '../support/conformance/upstream.ts';

// Every key of every row of every operation, damaged in every way: left out, null, of another kind. It costs its
// own field and at most one error, and what stood in the row is in no error.

const MARKER = 'planted-marker';

const DAMAGES: readonly (readonly [name: string, value: unknown])[] = [
  ['absent', undefined],
  ['null', null],
  ['empty', ''],
  ['a number', 4711],
  ['a text', `${MARKER} text`],
  ['an object', {}],
];

type Path = readonly (string | number)[];
interface Damage {
  readonly name: string;
  readonly path: Path;
  readonly value: unknown;
}

const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every key below a value, nested ones included. */
function keysOf(value: unknown, above: Path = []): Path[] {
  if (Array.isArray(value)) return value.length > 0 ? keysOf(value[0], [...above, 0]) : [];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [...above, key],
    ...keysOf(inner, [...above, key]),
  ]);
}

function damaged(value: unknown, { path, value: instead }: Damage): unknown {
  const copy: unknown = structuredClone(value);
  let at: unknown = copy;
  for (const key of path.slice(0, -1)) at = Reflect.get(at as object, key);
  if (instead === undefined) Reflect.deleteProperty(at as object, path.at(-1) ?? '');
  else Reflect.set(at as object, path.at(-1) ?? '', instead);
  return copy;
}

/** The sample with a marker in every text that means nothing, and ids that differ from row to row. */
function marked(value: unknown, suffix: string): unknown {
  if (Array.isArray(value)) return value.map((one) => marked(one, suffix));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, textFor(key, marked(inner, suffix), suffix)]),
    );
  }
  return typeof value === 'string' && value.startsWith('Sample ') ? `${value} ${MARKER}` : value;
}

function textFor(key: string, value: unknown, suffix: string): unknown {
  if (key === 'order_id') return suffix && suffix !== 'page' ? `o1-${suffix}` : 'o1';
  if (key === 'currency') return 'CNY';
  if (key === 'customer_id') return 'c1';
  if (key === 'association_type') return '2';
  return typeof value === 'string' && suffix && value.startsWith('sample-') && /id$/i.test(key)
    ? `${value}-${suffix}`
    : value;
}

const stages = new Map<string, Stage>();
const served = await servedSchema();
const { schema, elsewhere, coverage } = served;
const READERS = readersOf(served);

beforeAll(async () => {
  for (const site of ['cn', 'intl'] as const) stages.set(site, await startStage({ site }));
}, 60_000);
afterAll(async () => {
  for (const stage of stages.values()) await stage.close();
});

interface Subject {
  readonly operation: string;
  readonly reader: Reader;
  readonly stage: Stage;
  /** The key of the rows, where the answer is a list of them. */
  readonly list: string | undefined;
  readonly total: string | undefined;
}

function subjectOf(operation: string, reader: Reader): Subject {
  const stage = stages.get(reader.site ?? 'cn');
  if (!stage) throw new Error('expected a stage that is started');
  const { rows, total } = operationFacts(operation);
  const sample = sampleOf(operation);
  const lists = Object.entries(sample).filter(([, value]) => Array.isArray(value) && isObject(value[0]));
  return { operation, reader, stage, list: rows ?? (lists.length === 1 ? lists[0]?.[0] : undefined), total };
}

function rowOf({ operation, reader, list }: Subject, index: number): Row {
  const sample = sampleOf(operation);
  const row = list === undefined ? sample : ((sample[list] as readonly Row[])[0] ?? {});
  const { unique } = reader;
  const own =
    unique === undefined ? {} : { [unique]: typeof row[unique] === 'number' ? 100 + index : `u${index}` };
  return { ...(marked(row, reader.single ? '' : String(index)) as Row), ...reader.row, ...own };
}

async function answerWith({ operation, reader, stage, list, total }: Subject, rows: readonly unknown[]) {
  const { upstream } = stage;
  upstream.reset();
  // An order that waits for payment shows what it could be paid with, and one of an unsubscription its refunds.
  if (operation !== 'ListCustomerOrders') {
    const order_type = operation === 'ShowRefundOrderDetails' ? 4 : 1;
    upstream.on('ListCustomerOrders', {
      json: pageOf('ListCustomerOrders', [{ order_id: 'o1', customer_id: 'c1', status: 6, order_type }]),
    });
  }
  if (reader.consultative) {
    upstream.on('ListSubCustomers', {
      json: pageOf('ListSubCustomers', [{ customer_id: 'c1', association_type: '1' }]),
    });
  }
  upstream.on(operation, (call) => {
    // Bills come in one series for each mode of charging.
    if (list !== undefined && (call.query.get('charge_mode') ?? '1') !== '1')
      return { json: { [list]: [], [total ?? 'count']: 0 } };
    if (list === undefined) return { json: rows[0] };
    const { offset, limit = rows.length } = pageAskedFor(call);
    const some = rows.slice(offset, offset + limit);
    const beside = { ...(marked(sampleOf(operation), 'page') as Row), [list]: some };
    return { json: total ? { ...beside, [total]: rows.length } : beside };
  });
  return stage.query(queryOf(reader, schema, rows.length, elsewhere));
}

/** Every object of an answer that could be a row, as text. */
function objectsOf(value: unknown, into: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const one of value) objectsOf(one, into);
  else if (isObject(value)) {
    into.add(JSON.stringify(value));
    for (const inner of Object.values(value)) objectsOf(inner, into);
  }
  return into;
}

/** How many values an answer has. */
function leavesOf(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value !== 'object') return 1;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === '__typename' ? 0 : leavesOf(inner)),
    0,
  );
}

/** Rows of an answer: the objects of its longest list. */
function rowsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    const inner = value.map(rowsOf).toSorted((one, other) => other.length - one.length)[0] ?? [];
    return value.length >= inner.length && isObject(value[0]) ? value : inner;
  }
  if (!isObject(value)) return [];
  return (
    Object.values(value)
      .map(rowsOf)
      .toSorted((one, other) => other.length - one.length)[0] ?? []
  );
}

/** What is wrong with an answer to rows of which so many are damaged; undefined where nothing is. */
function faultOf({ errors = [], text, data }: StageAnswer, most: number): string | undefined {
  const strange = codesOf({ errors }).filter((code) => code !== 'UPSTREAM_MALFORMED');
  if (strange.length > 0) return `expected UPSTREAM_MALFORMED at most, got ${strange[0]}`;
  if (JSON.stringify(errors).includes(MARKER)) return 'expected errors without what stood in the row';
  if (errors.length > most) return `expected at most ${most} errors, got ${errors.length}`;
  if (data === undefined || data === null) return `expected data, got ${text.slice(0, 60)}`;
  return undefined;
}

async function faultOfRows(subject: Subject, damages: readonly Damage[], sound: readonly string[]) {
  const rows = [
    rowOf(subject, 0),
    ...damages.map((damage, index) => damaged(rowOf(subject, index + 2), damage)),
    rowOf(subject, 1),
  ];
  const answer = await answerWith(subject, rows);
  const there = objectsOf(answer.data);
  if (sound.some((one) => !there.has(one))) return 'expected the other rows, got not all of them';
  return faultOf(answer, damages.length);
}

/** The damages that do harm, found by halving those that are tried together. */
async function harmful(
  subject: Subject,
  damages: readonly Damage[],
  sound: readonly string[],
): Promise<string[]> {
  const fault = await faultOfRows(subject, damages, sound);
  if (!fault) return [];
  const [only] = damages;
  if (damages.length === 1 && only) return [`${only.path.join('.')} ${only.name}: ${fault}`];
  const half = Math.ceil(damages.length / 2);
  const found = [
    ...(await harmful(subject, damages.slice(0, half), sound)),
    ...(await harmful(subject, damages.slice(half), sound)),
  ];
  return found.length > 0 ? found : [`${damages.length} rows together: ${fault}`];
}

const SHOWN = 12;

function expectNone(found: readonly string[], tried: number): void {
  expect(found.slice(0, SHOWN), `${found.length} of ${tried} damages do harm`).toEqual([]);
}

const TOGETHER = 30;

describe('a damaged key', () => {
  it.each(READERS)(
    'of %s costs its own field',
    async (operation, reader) => {
      const subject = subjectOf(operation, reader);
      // An answer with a code of an error is a refusal, and no damaged one.
      const keys = keysOf(rowOf(subject, 0)).filter(([key]) => key !== 'error_code');
      const damages = DAMAGES.flatMap(([name, value]) => keys.map((path): Damage => ({ name, path, value })));
      const found: string[] = [];
      if (subject.list === undefined || reader.single) {
        const whole = subject.list === undefined ? rowOf(subject, 0) : undefined;
        const baseline = await answerWith(subject, [whole ?? rowOf(subject, 0)]);
        expect(baseline.errors).toBeUndefined();
        const leaves = leavesOf(baseline.data);
        expect(leaves).toBeGreaterThan(1);
        for (const damage of damages) {
          const row = damaged(whole ?? rowOf(subject, 0), damage);
          const answer = await answerWith(subject, [row]);
          // A key that holds no others costs a field or two, and never most of the answer.
          const isLeaf = !keys.some(
            (key) => key.length > damage.path.length && key.join().startsWith(damage.path.join()),
          );
          // An id may be what the row is found by, and amounts mean nothing in a currency that is none.
          const isId = /(^|_)id$|^currency$/.test(String(damage.path.at(-1)));
          const lost = leaves - leavesOf(answer.data);
          const mostLost = isLeaf && !isId && lost > Math.max(4, leaves / 2);
          const fault = mostLost ? 'expected the other fields, got few of them' : faultOf(answer, 1);
          if (fault) found.push(`${damage.path.join('.')} ${damage.name}: ${fault}`);
        }
      } else {
        const baseline = await answerWith(subject, [rowOf(subject, 0), rowOf(subject, 1)]);
        expect(baseline.errors, JSON.stringify(baseline.errors)).toBeUndefined();
        const sound = rowsOf(baseline.data).map((row) => JSON.stringify(row));
        expect(sound).toHaveLength(2);
        for (let start = 0; start < damages.length; start += TOGETHER) {
          found.push(...(await harmful(subject, damages.slice(start, start + TOGETHER), sound)));
        }
      }
      expectNone(found, damages.length);
    },
    120_000,
  );

  it('stands beside the list in every operation that lists, and costs no row', async () => {
    const found: string[] = [];
    for (const [operation, reader] of READERS) {
      const subject = subjectOf(operation, reader);
      const { list, total, stage } = subject;
      if (list === undefined || reader.single) continue;
      const rows = [rowOf(subject, 0), rowOf(subject, 1)];
      const baseline = rowsOf((await answerWith(subject, rows)).data).length;
      const beside = Object.keys(sampleOf(operation)).filter(
        (key) => key !== list && !isObject(sampleOf(operation)[key]),
      );
      for (const key of beside) {
        for (const [name, value] of DAMAGES) {
          stage.upstream.on(operation, (call) => {
            const some = rows.slice(pageAskedFor(call).offset);
            const page = {
              ...(marked(sampleOf(operation), 'page') as Row),
              [list]: some,
              [total ?? 'total_count']: 2,
            };
            // A number in place of a total is a total.
            return {
              json: damaged(page, {
                name,
                path: [key],
                value: key === total && name === 'a number' ? 2 : value,
              }),
            };
          });
          const answer = await stage.query(queryOf(reader, schema, 2, elsewhere));
          const fault =
            rowsOf(answer.data).length < baseline
              ? 'expected the rows, got not all of them'
              : faultOf(answer, 1);
          if (fault) found.push(`${operation}.${key} ${name}: ${fault}`);
        }
      }
    }
    expectNone(found, found.length);
  }, 120_000);

  it('is tried for every operation that is read', () => {
    const tried = new Set(READERS.map(([name]) => name));
    expect(coverage.filter(({ operation }) => !tried.has(operation.name))).toEqual([]);
  });
});
