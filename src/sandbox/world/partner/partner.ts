// What the partner's own account says, and that of a reseller: its world is handed in.

import { type Language, nameIn } from '../../base/language.ts';
import { decimalText, fromCents, rawNumber } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { chinaDate, DAY, HOUR, instant } from '../../base/time.ts';
import { toMoney } from '../accounts/accounts.ts';
import { balanceRow } from '../accounts/customers.ts';
import { services } from '../catalog/services.ts';
import { currencyOf, draw } from '../frame.ts';
import type { World } from '../world.ts';
import { type Reseller, resellersOf, worldOfReseller } from './resellers.ts';

/** Of a partner, or of the reseller whose world it is. */
const owner = ({ frame }: World): string => `${frame.partner}-${frame.reseller ?? 0}`;

export function partnerBalanceRows(world: World) {
  const random = new Random(world.frame.seed, draw.partnerAccount, world.frame.partner);
  const account = (type: number, more: object = {}) => ({
    account_id: `SANDBOX-P${owner(world)}-${type}`,
    account_type: type,
    amount: rawNumber(decimalText(fromCents(random.int(0, 90_000_000)))),
    currency: currencyOf(world.frame),
    measure_id: 1,
    ...more,
  });
  return [
    account(1, { designated_amount: rawNumber('0.10000000') }),
    account(2, { credit_amount: rawNumber('500000.00'), memo: 'sandbox' }),
    ...(world.frame.reseller ? [] : [account(8), account(77)]),
  ];
}

export interface PartnerChange {
  readonly date: string;
  readonly type: string;
  readonly row: Record<string, unknown>;
}

/** Newest first: top-ups, and what was allocated to each customer. */
export function partnerChanges(world: World, balanceType: string): readonly PartnerChange[] {
  const { frame } = world;
  if (balanceType === 'BALANCE_TYPE_CREDIT') return [];
  const topUps = Array.from({ length: 5 }, (_, at) => ({
    at: frame.today - (at + 1) * 60 * DAY,
    type: 'RECHARGE',
    amount: fromCents(1_000_000_00),
    customer: undefined as string | undefined,
    name: undefined as string | undefined,
  }));
  const allocations = adjustmentsOf(world).map(({ at, row }) => ({
    at,
    type: row['operation_type'] === 'SOURCE_OPERATION_BEADJUST' ? 'BEADJUST' : 'BERETRIEVE',
    amount: toMoney(String(row['amount'])),
    customer: String(row['customer_id']),
    name: String(row['customer_name']),
  }));
  let balance = 0n;
  return [...topUps, ...allocations]
    .sort((a, b) => a.at - b.at)
    .map((one, ordinal) => {
      const income = one.type !== 'BEADJUST';
      balance += income ? one.amount : -one.amount;
      return {
        date: chinaDate(one.at),
        type: one.type,
        row: {
          account_change_id: `SANDBOX-PC${owner(world)}-${ordinal}`,
          trade_detail_type: `SOURCE_OPERATION_${one.type}`,
          trade_time: instant(one.at),
          trade_id: `SANDBOX-PT${owner(world)}-${ordinal}`,
          change_amount: decimalText(one.amount),
          balance_after_change: decimalText(balance),
          type: income ? '1' : '2',
          customer_id: one.customer ?? null,
          account_name: one.name ?? null,
        },
      };
    })
    .reverse();
}

export interface Adjustment {
  readonly at: number;
  readonly row: Record<string, unknown>;
}

/** Each resale customer got its balance, and every third gave something back. */
export function adjustmentsOf(world: World): readonly Adjustment[] {
  return world.customers.flatMap((customer) => {
    const balance = balanceRow(customer);
    if (!balance) return [];
    const random = new Random(world.frame.seed, draw.adjustment, customer.index);
    const given = customer.associatedAt + random.int(1, 20) * HOUR;
    const amount = decimalText(
      toMoney((balance['amount'] as { rawJSON: string }).rawJSON) + fromCents(10_00),
    );
    const row = (type: string, at: number, value: string, ordinal: number) => ({
      at,
      row: {
        customer_id: customer.id,
        customer_name: customer.name,
        operation_type: type,
        amount: value,
        currency: currencyOf(world.frame),
        apply_scene: null,
        operation_time: instant(at),
        measure_id: 1,
        trans_id: `SANDBOX-ADJ-${customer.index}-${ordinal}`,
        memo: ordinal === 0 ? 'sandbox' : null,
      },
    });
    const allocated = row('SOURCE_OPERATION_BEADJUST', given, amount, 0);
    return customer.index % 3 === 0
      ? [row('SOURCE_OPERATION_BERETRIEVE', given + DAY, '10.00', 1), allocated]
      : [allocated];
  });
}

