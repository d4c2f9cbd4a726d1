import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY_FIELDS } from '../../../schema/core/key-fields.ts';
import { schema } from '../../../schema/index.ts';
import type { Site } from '../../../src/call/operation.ts';
import {
  ARGUMENTS,
  type Around,
  connectionsOf,
  type Stage,
  stageOn,
} from '../../support/every-connection.ts';

// Two objects under one key are one object, whichever customers and lists they were found through.

let stages: Readonly<Record<Site, Stage>>;
beforeAll(async () => {
  const [cn, intl] = await Promise.all([stageOn('cn'), stageOn('intl')]);
  stages = { cn, intl };
});
afterAll(() => Promise.all(Object.values(stages).map(({ harness }) => harness.close())));

const leavesOf = (name: string): readonly string[] => {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`expected ${name} to be an object type`);
  return Object.values(type.getFields()).flatMap((field) =>
    isLeafType(getNamedType(field.type)) && field.args.length === 0 ? [field.name] : [],
  );
};

type Item = Readonly<Record<string, unknown>>;

function nodesIn(value: unknown): readonly Item[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('nodes' in value && 'pageInfo' in value) return value.nodes as readonly Item[];
  return Object.values(value).flatMap(nodesIn);
}

/** Every object of the list, from a few objects that have it. */
async function itemsOf(site: Site, selection: string, around: readonly Around[]): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (const [open, close] of around.slice(0, 12)) {
    const query = `query ($first: Int, $after: String) { ${open} ${selection} ${close} }`;
    const { data } = await stages[site].harness.query(query, { first: 200, after: null });
    found.push(...nodesIn(data));
  }
  return found;
}

/** Different objects under one key. */
function collisions(items: readonly Item[], fields: readonly string[]): readonly unknown[] {
  const byKey = new Map<string, Item>();
  return items.flatMap((item) => {
    const key = fields.map((field) => item[field]);
    if (key.includes(null) || key.includes(undefined)) return [];
    const name = JSON.stringify([item['__typename'], ...key]);
    const known = byKey.get(name);
    byKey.set(name, item);
    return known && JSON.stringify(known) !== JSON.stringify(item) ? [[known, item]] : [];
  });
}

const keyed = connectionsOf(schema, ARGUMENTS).flatMap((field) => {
  const page = getNamedType(field.definition.type);
  const node = isObjectType(page) ? getNamedType(page.getFields()['nodes']?.type) : undefined;
  const fields =
    node && (KEY_FIELDS[node.name] ?? ('getFields' in node && 'id' in node.getFields() ? ['id'] : undefined));
  return fields && fields.length > 0 ? [{ ...field, fields }] : [];
});

describe('rows under their keys', () => {
  it.each(keyed.map((field) => [field.name, field] as const))('%s', async (_name, field) => {
    const items = await itemsOf(field.site, field.selection, stages[field.site].parents[field.parent] ?? []);
    expect(items.length).toBeGreaterThan(1);
    const [shown] = items;
    expect(field.fields.filter((name) => !(shown && name in shown))).toEqual([]);
    expect(collisions(items, field.fields)).toEqual([]);
  });
});

describe('entries of the catalog under their keys', () => {
  it.each([
    ['serviceTypes', 'ServiceType'],
    ['resourceTypes', 'ResourceType'],
    ['measureUnits', 'MeasureUnit'],
    ['provinces', 'Province'],
    ['provinces { cities {', 'City'],
    ['provinces { cities { counties {', 'County'],
  ])('%s', async (path, type) => {
    const open = path.includes('{') ? path : `${path} {`;
    const close = '}'.repeat(open.split('{').length - 1);
    const { data, errors } = await stages.cn.harness.query(
      `{ catalog { ${open} __typename ${leavesOf(type).join(' ')} ${close} } }`,
    );
    expect(errors).toBeUndefined();
    const items: Item[] = [];
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('__typename' in value) items.push(value as Item);
      for (const one of Object.values(value)) collect(one);
    };
    collect(data);
    expect(items.length).toBeGreaterThan(5);
    expect(collisions(items, KEY_FIELDS[type] ?? [])).toEqual([]);
  });
});
