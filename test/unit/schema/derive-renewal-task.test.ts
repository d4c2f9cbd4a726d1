import { describe, expect, it } from 'vitest';
import { chinaDaysBetween, monthSpan } from '../../../schema/core/filter/china-month.ts';
import { actuallyPaid, dueOf, renewalOf } from '../../../schema/renewals/derive-renewal-task.ts';
import { type OrderLineItemRow, orderLineItemRow } from '../../../src/operations/orders/orders.ts';
import { periodResourceRow } from '../../../src/operations/resources/resources.ts';

const OCTOBER = monthSpan('2026-10');
const IN_OCTOBER = '2026-10-15T00:00:00Z';
const LATER = '2026-11-15T00:00:00Z';

const item = (amount: string, more: object = {}): OrderLineItemRow =>
  orderLineItemRow.parse({
    order_line_item_id: 'item',
    product_id: 'a',
    period_type: 2,
    expire_time: IN_OCTOBER,
    amount_after_discount: amount,
    ...more,
  });
const resource = (expire_time: string, product_id = 'a') =>
  periodResourceRow.parse({ resource_id: `${product_id} ${expire_time}`, product_id, expire_time });

describe('a month', () => {
  it('is one of China', () => {
    expect(OCTOBER).toEqual({ from: '2026-09-30T16:00:00Z', until: '2026-10-31T15:59:59Z' });
    expect(monthSpan('2026-12')).toEqual({ from: '2026-11-30T16:00:00Z', until: '2026-12-31T15:59:59Z' });
  });

  it('has days that begin at midnight in China', () => {
    const evening = Date.parse('2026-10-14T15:59:59Z');
    expect(chinaDaysBetween(evening, '2026-10-14T15:59:59Z')).toBe(0);
    expect(chinaDaysBetween(evening, '2026-10-14T16:00:00Z')).toBe(1);
    expect(chinaDaysBetween(evening, '2026-10-01T00:00:00Z')).toBe(-13);
  });
});

describe('what is due', () => {
  it('is what was paid with money', () => {
    const amount_info = {
      coupon_amount: '0.1',
      flexipurchase_coupon_amount: '0.02',
      stored_card_amount: '0.003',
    };
    expect(actuallyPaid(item('10.5', { amount_info }))).toBe('10.377');
    expect(actuallyPaid(item('10.5'))).toBe('10.5');
  });

  it.each([
    ['5000', true],
    ['4999.99999999', false],
    ['5000.00000001', true],
  ])('is at least 5,000 yuan: %s', (amount, due) => {
    expect(dueOf([item(amount)], OCTOBER) !== undefined).toBe(due);
  });

  it('adds up what ends in the month, and leaves out what was bought once', () => {
    const others = [
      item('9000', { expire_time: LATER }),
      item('9000', { period_type: 5 }),
      item('1', { expire_time: undefined }),
    ];
    expect(dueOf([item('2500'), item('2500'), ...others], OCTOBER)).toMatchObject({ amount: '5000' });
    expect(dueOf(others, OCTOBER)).toBeUndefined();
    const edges = [item('3000', { expire_time: OCTOBER.from }), item('3000', { expire_time: OCTOBER.until })];
    expect(dueOf(edges, OCTOBER)?.items).toHaveLength(2);
  });
});

describe('a renewal task', () => {
  const task = (items: readonly OrderLineItemRow[], resources: ReturnType<typeof resource>[]) => {
    const due = dueOf(items, OCTOBER);
    return due && renewalOf(due, resources, OCTOBER);
  };

  it('stands while less than 60 % is renewed, exactly', () => {
    const five = (renewed: number) =>
      Array.from({ length: 5 }, (_, at) => resource(at < renewed ? LATER : IN_OCTOBER));
    expect(task([item('5000')], five(2))).toMatchObject({
      amountDue: '5000',
      amountRenewed: '2000',
      shareRenewed: '0.4',
      endsAt: IN_OCTOBER,
    });
    expect(task([item('5000')], five(3))).toBeUndefined();
    const byAmount = (renewed: string, open: string) =>
      task([item(renewed), item(open, { product_id: 'b' })], [resource(LATER), resource(IN_OCTOBER, 'b')]);
    expect(byAmount('6000', '4000')).toBeUndefined();
    expect(byAmount('5999.99999999', '4000.00000001')).toMatchObject({ shareRenewed: '0.5999' });
  });

  it('rounds nothing before it compares, and cuts off what it shows', () => {
    const third = task([item('10000')], [resource(LATER), resource(IN_OCTOBER), resource(IN_OCTOBER)]);
    expect(third).toMatchObject({ amountRenewed: '3333.33333333', shareRenewed: '0.3333' });
    expect(third?.resources).toHaveLength(2);
  });

  it('takes a product without any resource for not renewed', () => {
    expect(task([item('5000')], [])).toMatchObject({ amountRenewed: '0', shareRenewed: '0', resources: [] });
  });

  it('names the first end of what is not renewed', () => {
    const items = [
      item('9000', { expire_time: '2026-10-02T00:00:00Z' }),
      item('9000', { product_id: 'b', expire_time: '2026-10-20T00:00:00Z' }),
    ];
    const resources = [resource(LATER), resource('2026-10-20T00:00:00Z', 'b')];
    expect(task(items, resources)?.endsAt).toBe('2026-10-20T00:00:00Z');
  });
});
