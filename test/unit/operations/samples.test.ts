import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLossless } from '../../../src/decode/json.ts';
import { damageOf, decodeResponse } from '../../../src/decode/response.ts';
import { isGatewayError } from '../../../src/errors/errors.ts';
import { operations } from '../../../src/operations/operations.ts';
import { NOT_READ } from './not-read.ts';

// `test/data/samples` holds one answer of each operation in the shape that the upstream documents, with every
// field, a code that nobody knows and amounts that no double holds. Each is read whole, and then again with
// every field left out, null or unexpected in turn.

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };
type Path = readonly (string | number)[];

const FOLDER = new URL('../../data/samples/', import.meta.url);
const samples = new Set(readdirSync(FOLDER).map((name) => name.replace('.json', '')));
const reads = operations.filter(({ kind }) => kind === 'read');

/** Numbers come as their text, so that they can be written back unchanged. */
const sampleOf = (name: string): Json =>
  parseLossless(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Json;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const EXACT = '12345678901234567.89';

/** JSON text of a sample, with its exact amounts as the numbers that they are on the wire. */
const toBody = (value: unknown): string => JSON.stringify(value).replaceAll(`"${EXACT}"`, EXACT);

/** Every place of a value, the value itself left out. */
function placesOf(value: unknown, at: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => placesOf(one, [...at, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, one]) => [[...at, key], ...placesOf(one, [...at, key])]);
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );

/** A copy in which one place holds something else; left out when it is undefined. */
function withValue(value: unknown, [key, ...rest]: Path, change: unknown): unknown {
  if (key === undefined) return change;
  if (Array.isArray(value))
    return value.map((one, index) => (index === key ? withValue(one, rest, change) : one));
  return { ...(value as object), [key]: withValue(Reflect.get(value as object, key), rest, change) };
}

const withExtras = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withExtras);
  if (!isObject(value)) return value;
  const known = Object.entries(value).map(([key, one]) => [key, withExtras(one)]);
  return { ...Object.fromEntries(known), not_documented: { any: ['thing'] } };
};

const PLANTED = 'planted-content';
const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';
const isWithin = (path: Path, above: Path): boolean => above.every((key, depth) => path[depth] === key);
const isAbove = (path: Path, below: Path): boolean => isWithin(below, path);
const placesAbove = (path: Path): Path[] => path.slice(1).map((_key, depth) => path.slice(0, depth + 1));

const nameOf = (path: Path): string => path.filter((key) => typeof key === 'string').join('.');

/** Text of a leaf, however it was sent. */
const textOf = (value: unknown): string =>
  String(value)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

it('has a sample of every read operation', () => {
  expect(reads.map(({ name }) => name).filter((name) => !samples.has(name))).toEqual([]);
});

describe.each(reads.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  const sample = sampleOf(name);
  const decode = (value: unknown) => decodeResponse(name, entry.response, toBody(value));
  const whole = decode(sample);
  const places = placesOf(sample);

  it('reads every documented field as it was sent', () => {
    const missing: string[] = [];
    for (const path of places) {
      const [sent, read] = [valueAt(sample, path), valueAt(whole, path)];
      if (read === undefined) missing.push(nameOf(path));
      else if (typeof sent !== 'object') expect([path, textOf(read)]).toEqual([path, textOf(sent)]);
    }
    expect(missing).toEqual(NOT_READ[name] ?? []);
  });

  it('ignores fields that are not documented', () => {
    expect(decode(withExtras(sample))).toEqual(whole);
  });

  it.each([
    ['left out', undefined],
    ['null', null],
    ['empty', ''],
    ['a number', 4711],
    ['a text', PLANTED],
    ['an object', { planted: PLANTED }],
    ['a list', [PLANTED]],
  ])('reads everything else where one value is %s', (_how, change) => {
    for (const path of places) {
      const body = withValue(sample, path, change);
      try {
        const read = decode(body);
        const message = damageOf(read)?.error.message ?? '';
        expect(message).not.toContain(PLANTED);
        // The list or the object that lost its key may be gone, and with it what it holds.
        const gone = placesAbove(path).filter((place) => valueAt(read, place) === undefined);
        const untouched = places.filter(
          (place) => !isWithin(place, path) && !gone.some((one) => isWithin(place, one)),
        );
        for (const place of untouched) {
          if (isAbove(place, path)) continue;
          expect([place, valueAt(read, place)]).toEqual([place, valueAt(whole, place)]);
        }
        if (gone.length > 0) expect(message).toContain(String(path.at(-1)));
        if (isNothing(change)) expect(gone.length > 0 || message === '').toBe(true);
      } catch (error) {
        if (!isGatewayError(error)) throw error;
        expect(error.code).toBe('UPSTREAM_MALFORMED');
        expect(error.message).not.toContain(PLANTED);
        // Only the list that the answer is about, or all that could be recognised, takes the answer with it.
        expect(path).toHaveLength(1);
      }
    }
  });

  it('takes codes that nobody knows', () => {
    for (const path of places) {
      if (!/status|type|mode|method|code$/.test(String(path.at(-1)))) continue;
      if (typeof valueAt(sample, path) === 'object') continue;
      expect(textOf(valueAt(decode(withValue(sample, path, '9999')), path) ?? '9999')).toBe('9999');
    }
  });
});
