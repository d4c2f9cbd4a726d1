import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { damageOf } from '../../../src/decode/damage.ts';
import { decodeResponse } from '../../../src/decode/response.ts';
import { catalogueFormat } from '../../../src/operations/catalogue-format.ts';
import { operations } from '../../../src/operations/operations.ts';

// Values from Redis are checked by decoding them once more: what was decoded has to decode to itself.

describe('a decoded answer', () => {
  it.each(operations.filter(({ kind }) => kind === 'read'))(
    'of $name decodes to itself',
    ({ name, response }) => {
      const sample = readFileSync(`test/data/samples/${name}.json`, 'utf8');
      const text = JSON.stringify(decodeResponse(name, response, sample));
      const again = decodeResponse(name, response, text);
      expect(JSON.stringify(again)).toBe(text);
      expect(damageOf(again)).toBeUndefined();
    },
  );
});

it('the format of stored entries names every operation and what its answers hold', () => {
  const format = catalogueFormat();
  for (const { name } of operations) expect(format).toContain(JSON.stringify(name));
  expect(format).toContain('customer_infos');
  expect(catalogueFormat()).toBe(format);
});
