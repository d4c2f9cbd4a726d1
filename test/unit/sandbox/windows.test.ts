import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OperationWindows } from '../../../src/sandbox/http/quota-windows.ts';

describe('windows', () => {
  it('takes exactly the limit in a second, and one more when the oldest has left it', () => {
    const windows = new OperationWindows();
    const take = (at: number) => windows.take(at, 'account', '127.0.0.1', 3);
    expect([0, 10, 20, 30, 999].map(take)).toEqual([true, true, true, false, false]);
    expect([1_000, 1_001, 1_010].map(take)).toEqual([true, false, true]);
  });

  it('does not count a refused call', () => {
    const windows = new OperationWindows();
    windows.take(0, 'account', 'address', 1);
    for (let at = 1; at < 1_000; at++) windows.take(at, 'account', 'address', 1);
    expect(windows.take(1_000, 'account', 'address', 1)).toBe(true);
  });

  it('counts accounts and addresses apart, and takes a place in both or in neither', () => {
    const windows = new OperationWindows();
    expect(windows.take(0, 'a', 'x', 1)).toBe(true);
    expect(windows.take(1, 'b', 'x', 1)).toBe(false);
    expect(windows.take(2, 'a', 'y', 1)).toBe(false);
    expect(windows.take(3, 'b', 'y', 1)).toBe(true);
  });

  it('never lets more than the limit into any second, and refuses only when it must', () => {
    const arrivals = fc.array(
      fc.record({
        gap: fc.integer({ min: 0, max: 400 }),
        account: fc.constantFrom('a', 'b'),
        address: fc.constantFrom('x', 'y'),
      }),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 6 }), (steps, limit) => {
        const windows = new OperationWindows();
        const accepted: { at: number; account: string; address: string }[] = [];
        let at = 0;
        for (const { gap, account, address } of steps) {
          at += gap;
          const recent = accepted.filter((call) => call.at > at - 1_000);
          const room =
            recent.filter((call) => call.account === account).length < limit &&
            recent.filter((call) => call.address === address).length < limit;
          expect(windows.take(at, account, address, limit)).toBe(room);
          if (room) accepted.push({ at, account, address });
        }
        const busiest = accepted.map(
          (call) => accepted.filter((other) => other.at <= call.at && other.at > call.at - 1_000).length,
        );
        expect(windows.all.most).toBe(Math.max(0, ...busiest));
      }),
      { numRuns: 200 },
    );
  });
});
