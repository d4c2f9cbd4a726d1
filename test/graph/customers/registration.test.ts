import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { rowWith } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 60, withoutQuotas: true });
  world = await harness.world('?include=customers,realNameReviews');
});
afterAll(() => harness.close());

const RESULTS: Readonly<Record<string, string>> = { 0: 'UNDER_REVIEW', 1: 'REJECTED', 2: 'PASSED' };

it('says how the review of each verification ended', async () => {
  const { result, calls } = await harness.callsOf(() =>
    harness.query('{ customers(first: 60) { nodes { realNameReview { result resultCode opinion } } } }'),
  );
  expect(result.errors).toBeUndefined();
  const reviews = world.customers.map((customer) =>
    rowWith(world.realNameReviews, 'customer_id', customer['customer_id']),
  );
  expect(result.data).toEqual({
    customers: {
      nodes: reviews.map((row) => ({
        realNameReview:
          row?.['review_result'] === undefined
            ? null
            : {
                result: RESULTS[String(row['review_result'])],
                resultCode: String(row['review_result']),
                opinion: row['opinion'] ?? null,
              },
      })),
    },
  });
  const seen = new Set(reviews.map((row) => String(row?.['review_result'])));
  expect([...seen].sort()).toEqual(['0', '1', '2', 'undefined']);
  expect(calls).toEqual({ ListSubCustomers: 1, ShowRealnameAuthenticationReviewResult: 60 });
});

it('says whether a name, an address or a number can still be registered', async () => {
  const [first] = world.customers;
  const { result, calls } = await harness.callsOf(() =>
    harness.query(`{
      taken: identityCheck(kind: ACCOUNT_NAME, value: "${first?.['account_name']}") { ...all }
      free: identityCheck(kind: ACCOUNT_NAME, value: "nobody-has-this") { ...all }
      takenAddress: identityCheck(kind: EMAIL, value: "${first?.['email']}") { ...all }
      freeAddress: identityCheck(kind: EMAIL, value: "nobody@example.invalid") { ...all }
      full: identityCheck(kind: MOBILE, value: "0086-00000000000") { ...all }
      once: identityCheck(kind: MOBILE, value: "0086-00000000001") { ...all }
      never: identityCheck(kind: MOBILE, value: "0086-00099999999") { ...all }
    } fragment all on IdentityCheck { result resultCode remainingRegistrations }`),
  );
  const [used, available] = [
    { result: 'USED', resultCode: 'used_by_user', remainingRegistrations: null },
    { result: 'AVAILABLE', resultCode: 'available', remainingRegistrations: null },
  ];
  expect(result.errors).toBeUndefined();
  expect(result.data).toEqual({
    taken: used,
    free: available,
    takenAddress: used,
    freeAddress: available,
    full: { ...used, remainingRegistrations: 0 },
    once: { ...available, remainingRegistrations: 4 },
    never: { ...available, remainingRegistrations: 5 },
  });
  expect(calls).toEqual({ CheckUserIdentity: 7 });
});

it.each([
  ['ACCOUNT_NAME', 'op_somebody', 'expected 5 to 32 letters'],
  ['ACCOUNT_NAME', 'abc', 'expected 5 to 32 letters'],
  ['EMAIL', 'nobody', 'expected an e-mail address'],
  ['EMAIL', `${'a'.repeat(60)}@example.invalid`, 'expected an e-mail address'],
  ['MOBILE', '13000000000', 'expected a number like 0086-00000000001'],
])('refuses %s %s without a call', async (kind, value, expected) => {
  const { result, calls } = await harness.callsOf(() =>
    harness.query(`{ identityCheck(kind: ${kind}, value: "${value}") { result } }`),
  );
  expect(result.errors?.map(({ message, extensions }) => [extensions.code, message])).toEqual([
    ['BAD_USER_INPUT', expect.stringContaining(`value: ${expected}`)],
  ]);
  expect(calls).toEqual({});
});
