import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { damageOf, decodeResponse } from '../../src/decode/response.ts';
import { isGatewayError } from '../../src/errors/errors.ts';
import { operations } from '../../src/operations/operations.ts';

// Damage of any kind to the sample of any operation. What stood there must never be in an error, and nothing but
// a GatewayError may be thrown.

const FOLDER = new URL('../data/samples/', import.meta.url);
const entries = operations.filter(({ kind }) => kind === 'read');
const samples = new Map(
  entries.map(({ name }) => [
    name,
    JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as unknown,
  ]),
);

const MARKER = 'content-of-a-row';
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, '', true, -1, 1e300, 0.5, {}, [], MARKER, `${MARKER} 2026-09-07`, [MARKER]),
  fc.constant({ [MARKER]: MARKER }),
  fc.constant([{ id: MARKER }, null, [MARKER]]),
);

/** A copy in which some places hold something else, and others are gone. */
function damage(value: unknown, next: () => { readonly harm: boolean; readonly odd: unknown }): unknown {
  const { harm, odd: instead } = next();
  if (harm) return instead;
  if (Array.isArray(value)) return value.map((one) => damage(one, next));
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? `${value} ${MARKER}` : value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, damage(one, next)]));
}

test('damage never shows what stood in an answer', () => {
  const steps = fc.array(fc.record({ harm: fc.nat(9).map((roll) => roll === 0), odd }), {
    minLength: 40,
    maxLength: 40,
  });
  fc.assert(
    fc.property(fc.constantFrom(...entries), steps, ({ name, response }, plan) => {
      let at = 0;
      const body = JSON.stringify(
        damage(samples.get(name), () => plan[at++ % plan.length] ?? { harm: false, odd: null }),
      );
      let error: unknown;
      try {
        error = damageOf(decodeResponse(name, response, body))?.error;
      } catch (thrown) {
        error = thrown;
      }
      if (error === undefined) return;
      if (!isGatewayError(error)) throw error;
      expect(error.code).toBe('UPSTREAM_MALFORMED');
      expect(JSON.stringify([error.message, error.upstream, error.details ?? null])).not.toContain(MARKER);
    }),
    { numRuns: 3_000 },
  );
});
