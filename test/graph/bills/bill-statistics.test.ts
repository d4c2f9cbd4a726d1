import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumDecimals } from '../../../src/decode/decimal.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// What customers are billed for, summed as they ask, and what only one site bills.

const CYCLE = '2026-09';
const OPTIONS = { customers: 20, seed: 7, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true };

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly {
    readonly date: string | null;
    readonly consumedAt: string | null;
    readonly amount: { readonly amount: string };
  }[];
}

describe('the details of billed resources', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness(OPTIONS);
  });
  afterAll(() => harness.close());

  it('are summed per resource and cycle, or day, and then have no times of their own', async () => {
    const { customersWithAgency: ids } = await harness.world('?include=customersWithAgency');
    const page = (per: string) =>
      `${per}: resourceDetails(cycle: "${CYCLE}", per: ${per}, first: 500) {
        totalCount nodes { date consumedAt amount { amount } } }`;
    const { data, errors } = await harness.query<{ customer: { bills: Record<string, Page> } }>(
      `{ customer(customerId: "${ids[0]}") { bills { ${['CYCLE', 'DAY', 'RECORD'].map(page).join(' ')} } } }`,
    );
    expect(errors).toBeUndefined();
    const facts = (per: string) => {
      const { totalCount = 0, nodes = [] } = data.customer.bills[per] ?? {};
      return {
        count: totalCount,
        total: sumDecimals(nodes.map(({ amount }) => amount.amount)),
        dated: [...new Set(nodes.map(({ date }) => date !== null))],
        timed: [...new Set(nodes.map(({ consumedAt }) => consumedAt !== null))],
      };
    };
    const [cycle, day, record] = [facts('CYCLE'), facts('DAY'), facts('RECORD')];
    expect([cycle.total, day.total]).toEqual([record.total, record.total]);
    expect(cycle.count).toBeLessThan(record.count);
    expect(day.count).toBeGreaterThanOrEqual(cycle.count);
    expect([cycle, day, record].map(({ dated, timed }) => [dated, timed])).toEqual([
      [[false], [false]],
      [[true], [false]],
      [[true], [true]],
    ]);
  });
});

describe.each([
  [
    'intl',
    [
      'CHARGE_ADJUSTMENT_TAX',
      'COMPENSATION_TAX',
      'MINIMUM_COMMITMENT_DIFFERENCE',
      'TAX',
      'UNSUBSCRIPTION_TAX_REFUND',
    ],
  ],
  ['cn', []],
] as const)("a customer's own bills on the %s site", (site, expected) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({ ...OPTIONS, site });
  });
  afterAll(() => harness.close());

  it('hold taxes, which are about no type of resource, where the site has them', async () => {
    const { customersWithAgency: ids } = await harness.world('?include=customersWithAgency');
    const types = new Set<string>();
    for (const id of ids) {
      const { data, errors } = await harness.query<{
        customer: {
          bills: {
            resourceDetails: {
              nodes: { typeCode: string; type: string; resourceType: { code: string } | null }[];
            };
          };
        };
      }>(
        `{ customer(customerId: "${id}") { bills {
          resourceDetails(cycle: "${CYCLE}", per: RECORD, first: 500) { nodes { typeCode type resourceType { code } } } } } }`,
      );
      expect(errors).toBeUndefined();
      for (const { typeCode, type, resourceType } of data.customer.bills.resourceDetails.nodes) {
        if (!['15', '17', '100', '101', '102'].includes(typeCode)) continue;
        types.add(type);
        expect(resourceType).toBeNull();
      }
    }
    expect([...types].sort()).toEqual(expected);
  });
});
