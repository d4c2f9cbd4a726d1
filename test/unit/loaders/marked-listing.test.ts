import { describe, expect, it } from 'vitest';
import { readMarked } from '../../../src/loaders/marked-listing.ts';

const pages = (next: Readonly<Record<string, string>>) => {
  const asked: (string | undefined)[] = [];
  const fetch = async (marker: string | undefined) => {
    asked.push(marker);
    const page = marker ?? 'first';
    return { rows: [`${page} a`, `${page} b`], next: next[page] };
  };
  return { asked, fetch };
};

describe('a listing that pages by markers', () => {
  it('is read no further than it is wanted', async () => {
    const { asked, fetch } = pages({ first: 'm1', m1: 'm2' });
    const { rows, isWhole } = await readMarked(3, fetch);
    expect([rows.length, isWhole, asked]).toEqual([4, false, [undefined, 'm1']]);
  });

  it('ends where a page names none', async () => {
    const { asked, fetch } = pages({ first: 'm1' });
    expect(await readMarked(Number.POSITIVE_INFINITY, fetch)).toEqual({
      rows: ['first a', 'first b', 'm1 a', 'm1 b'],
      isWhole: true,
    });
    expect(asked).toHaveLength(2);
  });

  it('ends where markers go round', async () => {
    const { asked, fetch } = pages({ first: 'm1', m1: 'm1' });
    expect((await readMarked(Number.POSITIVE_INFINITY, fetch)).isWhole).toBe(true);
    expect(asked).toEqual([undefined, 'm1']);
  });
});
