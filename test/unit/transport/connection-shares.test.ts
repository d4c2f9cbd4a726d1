import { describe, expect, it } from 'vitest';
import { ConnectionShares } from '../../../src/transport/connection-shares.ts';

/** Takes connections and says who got one, in order. */
function take(shares: ConnectionShares, started: string[], share: string, count: number): (() => void)[] {
  return Array.from({ length: count }, () => shares.take(share, () => void started.push(share)));
}

describe('the connections of a pool', () => {
  it('are two thirds of it for a share that is alone', () => {
    const started: string[] = [];
    take(new ConnectionShares(64), started, 'a', 200);
    expect(started).toHaveLength(43);
  });

  it.each([1, 2, 5, 20])('are left for others when %i shares hold all they can', (many) => {
    const shares = new ConnectionShares(64);
    const started: string[] = [];
    for (let share = 0; share < many; share++) take(shares, started, `hanging-${share}`, 100);
    expect(started.length).toBeLessThan(64 + 4 * many);
    take(shares, started, 'other', 4);
    expect(started.slice(-4)).toEqual(Array(4).fill('other'));
  });

  it('are given back, in turns between shares and in order within one', () => {
    const shares = new ConnectionShares(3);
    const started: string[] = [];
    const [first, second] = take(shares, started, 'a', 5);
    take(shares, started, 'b', 3);
    expect(started).toEqual(['a', 'a', 'b']);
    first?.();
    second?.();
    expect(started).toEqual(['a', 'a', 'b', 'a', 'b']);
  });

  it('are not taken by those who stopped waiting, and are given back once', () => {
    const shares = new ConnectionShares(1);
    const started: string[] = [];
    const [held, gone] = take(shares, started, 'a', 2);
    take(shares, started, 'b', 2);
    gone?.();
    held?.();
    held?.();
    take(shares, started, 'a', 2);
    expect(started).toEqual(['a', 'b', 'a']);
  });
});
