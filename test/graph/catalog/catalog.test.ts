import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { rowWith, text } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

let harness: Harness;
const worlds: Record<string, Truth> = {};
beforeAll(async () => {
  harness = await startHarness({ customers: 8, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  for (const language of ['zh_CN', 'en_US']) {
    worlds[language] = await harness.world(
      `?include=serviceTypes,resourceTypes,usageTypes,measureUnits,conversions,customers&language=${language}`,
    );
  }
});
afterAll(() => harness.close());

const worldIn = (language: string): Truth => {
  const world = worlds[language];
  if (!world) throw new Error(`expected a world in ${language}, got none`);
  return world;
};

const CATALOG = `{ catalog {
  serviceTypes { code name abbreviation }
  resourceTypes { code name description serviceType { code name } }
  usageTypes { code name resourceType { code name } serviceType { code } }
  measureUnits { unitId name abbreviation kindCode }
  conversions { from { unitId name } to { unitId name } ratio }
} }`;

describe('the catalog', () => {
  it.each([
    ["no language, which is the site's own", {}, 'zh_CN'],
    ['Chinese', { 'accept-language': 'zh-CN,zh;q=0.9' }, 'zh_CN'],
    ['English', { 'accept-language': 'en-GB' }, 'en_US'],
  ])('is all of the dictionaries, for %s', async (_name, headers, language) => {
    const world = worldIn(language);
    const { result, calls } = await harness.callsOf(() =>
      harness.query<{ catalog: unknown }>(CATALOG, {}, headers),
    );
    const service = (code: unknown) => rowWith(world.serviceTypes, 'service_type_code', code);
    const unit = (id: unknown) => ({
      unitId: id,
      name: rowWith(world.measureUnits, 'measure_id', id)?.['measure_name'],
    });
    expect(result.errors).toBeUndefined();
    expect(result.data.catalog).toEqual({
      serviceTypes: world.serviceTypes.map((row) => ({
        code: row['service_type_code'],
        name: row['service_type_name'],
        abbreviation: row['abbreviation'],
      })),
      resourceTypes: world.resourceTypes.map((row) => ({
        code: row['resource_type_code'],
        name: row['resource_type_name'],
        description: text(row['resource_type_desc']),
        serviceType: {
          code: row['service_type_code'],
          name: service(row['service_type_code'])?.['service_type_name'],
        },
      })),
      usageTypes: world.usageTypes.map((row) => ({
        code: row['code'],
        name: row['name'],
        resourceType: { code: row['resource_type_code'], name: row['resource_type_name'] },
        serviceType: { code: row['service_type_code'] },
      })),
      measureUnits: world.measureUnits.map((row) => ({
        unitId: row['measure_id'],
        name: row['measure_name'],
        abbreviation: row['abbreviation'],
        kindCode: String(row['measure_type']),
      })),
      conversions: world.conversions.map((row) => ({
        from: unit(row['measure_id']),
        to: unit(row['ref_measure_id']),
        ratio: String(row['conversion_ratio']),
      })),
    });
    // The first request of a language loads each dictionary once, 134 usage types being two pages.
    const loaded = {
      ListServiceTypes: 1,
      ListResourceTypes: 1,
      ListUsageTypes: 2,
      ListMeasureUnits: 1,
      ListConversions: 1,
    };
    expect(calls).toEqual(Object.keys(calls).length === 0 ? {} : loaded);
  });

  it('is loaded once per process and language', async () => {
    for (const headers of [{}, { 'accept-language': 'en' }]) await harness.query(CATALOG, {}, headers);
    const { result, calls } = await harness.callsOf(() =>
      harness.query(CATALOG, {}, { 'accept-language': 'en-US' }),
    );
    expect(calls).toEqual({});
    expect(result.extensions.upstream).toMatchObject({ calls: 0, cacheHits: 6 });
  });

  it('is loaded once for requests that come at the same time', async () => {
    await harness.setFaults({ '*': { latencyMs: 400 } });
    const { calls } = await harness.callsOf(() =>
      Promise.all(
        Array.from({ length: 5 }, () =>
          harness.query(
            '{ catalog { conversions { ratio } measureUnits { name } } }',
            {},
            { 'cache-control': 'no-cache' },
          ),
        ),
      ),
    );
    expect(calls).toEqual({ ListMeasureUnits: 1, ListConversions: 1 });
  });
});

describe('viewer and partner', () => {
  it('say who asks, for whom, and what quota is in use', async () => {
    const answer = await harness.query<{ viewer: { quota: readonly Record<string, unknown>[] } }>(`{
      viewer { tenant role customer { customerId } quota { operation limitPerSecond remaining queued } }
      partner { partnerId accountName site isDistributor }
    }`);
    const { domainId, domainName } = harness.credentials.partner;
    expect(answer.data).toEqual({
      viewer: { tenant: 'sandbox', role: 'PARTNER_ADMIN', customer: null, quota: expect.any(Array) },
      partner: { partnerId: domainId, accountName: domainName, site: 'CN', isDistributor: true },
    });
    expect(answer.data.viewer.quota).toContainEqual({
      operation: 'ListMeasureUnits',
      limitPerSecond: 100_000,
      remaining: expect.any(Number),
      queued: 0,
    });
  });
});