export const policyRows = (language: Language): readonly Record<string, unknown>[] =>
  services.map((service, at) => ({
    service_type_code: service.code,
    service_type_name: nameIn(language, service),
    incentive_policy: ['0', '1', '2', '13'][at % 4],
    allow_discount: at % 3 === 0 ? 'YES' : 'NO',
  }));

const QUOTAS = 7;

/** Coupon quotas of the partner, or those that a reseller got from it. */
export function quotaRows(world: World): readonly Record<string, unknown>[] {
  const { seed, partner, today, reseller } = world.frame;
  const count = reseller ? (reseller % 3) + 1 : QUOTAS;
  return Array.from({ length: count }, (_, at) => {
    const random = new Random(seed, draw.quota, partner, at);
    const value = random.int(1, 900) * 100_00;
    return {
      quota_id: quotaId(world, at),
      quota_type: !reseller && at % 3 === 2 ? 1 : 0,
      create_time: instant(today - 200 * DAY + at * DAY),
      last_update_time: instant(today - 10 * DAY),
      quota_value: rawNumber(decimalText(fromCents(value))),
      quota_status: random.pick([0, 0, 0, 3, 5]),
      balance: rawNumber(decimalText(fromCents(Math.floor(value / 3)))),
      measure_id: 1,
      currency: currencyOf(world.frame),
      effective_time: instant(today - 190 * DAY),
      expire_time: instant(today + random.int(1, 300) * DAY),
      limit_infos:
        at % 2 === 0
          ? [{ limit_key: 'CLOUD_SERVICE_TYPE', limit_values: [{ value1: 'hws.service.type.ec2' }] }]
          : null,
    };
  });
}

const quotaId = (world: World, at: number): string => `SANDBOX-QUOTA-${owner(world)}-${at}`;

const about = ({ row }: Reseller) => ({
  indirect_partner_id: row['indirect_partner_id'],
  indirect_partner_account_name: row['account_name'],
  indirect_partner_name: row['name'],
});

export const issuedQuotaRows = (world: World) =>
  resellersOf(world).flatMap((reseller) =>
    quotaRows(worldOfReseller(world, reseller)).map((row) => ({
      ...row,
      ...about(reseller),
      parent_quota_id: quotaId(world, 0),
    })),
  );

export const quotaRecordRows = (world: World) =>
  resellersOf(world).flatMap((reseller) =>
    quotaRows(worldOfReseller(world, reseller)).map((row, at) => ({
      id: `SANDBOX-QR-${reseller.at}-${at}`,
      operator: 'sandbox_operator',
      operation_type: at % 2 === 0 ? '10' : '11',
      quota_id: row['quota_id'],
      parent_quota_id: quotaId(world, 0),
      amount: row['quota_value'],
      operation_time: row['create_time'],
      result: at % 5 === 4 ? '-1' : '0',
      ...about(reseller),
      remark: at === 0 ? 'sandbox' : null,
    })),
  );

/** What became of the coupons of customers: each was issued; what expired was taken back. */
export const couponRecordRows = (world: World) =>
  world.coupons.flatMap((coupon) => {
    const row = (type: string, at: number, cents: number) => ({
      id: `SANDBOX-CR-${coupon.id}-${type}`,
      operation_type: type,
      quota_id: quotaId(world, 0),
      quota_type: 0,
      coupon_id: coupon.id,
      customer_id: coupon.customer.id,
      operation_amount: rawNumber(decimalText(fromCents(cents))),
      operation_time: instant(at),
      result: '0',
      remark: null,
    });
    const issued = row('1', coupon.createdAt, coupon.faceValue);
    return coupon.status === 4 ? [issued, row('4', coupon.expiresAt, coupon.balance)] : [issued];
  });
