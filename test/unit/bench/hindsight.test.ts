import { describe, expect, it } from 'vitest';
import { boundSeconds, inLevels } from '../../../bench/support/calls/bound.ts';
import { type EdgeTruth, hindsight, hindsightMix } from '../../../bench/support/calls/hindsight.ts';
import { missed } from '../../../bench/support/calls/shows.ts';

/** An edge over the keys a, b, c, … whose listing is spelled as one letter per row. */
function edge(listing: string, keys: string, truth: Partial<EdgeTruth> = {}): EdgeTruth {
  const rows = [...listing];
  return {
    name: 'edge',
    keys: [...keys],
    rows: Number.POSITIVE_INFINITY,
    pageSize: 2,
    rowsOf: (key) => rows.filter((row) => row === key).length,
    point: true,
    listing: rows,
    ...truth,
  };
}

/** The same edge without its listing. */
function unlisted(whole: EdgeTruth): EdgeTruth {
  const { listing, ...rest } = whole;
  return rest;
}

describe('hindsight', () => {
  it('makes no call for no key', () => {
    expect(hindsight(edge('abab', ''))).toBe(0);
    expect(hindsightMix(edge('abab', ''))).toBe(0);
  });

  it('counts one point per key, those without rows included', () => {
    expect(hindsight(unlisted(edge('aab', 'abz')))).toBe(3);
  });

  it('counts the pages of a point, as far as rows are wanted', () => {
    expect(hindsight(unlisted(edge('aaaaab', 'ab')))).toBe(3 + 1);
    expect(hindsight(unlisted(edge('aaaaab', 'ab', { rows: 3 })))).toBe(2 + 1);
    expect(hindsight(unlisted(edge('aaaaab', 'ab', { rows: 2 })))).toBe(1 + 1);
  });

  it('counts bulk calls by their most keys, and takes them where they are fewer', () => {
    expect(hindsight(unlisted(edge('', 'abcde', { bulk: 2 })))).toBe(3);
    expect(hindsight(unlisted(edge('', 'abcde', { bulk: 2, point: false })))).toBe(3);
  });

  it('counts the whole listing, which takes a page even when it is empty', () => {
    expect(hindsight(edge('abcabca', 'abcde', { rows: 1 }))).toBe(4);
    expect(hindsight(edge('', 'abc'))).toBe(1);
  });

  it('takes points where they are fewer than the pages', () => {
    expect(hindsight(edge('abcabcabcabc', 'ab', { rows: 1 }))).toBe(2);
  });
});

describe('hindsight over mixes', () => {
  it('goes over to points for the keys that the first pages left open', () => {
    // Two pages answer a to d; one point is cheaper than reading on to e.
    const mixed = edge('abcdaaaaaaaae', 'abcde', { rows: 1 });
    expect(hindsight(mixed)).toBe(5);
    expect(hindsightMix(mixed)).toBe(2 + 1);
  });

  it('stops early when every key has its rows', () => {
    expect(hindsightMix(edge('abcdxxxxxxxx', 'abcd', { rows: 1 }))).toBe(2);
  });

  it('closes a key that wants all rows only with the whole listing', () => {
    expect(hindsightMix(edge('abcd', 'abcd'))).toBe(2);
    expect(hindsightMix(edge('abcdxxxxxx', 'abcd'))).toBe(4);
  });

  it('counts several rows of a key before it is answered', () => {
    expect(hindsightMix(edge('aabbccddxxxxxxxxxx', 'abcdef', { rows: 2 }))).toBe(4 + 2);
    expect(hindsightMix(edge('abcdabcdxxxxxxxxxx', 'abcdef', { rows: 2 }))).toBe(4 + 2);
  });

  it('is never above the pure ways, and the same where there is no listing', () => {
    const alone = unlisted(edge('', 'abc', { bulk: 100, point: false }));
    expect(hindsightMix(alone)).toBe(1);
    for (const listing of ['', 'a', 'abababab', 'xxxxxxxxab', 'aaaaaaaaaa']) {
      for (const rows of [1, 2, Number.POSITIVE_INFINITY]) {
        const one = edge(listing, 'abc', { rows });
        expect(hindsightMix(one)).toBeLessThanOrEqual(hindsight(one));
      }
    }
  });
});

describe('the bound in seconds', () => {
  const quotaOf = (operation: string) => (operation === 'slow' ? 10 : 30);

  it('is a round trip within the quota, and a second for each window more', () => {
    expect(boundSeconds([{ slow: 10 }], quotaOf, 0.25)).toBe(0.25);
    expect(boundSeconds([{ slow: 11 }], quotaOf, 0.25)).toBe(1.25);
    expect(boundSeconds([{ slow: 41 }], quotaOf, 0.25)).toBe(4.25);
  });

  it('is that of the slowest operation of a level', () => {
    expect(boundSeconds([{ slow: 21, fast: 31 }], quotaOf, 0.25)).toBe(2.25);
  });

  it('adds up levels, and leaves out those without calls', () => {
    expect(boundSeconds([{ slow: 1 }, { fast: 0 }, { fast: 31 }], quotaOf, 0.25)).toBe(0.25 + 1.25);
  });

  it('carries windows from one level into the next', () => {
    expect(boundSeconds([{ slow: 10 }, { slow: 1 }], quotaOf, 0.25)).toBe(1.25);
  });

  it('refuses calls that the query should not make', () => {
    expect(inLevels({ fast: 2 }, [['slow'], ['fast']])).toEqual([{ slow: 0 }, { fast: 2 }]);
    expect(() => inLevels({ other: 1 }, [['slow'], ['fast']])).toThrow(
      'expected calls of slow, fast, got other',
    );
  });
});

describe('what a run missed', () => {
  const good = {
    name: 'dashboard',
    calls: 30,
    hindsight: 28,
    hindsightMix: 28,
    edges: 6,
    seconds: 0.3,
    boundSeconds: 0.1,
    throttled: 0,
  };
  const size = { customers: 200, density: 'dense' as const };

  it('is nothing where every figure is within its bound', () => {
    expect(missed({ ...good, naiveCalls: 150, naiveSeconds: 1.5 }, size, 1)).toEqual([]);
  });

  it('names each figure that is not, with what was expected', () => {
    const bad = { ...good, calls: 40, hindsightMix: 20, seconds: 0.7, throttled: 2 };
    expect(missed({ ...bad, naiveCalls: 150, naiveSeconds: 3 }, size, 1)).toEqual([
      'expected calls (hindsight + edges) of at most 34, got 40',
      'expected calls (1.15 hindsightMix + edges) of at most 29, got 40',
      'expected throttled of at most 0, got 2',
      'expected seconds (1.15 boundSeconds + 0.2) of at most 0.315, got 0.7',
      'expected calls (target of this world) of at most 36, got 40',
      'expected seconds (target of this world) of at most 0.6, got 0.7',
      'expected calls (a fifth of the naive) of at most 30, got 40',
      'expected seconds (a fifth of the naive) of at most 0.6, got 0.7',
    ]);
  });

  it('does not let few of many read the whole customer listing', () => {
    const few = { ...good, name: 'few-of-many' };
    expect(missed(few, { ...size, customers: 20_000 }, 20)).toEqual([
      'expected pages of the customer listing of at most 1, got 20',
    ]);
  });
});
