import { describe, expect, it } from 'vitest';
import { catalogOf } from '../../../src/loaders/catalog-loader.ts';
import { loadersOver } from '../../support/loaders/shop.ts';

describe('the dictionaries of a request', () => {
  it('are read once however often they are needed, and failures are not forgotten within it', async () => {
    const asked: string[] = [];
    const loaders = loadersOver((async (operation: { name: string }) => {
      asked.push(operation.name);
      if (operation.name === 'ListConversions') throw new Error('down');
      return { measure_units: [{ measure_id: 10, measure_name: 'GB' }] };
    }) as never);
    const catalog = catalogOf(loaders);
    expect(catalogOf(loaders)).toBe(catalog);
    const units = await Promise.all([10, 11, 10].map((id) => catalog.measureUnit(id)));
    expect(units.map((unit) => unit?.measure_name)).toEqual(['GB', undefined, 'GB']);
    await catalog.measureUnits();
    expect(asked).toEqual(['ListMeasureUnits']);
    for (let time = 0; time < 2; time++) await expect(catalog.conversions()).rejects.toThrow('down');
    expect(asked).toEqual(['ListMeasureUnits', 'ListConversions']);
  });
});
