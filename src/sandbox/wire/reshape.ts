// Answers as real ones are at times: rows that lack keys which the upstream calls optional, and numbers written
// as text. What identifies a row is always there, and so is what is written beside the rows.
import { isRawNumber, parseExact, withNumbersAsText } from '../base/money.ts';
import { Random } from '../base/random.ts';
import type { OperationFaults } from './faults.ts';

/** The keys that identify a row, or lead to the next page, by the key that they stand under. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  basic_info: ['resource_type_code'],
  budget_infos: ['customer_id'],
  cities: ['code'],
  cloud_service_basics: ['resource_spec'],
  conversions: ['measure_id', 'ref_measure_id'],
  counties: ['code'],
  customer_balances: ['customer_id'],
  customer_infos: ['customer_id'],
  data: ['resource_id'],
  discounts: ['discount_id'],
  fail_resource_infos: ['resource_id'],
  free_resources: ['free_resource_id'],
  indirect_partners: ['indirect_partner_id'],
  measure_units: ['measure_id'],
  new_customer_tags: ['customer_id'],
  order_info: ['order_id'],
  order_infos: ['order_id'],
  order_line_items: ['order_line_item_id'],
  page_info: ['next_marker'],
  provinces: ['code'],
  quotas: ['quota_id'],
  refund_infos: ['id'],
  renew_inquiry_results: ['resource_id'],
  resource_types: ['resource_type_code'],
  resources: ['resource_id'],
  service_types: ['service_type_code'],
  sub_customers: ['customer_id'],
  usage_types: ['code'],
  sub_order_infos: ['order_id'],
  user_coupons: ['coupon_id'],
};

interface Reshaping extends Pick<OperationFaults, 'missingKeys' | 'numbersAsText'> {
  readonly seed: number;
  /** The key that says whose a row of a partner-wide listing is. */
  readonly keyField?: string | undefined;
}

/** The body under the faults in force. */
export function reshaped(body: string, { missingKeys = 0, numbersAsText, ...rest }: Reshaping): string {
  if (missingKeys === 0) return numbersAsText ? withNumbersAsText(parseExact(body)) : body;
  const value = withoutKeys(parseExact(body), missingKeys, rest);
  return numbersAsText ? withNumbersAsText(value) : JSON.stringify(value);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value);

function withoutKeys(
  answer: unknown,
  share: number,
  { seed, keyField }: Omit<Reshaping, 'missingKeys'>,
): unknown {
  const inRow = (row: Readonly<Record<string, unknown>>, under: string): unknown => {
    const random = new Random(seed, ...textBits(JSON.stringify(row)));
    // One draw for each key, so that what a key holds decides nothing.
    const entries = Object.entries(row).filter(
      ([key], at) =>
        // Rows of lists that the table does not know begin with what identifies them.
        !random.chance(share) || key === keyField || (IDENTITY[under]?.includes(key) ?? at === 0),
    );
    return Object.fromEntries(entries.map(([key, value]) => [key, inside(value, key)]));
  };
  const inside = (value: unknown, under: string): unknown => {
    if (Array.isArray(value)) return value.map((one: unknown) => inside(one, under));
    return isObject(value) ? inRow(value, under) : value;
  };
  if (!isObject(answer)) return answer;
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, inside(value, key)]));
}

/** A text as numbers for a seed. */
function textBits(text: string): readonly number[] {
  let bits = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  return [bits, text.length];
}
