import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ withoutQuotas: true });
  world = await harness.world('?include=provinces,cities,counties,serviceTypes,serviceResources');
});
afterAll(() => harness.close());

const within = (rows: Truth['cities'], code: unknown) => rows.filter((row) => row['within'] === code);

it('lists provinces with their cities and counties, a call for each, kept for a day', async () => {
  const query = '{ catalog { provinces { code name cities { code name counties { code name } } } } }';
  const { result, calls } = await harness.callsOf(() => harness.query(query));
  expect(result.errors).toBeUndefined();
  expect(result.data).toEqual({
    catalog: {
      provinces: world.provinces.map(({ code, name }) => ({
        code,
        name,
        cities: within(world.cities, code).map((city) => ({
          code: city['code'],
          name: city['name'],
          counties: within(world.counties, city['code']).map((county) => ({
            code: county['code'],
            name: county['name'],
          })),
        })),
      })),
    },
  });
  expect(within(world.cities, world.provinces.at(-1)?.['code'])).toEqual([]);
  expect(calls).toEqual({
    ListProvinces: 1,
    ListCities: world.provinces.length,
    ListCounties: world.cities.length,
  });
  const again = await harness.callsOf(() => harness.query(query));
  expect(again.calls).toEqual({});
});

it('lists what a service sells, with names in the language of the viewer', async () => {
  const query = `{ catalog { serviceTypes { code resources {
    name description resourceType { code name } owner { code }
  } } } }`;
  for (const language of ['zh_CN', 'en_US']) {
    const truth = await harness.world(`?include=serviceTypes,serviceResources&language=${language}`);
    const { result, calls } = await harness.callsOf(() =>
      harness.query(query, {}, { 'accept-language': language.slice(0, 2) }),
    );
    expect(result.errors).toBeUndefined();
    expect(result.data).toEqual({
      catalog: {
        serviceTypes: truth.serviceTypes.map(({ service_type_code: code }) => ({
          code,
          resources: truth.serviceResources
            .filter((row) => row['service_type_code'] === code)
            .map((row) => ({
              name: row['name'],
              description: row['description'],
              resourceType: { code: row['resource_type_code'], name: row['name'] },
              owner: { code: row['product_owner_service'] },
            })),
        })),
      },
    });
    expect(calls['ListServiceResources']).toBe(truth.serviceTypes.length);
  }
});
