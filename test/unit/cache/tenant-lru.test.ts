import { describe, expect, it } from 'vitest';
import { TenantLru } from '../../../src/cache/tenant-lru.ts';
import { weightOf } from '../../../src/cache/weight.ts';

const entry = (weight: number) => ({ weight });
const keyOf = (tenant: string, at: number) => `${tenant}/host/${String(at).padStart(3, '0')}`;
const held = (lru: TenantLru<{ weight: number }>, tenant: string, most: number) =>
  Array.from({ length: most }, (_, at) => at).filter((at) => lru.peek(keyOf(tenant, at)) !== undefined);

describe('entries of several tenants', () => {
  it('fill what others leave, and never more than the bound', () => {
    const lru = new TenantLru<{ weight: number }>(10_000);
    for (let at = 0; at < 200; at++) {
      lru.set(keyOf('a', at), entry(100));
      expect(lru.size.bytes).toBeLessThanOrEqual(10_000);
    }
    expect(lru.size.bytes).toBeGreaterThan(9_800);
    expect(held(lru, 'a', 200).at(-1)).toBe(199);
    expect(held(lru, 'a', 200)).toHaveLength(lru.size.entries);
    expect(lru.size.evictions).toBe(200 - lru.size.entries);
  });

  it('are not pushed below an equal share by a tenant that asks for ever more', () => {
    const lru = new TenantLru<{ weight: number }>(10_000);
    for (let at = 0; at < 30; at++) lru.set(keyOf('quiet', at), entry(100));
    for (let at = 0; at < 1_000; at++) lru.set(keyOf('loud', at), entry(100));
    expect(held(lru, 'quiet', 30)).toHaveLength(30);
    for (let at = 0; at < 1_000; at++) lru.set(keyOf('second', at), entry(100));
    expect(held(lru, 'quiet', 30).length).toBeGreaterThanOrEqual(Math.floor(10_000 / 3 / 114));
    const { tenants, bytes } = lru.size;
    expect([...tenants.values()].reduce((sum, one) => sum + one, 0)).toBe(bytes);
  });

  it('that are larger than the bound, or replaced, or dropped, leave the count right', () => {
    const lru = new TenantLru<{ weight: number }>(1_000);
    lru.set(keyOf('a', 1), entry(5_000));
    expect(lru.size).toMatchObject({ entries: 0, bytes: 0 });
    lru.set(keyOf('a', 1), entry(100));
    lru.set(keyOf('a', 1), entry(200));
    lru.set(keyOf('b', 1), entry(100));
    expect(lru.size).toMatchObject({ entries: 2, bytes: 300 + 2 * keyOf('a', 1).length });
    lru.deleteAll('a/');
    lru.delete(keyOf('b', 1));
    expect(lru.size).toMatchObject({ entries: 0, bytes: 0, evictions: 0, tenants: new Map() });
  });
});

it('weighs an answer by its values, not by the bytes it came in', () => {
  const rows = Array.from({ length: 100 }, (_, at) => ({
    id: String(at),
    status: 1,
    name: null,
    amount: '1.5',
  }));
  const wire = JSON.stringify({ rows }).length;
  expect(weightOf({ rows }) / wire).toBeGreaterThan(2);
  expect(weightOf('宽宽宽宽宽宽宽宽')).toBeGreaterThan(weightOf('narrow..'));
});
