import { describe, expect, it } from 'vitest';
import { chanceBelow, shapeOf } from '../../../src/planner/poisson.ts';
import { choose, type SweepState } from '../../../src/planner/policy.ts';

const never = () => 1;
const outlook = (given: Partial<SweepState>): SweepState => ({
  spent: 1,
  ahead: 10,
  open: 10,
  direct: 10,
  speculation: 0,
  stillOpen: never,
  ...given,
});

describe('choose', () => {
  it('takes the cheaper pure way when no key is expected to close', () => {
    expect(choose(outlook({ open: 100, direct: 100, ahead: 16 })).next).toBe('finish');
    expect(choose(outlook({ open: 20, direct: 20, ahead: 159 })).next).toBe('direct');
  });

  it('reads on to where points for the rest are cheapest', () => {
    const halving = (pages: number) => 0.5 ** pages;
    const choice = choose(outlook({ open: 64, direct: 64, ahead: 60, stillOpen: halving }));
    expect(choice.next).toBe('partial');
    expect(choice.pages).toBeGreaterThanOrEqual(4);
    expect(choice.pages).toBeLessThanOrEqual(7);
  });

  it('does not look on when the worst case would pass the bound', () => {
    const halving = (pages: number) => 0.5 ** pages;
    const without = outlook({ open: 64, direct: 64, ahead: 900, stillOpen: halving });
    expect(choose(without).next).toBe('direct');
    expect(choose({ ...without, speculation: 3 })).toMatchObject({ next: 'partial', pages: 3 });
    // Keys that the first page closed have earned room.
    expect(choose({ ...without, open: 62 })).toMatchObject({ next: 'partial', pages: 2 });
  });

  it('reads to the expected end where only the sweep can answer', () => {
    const open = Number.POSITIVE_INFINITY;
    expect(choose(outlook({ open, direct: open, ahead: 20 })).next).toBe('finish');
    const soon = (pages: number) => (pages < 3 ? 1 : 0);
    expect(choose(outlook({ open, direct: open, ahead: 20, stillOpen: soon }))).toMatchObject({
      next: 'partial',
    });
  });
});

describe('chanceBelow', () => {
  it('agrees with Poisson where keys hardly differ', () => {
    const rate = { shape: 1e6, exposure: 1e6 / 2 };
    expect(chanceBelow(1, 1, rate)).toBeCloseTo(Math.exp(-2), 4);
    expect(chanceBelow(3, 1, rate)).toBeCloseTo(Math.exp(-2) * (1 + 2 + 2), 4);
  });

  it('is 1 for what never comes and 0 for what is there', () => {
    expect(chanceBelow(Number.POSITIVE_INFINITY, 5, { shape: 1, exposure: 1 })).toBe(1);
    expect(chanceBelow(0, 5, { shape: 1, exposure: 1 })).toBe(0);
  });
});

describe('shapeOf', () => {
  it('tells keys alike from keys apart', () => {
    expect(shapeOf([4, 4, 5, 3, 4, 4, 5, 3, 4, 4])).toBeGreaterThan(2);
    expect(shapeOf([0, 0, 0, 30, 0, 0, 0, 1, 0, 60])).toBeLessThan(1);
  });
});
