import { ALL_ROWS } from '../../src/loaders/window.ts';
import { type DistrictRow, ListProvinces } from '../../src/operations/catalog/districts.ts';
import { citiesByProvince, countiesByCity } from '../../src/operations/catalog/edges.ts';
import { builder } from '../core/builder.ts';
import { keyedRead, reads, readsCatalog } from '../core/reads/reads.ts';
import { texts } from '../core/row-fields.ts';
import { CatalogRef } from './catalog.ts';

const CountyRef = builder.objectRef<DistrictRow>('County').implement({
  description: 'County or district of a city, for use in addresses.',
  fields: (t) => ({
    code: t.string({
      nullable: false,
      description: 'Upstream code of the county or district.',
      resolve: (row) => row.code,
    }),
    ...texts(t, { name: ['Name of the county or district, in Chinese only.', (row) => row.name] }),
  }),
});

const CityRef = builder.objectRef<DistrictRow>('City').implement({
  description: 'City of a province, for use in addresses.',
  fields: (t) => ({
    code: t.string({
      nullable: false,
      description: 'Upstream code of the city.',
      resolve: (row) => row.code,
    }),
    ...texts(t, { name: ['Name of the city, in Chinese only.', (row) => row.name] }),
    counties: t.field({
      extensions: reads({ reads: [keyedRead(countiesByCity, { rows: 'all' })] }),
      type: [CountyRef],
      nullable: { list: true, items: false },
      description: 'Counties and districts of the city. One upstream call per city; cached for a day.',
      resolve: async (row, _args, context) => [
        ...(await context.loaders.rows(countiesByCity, row.code, null, ALL_ROWS)).rows,
      ],
    }),
  }),
});

const ProvinceRef = builder.objectRef<DistrictRow>('Province').implement({
  description: 'Province, used in addresses.',
  fields: (t) => ({
    code: t.string({
      nullable: false,
      description: 'Upstream code of the province.',
      resolve: (row) => row.code,
    }),
    ...texts(t, { name: ['Name of the province, in Chinese only.', (row) => row.name] }),
    cities: t.field({
      extensions: reads({ reads: [keyedRead(citiesByProvince, { rows: 'all' })] }),
      type: [CityRef],
      nullable: { list: true, items: false },
      description: 'Cities of the province. One upstream call per province; cached for a day.',
      resolve: async (row, _args, context) => [
        ...(await context.loaders.rows(citiesByProvince, row.code, null, ALL_ROWS)).rows,
      ],
    }),
  }),
});

// One call holds every province: there are fewer than 40, so that a second page is not expected.
builder.objectFields(CatalogRef, (t) => ({
  provinces: t.field({
    extensions: readsCatalog(ListProvinces),
    type: [ProvinceRef],
    nullable: { list: true, items: false },
    description: 'All provinces of the upstream.',
    resolve: async (_catalog, _args, context) => [
      ...(await context.loaders.read(ListProvinces, { offset: 0, limit: 1000 })).provinces,
    ],
  }),
}));
