import { ALL_ROWS } from '../../src/loaders/window.ts';
import { type DistrictRow, ListProvinces } from '../../src/operations/catalog/districts.ts';
import { citiesByProvince, countiesByCity } from '../../src/operations/catalog/edges.ts';
import { builder } from '../core/builder.ts';
import { dictionary, keyed, reads } from '../core/reads/reads.ts';
import { CatalogRef } from './catalog.ts';

const CountyRef = builder.objectRef<DistrictRow>('County').implement({
  description: 'A county or district of a city, for addresses.',
  fields: (t) => ({
    code: t.string({ nullable: false, description: 'Code of the upstream.', resolve: (row) => row.code }),
    name: t.string({ description: 'Name, in Chinese only.', resolve: (row) => row.name }),
  }),
});

const CityRef = builder.objectRef<DistrictRow>('City').implement({
  description: 'A city of a province, for addresses.',
  fields: (t) => ({
    code: t.string({ nullable: false, description: 'Code of the upstream.', resolve: (row) => row.code }),
    name: t.string({ description: 'Name, in Chinese only.', resolve: (row) => row.name }),
    counties: t.field({
      extensions: reads({ reads: [keyed(countiesByCity, { rows: 'all' })] }),
      type: [CountyRef],
      nullable: { list: true, items: false },
      description: 'Its counties and districts. Takes a call per city; kept for a day.',
      resolve: async (row, _args, context) => [
        ...(await context.loaders.rows(countiesByCity, row.code, null, ALL_ROWS)).rows,
      ],
    }),
  }),
});

const ProvinceRef = builder.objectRef<DistrictRow>('Province').implement({
  description: 'A province, for addresses.',
  fields: (t) => ({
    code: t.string({ nullable: false, description: 'Code of the upstream.', resolve: (row) => row.code }),
    name: t.string({ description: 'Name, in Chinese only.', resolve: (row) => row.name }),
    cities: t.field({
      extensions: reads({ reads: [keyed(citiesByProvince, { rows: 'all' })] }),
      type: [CityRef],
      nullable: { list: true, items: false },
      description: 'Its cities. Takes a call per province; kept for a day.',
      resolve: async (row, _args, context) => [
        ...(await context.loaders.rows(citiesByProvince, row.code, null, ALL_ROWS)).rows,
      ],
    }),
  }),
});

// One call holds every province, and more pages than one are not to be expected: there are fewer than 40.
builder.objectFields(CatalogRef, (t) => ({
  provinces: t.field({
    extensions: dictionary(ListProvinces),
    type: [ProvinceRef],
    nullable: { list: true, items: false },
    description: 'All provinces.',
    resolve: async (_catalog, _args, context) => [
      ...(await context.loaders.read(ListProvinces, { offset: 0, limit: 1000 })).provinces,
    ],
  }),
}));
