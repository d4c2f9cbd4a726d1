// Customers of one partner. A few at the start have a fixed character, so that every world, however small,
// holds each case: usual, exact amounts, consultative sale, nothing at all, no agency, hundreds of orders.

import { type Money, wireMoney } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { addMonths, chinaCycle, DAY, instant } from '../../base/time.ts';
import { currencyOf, draw, EXACT_INDEX, type Frame } from '../frame.ts';
import type { Customer } from '../types.ts';

interface Character {
  readonly resale: boolean;
  readonly active: boolean;
  readonly agency: boolean;
}
const usual: Character = { resale: true, active: true, agency: true };
const fixed: readonly Character[] = [
  usual,
  usual,
  { ...usual, resale: false },
  { ...usual, active: false },
  { ...usual, agency: false },
  usual,
];

const NEWEST_DAYS = 200;
const SPAN_DAYS = 900;

export function drawCustomer(frame: Frame, index: number): Customer {
  const random = new Random(frame.seed, draw.customer, index);
  const number = String(index + 1).padStart(4, '0');
  const partner = frame.partner === 1 ? '' : ` P${frame.partner}`;
  const other = frame.reseller === undefined ? partner : `${partner} R${frame.reseller}`;
  const step = (SPAN_DAYS * DAY) / frame.customers;
  const id = random.hex(32);
  const drawn = { resale: random.chance(0.85), active: random.chance(0.9), agency: random.chance(0.85) };
  const back = NEWEST_DAYS * DAY + step * (index + random.int(0, 9) / 20);
  return {
    frame,
    index,
    id,
    name: `Sandbox${other} Customer ${number}`,
    accountName: `sandbox${other.toLowerCase().replaceAll(' ', '')}_customer_${number}`,
    associatedAt: frame.today - Math.floor(back / 1000) * 1000,
    ...(fixed[index] ?? drawn),
    orders: [],
    coupons: [],
  };
}

/** Resale has a code of its own on each site. */
export const associationType = ({ resale, frame }: Customer): string =>
  resale ? (frame.site === 'intl' ? '3' : '2') : '1';

/** Resale on the international site: the partner sells on its own account, and the customer has none. */
export const isResold = ({ resale, frame }: Customer): boolean => resale && frame.site === 'intl';

/** The wire row of the customer list. */
export function customerRow(customer: Customer): Record<string, unknown> {
  const random = new Random(customer.frame.seed, draw.customer, customer.index, 1);
  const verified = random.weighted([
    ['2', 84],
    ['-1', 8],
    ['0', 5],
    ['1', 3],
  ] as const);
  return {
    customer: verified === '-1' && customer.index > 5 ? null : customer.name,
    account_name: customer.accountName,
    customer_id: customer.id,
    associated_on: instant(customer.associatedAt),
    association_type: associationType(customer),
    label: random.pick([null, '', 'sandbox-key', 'sandbox-trial', 'Sandbox-East']),
    telephone: `+86 000${String(customer.index).padStart(8, '0')}`,
    verified_status: verified,
    country_code: '0086',
    customer_type: random.weighted([
      [1, 70],
      [0, 25],
      [-1, 5],
    ] as const),
    is_frozen: random.chance(0.03) ? 1 : 0,
    account_managers: random.pick([null, [], [{ account_name: 'sandbox_manager_01' }]]),
    ...(random.chance(0.8)
      ? { xaccount_id: `sandbox-x-${customer.index + 1}`, xaccount_type: customer.frame.agencyName }
      : {}),
    customer_level: random.pick(['V0', 'V1', 'V2', 'V3', 'V4', null]),
    email: `${customer.accountName}@example.invalid`,
  };
}

/** More significant digits than a double holds. */
const EXACT_BALANCE: Money = 12_345_678_901_234_567_891n;

/** The wire row of the balance list; consultative customers have none. */
export function balanceRow(customer: Customer): Record<string, unknown> | undefined {
  if (!customer.resale) return undefined;
  const random = new Random(customer.frame.seed, draw.balance, customer.index);
  const cents = customer.active ? random.int(0, 5_000_000) : 0;
  const amount = customer.index === EXACT_INDEX ? EXACT_BALANCE : BigInt(cents) * 1_000_000n;
  const debt = customer.active && random.chance(0.1) ? BigInt(random.int(1, 900_000)) * 1_000_000n : 0n;
  return {
    customer_id: customer.id,
    debt_amount: wireMoney(debt, debt === 0n ? 0 : 2),
    amount: wireMoney(amount),
    currency: currencyOf(customer.frame),
    measure_id: 1,
  };
}

/** The wire row of the new-customer tags; customers without real-name verification have no tag. */
export function newCustomerTagRow(customer: Customer): Record<string, unknown> {
  const { verified_status: verified } = customerRow(customer);
  const random = new Random(customer.frame.seed, draw.tag, customer.index);
  if (verified !== '2') return { customer_id: customer.id, customer_tag_type: null, new_customer_tag: null };
  const tag = random.weighted([
    ['N', 70],
    ['Y', 20],
    ['UNDETERMINED', 10],
  ] as const);
  return {
    customer_id: customer.id,
    customer_tag_type: random.pick(['1', '2']),
    new_customer_tag: tag,
    ...(tag === 'UNDETERMINED'
      ? {}
      : {
          effective_time: chinaCycle(customer.associatedAt),
          expire_time: chinaCycle(addMonths(customer.associatedAt, 12)),
        }),
  };
}
