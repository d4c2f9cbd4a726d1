import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/cache/cache.ts';
import { ResponseCache } from '../../../src/server/graphql/response-cache.ts';
import { createViewerNumbers } from '../../../src/server/graphql/viewer-number.ts';
import { testTenant } from '../../support/scopes.ts';

const source: Source = { key: 'k', entry: {} };
const textOf = (result: object | undefined): unknown => {
  const stringify = result && Reflect.get(result, 'stringify');
  return typeof stringify === 'function' ? JSON.parse(stringify()) : undefined;
};

describe('a whole answer that is kept', () => {
  it('is given again, at the cost of a look, while its sources are good', () => {
    let good = true;
    const responses = new ResponseCache(() => good);
    responses.set('q', { data: { a: 1 } }, [source, source]);
    expect(textOf(responses.get('q'))).toEqual({
      data: { a: 1 },
      extensions: { upstream: expect.objectContaining({ calls: 0, cacheHits: 2 }) },
    });
    expect(responses.get('other')).toBeUndefined();
    good = false;
    expect(responses.get('q')).toBeUndefined();
    good = true;
    expect(responses.get('q')).toBeUndefined();
  });

  it.each([
    ['has errors', { data: { a: null }, errors: [] }, [source]],
    ['has no data', {}, [source]],
    ['was made from nothing', { data: { a: 1 } }, []],
    [
      'was made from more than is cheap to check',
      { data: { a: 1 } },
      Array.from({ length: 65 }, () => source),
    ],
  ])('is none that %s', (_what, result, sources) => {
    const responses = new ResponseCache(() => true);
    responses.set('q', result, sources);
    expect(responses.get('q')).toBeUndefined();
  });
});

describe('the number of a viewer', () => {
  const viewer = {
    id: 'acme/v',
    tenant: testTenant(),
    role: 'PARTNER_ADMIN',
    customerId: undefined,
  } as const;

  it('stays while the viewer does, and is another for a viewer of the same id', () => {
    const numberOf = createViewerNumbers();
    const again = { ...viewer, role: 'CUSTOMER', customerId: 'c1' } as const;
    expect([numberOf(viewer), numberOf(again), numberOf(viewer)]).toEqual([1, 2, 1]);
  });
});
