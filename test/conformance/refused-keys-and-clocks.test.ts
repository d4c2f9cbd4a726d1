import { describe, expect, it } from 'vitest';
import { badSignature, expiredSignature, lockedKey, timeOfCompact } from '../support/conformance/faults.ts';
import { shiftedClock } from '../support/conformance/shifted-clock.ts';
import { at, codesOf, onStage, type StageAnswer } from '../support/conformance/stage.ts';
import type { Received, Reply } from '../support/conformance/upstream.ts';

// Five refused signatures in a row lock a permanent key for five minutes: the gateway must not spend them.

const BOTH = '{ customers(first: 1) { nodes { customerId } } orders(first: 1) { nodes { orderId } } }';
const CUSTOMERS = '{ customers(first: 1) { nodes { customerId } } }';
const AS_CUSTOMER = '{ customer(customerId: "c1") { account { balances { debt { amount } } } } }';
const MOST_REFUSALS = 5;

function expectRefusedKey(answer: StageAnswer): void {
  expect(answer.errors?.length).toBeGreaterThan(0);
  expect(new Set(codesOf(answer))).toEqual(new Set(['UPSTREAM_REJECTED']));
  for (const { message } of answer.errors ?? []) expect(message).toMatch(/key|signature/i);
}

describe('a key whose signature is refused', () => {
  it(
    'is not spent on more than five calls by three queries of two fields',
    onStage({}, async ({ upstream, query }) => {
      upstream.on({ group: 'all' }, badSignature);
      for (let run = 0; run < 3; run++) expectRefusedKey(await query(BOTH));
      expect(upstream.calls.length).toBeLessThanOrEqual(MOST_REFUSALS);
    }),
  );

  it.each<[name: string, reply: Reply]>([
    ['APIG.0301', badSignature],
    ['a locked key', lockedKey],
    [
      'APIGW.0301',
      { status: 401, json: { error_code: 'APIGW.0301', error_msg: 'verify aksk signature fail' } },
    ],
    ['no words', { status: 401, json: {} }],
  ])('is not sent again as it was after %s', async (_name, reply) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on({ group: 'all' }, reply);
      const first = await query(CUSTOMERS);
      expect(codesOf(first)).toEqual(['UPSTREAM_REJECTED']);
      expect(upstream.calls).toHaveLength(1);
    })();
  });

  it(
    'fails at once with advice after the first refusal, wherever the key would be used',
    onStage({}, async ({ upstream, query }) => {
      upstream.on({ group: 'all' }, badSignature);
      await query(CUSTOMERS);
      const before = upstream.calls.length;
      for (const document of [AS_CUSTOMER, '{ orders(first: 1) { nodes { orderId } } }', CUSTOMERS]) {
        expectRefusedKey(await query(document));
      }
      expect(upstream.calls.length - before).toBeLessThanOrEqual(1);
      expect(upstream.calls.filter(({ operation }) => operation === 'CreateToken')).toEqual([]);
    }),
  );

  it(
    'counts refusals of the identity service too',
    onStage({}, async ({ upstream, query }) => {
      upstream.on({ group: 'iam' }, badSignature);
      upstream.on({ group: 'bss' }, (call) => (call.headers['x-auth-token'] ? undefined : badSignature));
      for (const id of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7']) {
        await query(
          'query ($id: String!) { prices(customerId: $id, projectId: "p") { __typename } viewer { role } }',
          { id },
        );
        await query(AS_CUSTOMER.replace('c1', id));
      }
      expect(upstream.calls.length).toBeLessThanOrEqual(MOST_REFUSALS);
    }),
  );

  it(
    'is not spent by many at once',
    onStage({}, async ({ upstream, query }) => {
      upstream.on({ group: 'all' }, badSignature);
      const answers = await Promise.all(Array.from({ length: 12 }, () => query(BOTH)));
      for (const answer of answers) expectRefusedKey(answer);
      expect(upstream.calls.length).toBeLessThanOrEqual(MOST_REFUSALS);
    }),
  );

  it('works again within a minute of being good, one probe at a time', async () => {
    const clock = shiftedClock();
    await onStage({ clock }, async ({ upstream, query }) => {
      let good = false;
      upstream.on({ group: 'all' }, () => (good ? undefined : badSignature));
      for (let run = 0; run < 3; run++) await query(BOTH);
      const spent = upstream.calls.length;
      clock.pass(61_000);
      await Promise.all([query(BOTH), query(BOTH), query(BOTH)]);
      expect(upstream.calls.length - spent).toBeLessThanOrEqual(1);
      good = true;
      clock.pass(61_000);
      await query(CUSTOMERS);
      const answer = await query(BOTH);
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customers', 'nodes')).toHaveLength(1);
    })();
  });

  it(
    'is no matter of a customer whose own token is refused',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ShowCustomerAccountBalances', {
        status: 401,
        json: {
          error_code: 'APIGW.0301',
          error_msg: 'Incorrect IAM authentication information: token expired',
        },
      });
      const refused = await query(AS_CUSTOMER);
      expect(codesOf(refused)).toEqual(['UPSTREAM_REJECTED']);
      expect(upstream.callsOf('ShowCustomerAccountBalances').length).toBeLessThanOrEqual(2);
      expect((await query(CUSTOMERS)).errors).toBeUndefined();
    }),
  );
});

