// The organisation of an enterprise: units in a tree, sub-accounts in units, and what can be moved between them.

import { decimalText, fromCents, rawNumber } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { DAY, instant } from '../../base/time.ts';
import { currencyOf, draw } from '../frame.ts';
import type { Customer } from '../types.ts';
import { isEnterprise } from './accounts.ts';
import { couponRow } from './coupons.ts';

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly children: readonly Unit[];
}

export interface SubAccount {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly status: number;
  /** Undefined for the root. */
  readonly unit: Unit | undefined;
  readonly ordinal: number;
}

export interface Enterprise {
  readonly rootId: string;
  readonly rootName: string;
  readonly units: readonly Unit[];
  readonly subAccounts: readonly SubAccount[];
}

const enterpriseRandom = (customer: Customer, ...more: readonly number[]) =>
  new Random(customer.frame.seed, draw.enterprise, customer.index, ...more);

/** Individuals have a root of their own and nothing below it. */
export function enterpriseOf(customer: Customer): Enterprise {
  const rootId = String(900_000_000 + customer.index * 1000);
  const rootName = customer.name;
  const random = enterpriseRandom(customer);
  if (!isEnterprise(customer)) return { rootId, rootName, units: [], subAccounts: [] };
  const unit = (number: number, name: string, children: readonly Unit[] = []): Unit => ({
    id: String(Number(rootId) + number),
    name,
    children,
  });
  const units = [
    unit(1, 'Sandbox unit A', [unit(2, 'Sandbox unit A-1', [unit(3, 'Sandbox unit A-1-1')])]),
    ...(random.chance(0.5) ? [unit(4, 'Sandbox unit B')] : []),
  ];
  const all = flat(units);
  const count = customer.index === 0 ? 25 : random.int(0, 5);
  const subAccounts = Array.from({ length: count }, (_, ordinal): SubAccount => {
    const drawn = enterpriseRandom(customer, 1, ordinal);
    const number = String(ordinal + 1).padStart(2, '0');
    return {
      id: drawn.hex(32),
      name: `${customer.accountName}_sub_${number}`,
      displayName: `Sandbox sub-account ${number}`,
      status: drawn.weighted([
        [1, 80],
        [2, 8],
        [4, 6],
        [101, 6],
      ] as const),
      unit: drawn.chance(0.3) ? undefined : drawn.pick(all),
      ordinal,
    };
  });
  return { rootId, rootName, units, subAccounts };
}

export const flat = (units: readonly Unit[]): readonly Unit[] =>
  units.flatMap((unit) => [unit, ...flat(unit.children)]);

/** The wire shape of units; only the first level when it is not recursive. */
export const unitRows = (units: readonly Unit[], recursive: boolean): readonly Record<string, unknown>[] =>
  units.map((unit) => ({
    relation_id: `R${unit.id}`,
    id: unit.id,
    name: unit.name,
    child_nodes: recursive && unit.children.length > 0 ? unitRows(unit.children, true) : null,
  }));

export const subAccountRow = ({ id, name, displayName, status, unit }: SubAccount, rootId: string) => ({
  id,
  name,
  display_name: displayName,
  status,
  org_id: unit?.id ?? rootId,
  org_name: unit?.name ?? null,
});

const CREDIT = 'BALANCE_TYPE_CREDIT';

/** One row of the cash account, a few of the credit account. */
export function movableAmounts(
  customer: Customer,
  balanceType: string,
  field: 'avail_transfer_amount' | 'avail_retrieve_amount',
  subAccount = -1,
): readonly Record<string, unknown>[] {
  const random = enterpriseRandom(customer, 2, balanceType.length, subAccount + 1);
  const measure = { measure_id: 1, currency: currencyOf(customer.frame) };
  const amount = () => rawNumber(decimalText(fromCents(random.int(0, 900_000))));
  if (balanceType !== CREDIT) return [{ ...measure, [field]: amount() }];
  return Array.from({ length: random.int(0, 2) }, (_, ordinal) => ({
    ...measure,
    [field]: amount(),
    amount: amount(),
    credit_amount: rawNumber('100000.00'),
    ...(ordinal === 0 ? {} : { expire_time: instant(customer.frame.today + 90 * DAY) }),
  }));
}

/** Usable coupons of the master account. */
export const transferCoupons = (customer: Customer): readonly Record<string, unknown>[] =>
  isEnterprise(customer)
    ? customer.coupons
        .filter(({ status, balance }) => status === 2 && balance > 0)
        .map((coupon) => {
          const { coupon_id, promotion_plan_name, effective_time, expire_time, use_limits } =
            couponRow(coupon);
          return {
            coupon_id,
            plan_name: promotion_plan_name,
            balance: decimalText(fromCents(coupon.balance)),
            effective_time,
            expire_time,
            use_limits,
          };
        })
    : [];

/** Parts of the first coupons that went to a sub-account. */
export function retrieveCoupons(
  customer: Customer,
  subAccount: SubAccount,
): readonly Record<string, unknown>[] {
  const random = enterpriseRandom(customer, 3, subAccount.ordinal);
  return transferCoupons(customer)
    .slice(0, 4)
    .filter(() => !random.chance(0.5))
    .map((coupon) => ({
      ...coupon,
      sub_coupon_id: `${coupon['coupon_id']}-S${subAccount.ordinal}`,
      balance: '1.5',
    }));
}
