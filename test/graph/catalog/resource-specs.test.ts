import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../../support/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ customers: 8, withoutQuotas: true });
});
afterAll(() => harness.close());

interface Specs {
  readonly catalog: {
    readonly resourceSpecs: {
      readonly totalCount?: number | null;
      readonly nodes: readonly { readonly code: string }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

const specs = async (selection: string, args: string) => {
  const answer = await harness.query<Specs>(
    `{ catalog { resourceSpecs(serviceTypeCode: "hws.service.type.ec2", resourceTypeCode: "hws.resource.type.vm", regionCode: "cn-north-4", chargingMode: YEARLY_MONTHLY, ${args}) { ${selection} } } }`,
  );
  expect(answer.errors).toBeUndefined();
  return { ...answer.data.catalog.resourceSpecs, calls: answer.extensions.upstream.calls };
};

const PAGE = 'nodes { code } pageInfo { hasNextPage endCursor }';

describe('specifications of resources', () => {
  it('are read only as far as a page reaches', async () => {
    const page = await specs(PAGE, 'first: 3');
    expect(page.nodes.map(({ code }) => code)).toEqual(['ECS.sandbox.1', 'ECS.sandbox.2', 'ECS.sandbox.3']);
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect(page.calls).toBe(1);
  });

  it('go on from a cursor over the marker of the upstream', async () => {
    const first = await specs(PAGE, 'first: 99');
    const rest = await specs(`totalCount ${PAGE}`, `first: 50, after: "${first.pageInfo.endCursor}"`);
    expect(rest.nodes.map(({ code }) => code)).toEqual(
      Array.from({ length: 21 }, (_, index) => `ECS.sandbox.${index + 100}`),
    );
    expect(rest.totalCount).toBe(120);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    // The first page of the upstream is kept; the second was read anew.
    expect(rest.calls).toBe(1);
  });

  it('are looked up by their code', async () => {
    const page = await specs(`totalCount ${PAGE}`, 'specCode: "ECS.sandbox.7"');
    expect(page.nodes).toEqual([{ code: 'ECS.sandbox.7' }]);
    expect(page.totalCount).toBe(1);
  });

  it('are none of a service that does not have the type', async () => {
    const answer = await harness.query<Specs>(
      '{ catalog { resourceSpecs(serviceTypeCode: "x", resourceTypeCode: "y", regionCode: "z", chargingMode: ON_DEMAND) { totalCount nodes { code } pageInfo { hasNextPage endCursor } } } }',
    );
    expect(answer.data.catalog.resourceSpecs).toEqual({
      totalCount: 0,
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
  });
});

describe('the state of a verification', () => {
  it('is what the customer list says, asked in the name of each customer', async () => {
    const answer = await harness.query<{
      customers: {
        nodes: {
          verificationCode: string;
          type: string;
          realNameStatus: { statusCode: string; kind: string } | null;
        }[];
      };
    }>(
      '{ customers(first: 3) { nodes { verificationCode type realNameStatus { statusCode status kind } } } }',
    );
    for (const { verificationCode, type, realNameStatus } of answer.data.customers.nodes) {
      if (realNameStatus) expect(realNameStatus).toMatchObject({ statusCode: verificationCode, kind: type });
    }
    expect(answer.data.customers.nodes.some(({ realNameStatus }) => realNameStatus)).toBe(true);
  });
});