const TOLERANCE_MS = 15 * 60_000;

/** An upstream whose clock is off by this much and which looks at the date of every signature. */
function clockOff(offsetMs: number, headers: () => Record<string, string> = () => ({})) {
  return (call: Received): Reply | undefined => {
    const sent = String(call.headers['x-sdk-date'] ?? '');
    if (!sent) return undefined;
    const serverTime = Date.now() + offsetMs;
    return Math.abs(timeOfCompact(sent) - serverTime) > TOLERANCE_MS
      ? expiredSignature(sent, serverTime, headers())
      : undefined;
  };
}

describe('a clock that differs from the upstream', () => {
  it.each([
    ['ahead', 20],
    ['behind', -20],
    ['a day ahead', 24 * 60],
    ['ahead by a time zone', 8 * 60],
  ])('is reckoned with or named when the upstream is %s', async (_name, minutes) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on({ group: 'all' }, clockOff(minutes * 60_000));
      const first = await query(CUSTOMERS);
      if (first.errors) {
        expect(upstream.calls).toHaveLength(1);
        expect(first.errors[0]?.message).toMatch(/clock/i);
        return;
      }
      expect(at(first, 'customers', 'nodes')).toHaveLength(1);
      expect(upstream.calls).toHaveLength(2);
      for (let run = 3; run < 6; run++) {
        expect((await query(CUSTOMERS)).errors).toBeUndefined();
        expect(upstream.calls).toHaveLength(run);
      }
    })();
  });

  it(
    'is never used for a second call',
    onStage({}, async ({ upstream, query }) => {
      upstream.on({ group: 'all' }, clockOff(20 * 60_000));
      for (let run = 0; run < 3; run++) await query(BOTH);
      const dates = upstream.calls.map(({ headers }) => timeOfCompact(String(headers['x-sdk-date'])));
      const refused = dates.filter((date) => Math.abs(date - (Date.now() + 20 * 60_000)) > TOLERANCE_MS);
      // The two fields of the first query go out together.
      expect(refused.length).toBeLessThanOrEqual(2);
    }),
  );

  it(
    'is reckoned with or named by the identity service too',
    onStage({}, async ({ upstream, query }) => {
      upstream.on({ group: 'iam' }, clockOff(20 * 60_000));
      const answer = await query(AS_CUSTOMER);
      if (answer.errors) expect(answer.errors[0]?.message).toMatch(/clock/i);
      const dates = upstream
        .callsOf('CreateToken')
        .map(({ headers }) => timeOfCompact(String(headers['x-sdk-date'])));
      expect(dates.length).toBeLessThanOrEqual(2);
      for (const date of dates.slice(1)) expect(date - (dates[0] ?? 0)).toBeGreaterThan(5 * 60_000);
    }),
  );

  it('follows the upstream when its clock is set right again', async () => {
    await onStage({}, async ({ upstream, query }) => {
      let offset = 20 * 60_000;
      upstream.on({ group: 'all' }, (call) => clockOff(offset)(call));
      await query(CUSTOMERS);
      await query(CUSTOMERS);
      offset = 0;
      const before = upstream.calls.length;
      const answer = await query(CUSTOMERS);
      if (answer.errors) expect(answer.errors[0]?.message).toMatch(/clock|key/i);
      expect(upstream.calls.length - before).toBeLessThanOrEqual(2);
    })();
  });
});
