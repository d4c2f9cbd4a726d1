import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../src/call/operation.ts';
import { accessOfReseller } from '../../../src/context/reseller-access.ts';
import { operations } from '../../../src/operations/operations.ts';

interface Asked {
  readonly input: Readonly<Record<string, unknown>>;
  readonly customerId: string | undefined;
}

/** What reaches the upstream of a read about a reseller, or the code with which it is refused. */
async function asked(operation: Operation, customerId?: string, distributor = true): Promise<Asked | string> {
  const calls: Asked[] = [];
  const access = accessOfReseller(
    {
      read: async (_operation, input, customer) => {
        calls.push({ input, customerId: customer });
        throw new Error('asked');
      },
      has: () => false,
    },
    { id: 'acme', distributor },
    'reseller-1',
  );
  const outcome = await access.read(operation, {}, customerId).then(
    () => 'answered',
    (error: Error & { code?: string }) => error.code ?? error.message,
  );
  return calls[0] ?? outcome;
}

const reads = operations.filter(({ kind, credential }) => kind === 'read' && credential !== 'customer');
const takes = ({ parameters }: Operation) => 'indirect_partner_id' in parameters;

describe('reads about a reseller', () => {
  it.each(reads.filter(takes).map((operation) => [operation.name, operation] as const))(
    '%s names it',
    async (_name, operation) => {
      expect(await asked(operation)).toEqual({
        input: { indirect_partner_id: 'reseller-1' },
        customerId: undefined,
      });
    },
  );

  it('ask for dictionaries as everybody does', async () => {
    const shared = reads.filter((operation) => operation.shared);
    expect(shared.length).toBeGreaterThan(8);
    // Lists that are the same for every account, and nothing that an account could be named in.
    for (const { name, path, credential, parameters } of shared) {
      expect([name, path]).toEqual([
        name,
        expect.stringMatching(/^\/v2\/(products|bases|systems\/configs)\//),
      ]);
      expect([name, credential]).toEqual([name, 'either']);
      const named = Object.keys(parameters).filter((key) => /customer|partner|domain|account/.test(key));
      expect([name, named]).toEqual([name, []]);
    }
    for (const operation of shared) {
      expect(await asked(operation)).toEqual({ input: {}, customerId: undefined });
    }
  });

  it('are refused where the upstream would answer about somebody else', async () => {
    const others = reads.filter((operation) => !takes(operation) && !operation.shared);
    expect(others.length).toBeGreaterThan(2);
    for (const operation of others)
      expect([operation.name, await asked(operation)]).toEqual([operation.name, 'FORBIDDEN']);
  });

  it("stay as they are in a customer's name, for the account that asks is the answer", async () => {
    for (const operation of operations.filter(({ credential }) => credential === 'customer')) {
      expect(await asked(operation, 'customer-1')).toEqual({
        input: {},
        customerId: 'customer-1',
      });
    }
  });

  it('are refused to a tenant that is no distributor', async () => {
    for (const operation of reads) expect(await asked(operation, undefined, false)).toBe('FORBIDDEN');
  });
});
