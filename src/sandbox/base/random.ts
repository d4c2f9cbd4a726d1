// Determinism: everything in a world follows from whole numbers mixed into a seed, so that one row can be
// made without making the rows before it.

/** Mixes whole numbers into 32 bits; the same parts give the same bits on every machine. */
function mix(...parts: readonly number[]): number {
  let bits = 0x9e3779b9;
  for (const part of parts) {
    bits = Math.imul(bits ^ part, 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    bits ^= bits >>> 16;
  }
  return bits >>> 0;
}

/** A small generator (a Weyl sequence through two multiply-xorshift rounds). Not for secrets. */
export class Random {
  #state: number;

  constructor(...parts: readonly number[]) {
    this.#state = mix(...parts);
  }

  /** 32 bits. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = this.#state;
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (bits ^ (bits >>> 14)) >>> 0;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor((this.next() / 2 ** 32) * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() / 2 ** 32 < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new RangeError('expected a non-empty list to pick from, got an empty one');
    return item;
  }

  /** Picks by weight: `[['a', 3], ['b', 1]]` gives `a` three times out of four. */
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item {
    let left = (this.next() / 2 ** 32) * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return this.pick(items)[0];
  }

  /** `digits` hexadecimal digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.next().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }

  uuid(): string {
    const hex = this.hex(32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}
