import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../../support/harness.ts';

// Sentinels as they stand on the wire, with the canonical text that must come out.
const WIRE: readonly (readonly [literal: string, canonical: string])[] = [
  ['12345678901234567890.12', '12345678901234567890.12'],
  ['0.10000000', '0.1'],
  ['-98765432109876543210', '-98765432109876543210'],
  ['1e3', '1000'],
  ['1.50E-7', '0.00000015'],
  ['0.00000001', '0.00000001'],
  ['-0.00', '0'],
  ['123456789012345.67', '123456789012345.67'],
  ['9007199254740993', '9007199254740993'],
  ['0.30000000000000004', '0.30000000000000004'],
  ['"0012.3400"', '12.34'],
];

describe('amounts with more digits than a double holds', () => {
  let harness: Harness;
  let upstream: Server;
  beforeAll(async () => {
    // An upstream that answers balances in exactly these literals; the customer list comes from it as well.
    upstream = createServer((request, response) => {
      const rows = WIRE.map(
        ([literal], at) =>
          `{"customer_id":"c${at}","amount":${literal},"debt_amount":0,"currency":"CNY","measure_id":1}`,
      );
      const customers = WIRE.map((_one, at) => `{"customer_id":"c${at}","association_type":"2"}`);
      request.resume().on('end', () => {
        response.setHeader('content-type', 'application/json');
        response.end(
          request.url?.includes('balances')
            ? `{"customer_balances":[${rows.toReversed().join(',')}]}`
            : `{"count":${WIRE.length},"customer_infos":[${customers.join(',')}]}`,
        );
      });
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    const url = new URL(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
    harness = await startHarness({
      customers: 8,
      fixedNow: Date.UTC(2026, 9, 20, 4),
      withoutQuotas: true,
      environment: { DEV_VIEWER: 'literal' },
      tenants: ([first]) =>
        first ? [{ ...first, id: 'literal', endpoints: { ...first.endpoints, bss: url } }] : [],
    });
  });
  afterAll(async () => {
    await harness.close();
    upstream.close();
  });

  it('arrive with the digits of the wire, in canonical form', async () => {
    const answer = await harness.query<{
      customers: { nodes: readonly { customerId: string; balance: { available: { amount: string } } }[] };
    }>('{ customers { nodes { customerId balance { available { amount } } } } }');
    expect(answer.errors).toBeUndefined();
    expect(
      answer.data.customers.nodes.map((node) => [node.customerId, node.balance.available.amount]),
    ).toEqual(WIRE.map(([, canonical], at) => [`c${at}`, canonical]));
  });
});

describe('exact amounts of the sandbox', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({ customers: 8, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  });
  afterAll(() => harness.close());

  it('keep 20 significant digits, and 0.10000000 is 0.1', async () => {
    interface Exact {
      customers: {
        nodes: readonly {
          balance: { available: { amount: string } } | null;
          consumption: { nodes: readonly { amount: { amount: string }; usage: { amount: string } | null }[] };
        }[];
      };
    }
    const answer = await harness.query<Exact>(`{ customers(first: 2) { nodes {
      balance { available { amount } }
      consumption(cycle: "2026-09", first: 500, filter: { type: USAGE }) { nodes { amount { amount } usage { amount } } }
    } } }`);
    const exact = answer.data.customers.nodes[1];
    expect(exact?.balance?.available.amount).toBe('123456789012.34567891');
    expect(exact?.consumption.nodes).toContainEqual({
      amount: { amount: '0.1' },
      usage: { amount: '987654321098.76543211' },
    });
    const world = JSON.stringify(await harness.world('?cycle=2026-09&include=feeRecords'));
    expect(world).toContain('"payment_amount":"0.10000000"');
  });
});
