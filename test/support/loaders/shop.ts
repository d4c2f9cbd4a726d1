import { z } from 'zod';
import { defineOperation } from '../../../src/call/operation.ts';
import { createLoaders, type Loaders } from '../../../src/loaders/loaders.ts';
import { SizeMemory, sizesOf } from '../../../src/loaders/sizes.ts';
import { type Edge, type Reader, type ReadRequest, request, toPage } from '../../../src/operations/edge.ts';
import { FakeClock } from '../fake-clock.ts';

// A small upstream of owners and their things, with every way of asking, that notes each call.

export interface Thing {
  readonly id: string;
  readonly owner: string;
}

const operation = defineOperation({
  name: 'ListThings',
  summary: 'For tests',
  method: 'GET',
  path: '/v2/things',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'either',
  quotaPerSecond: 10,
  parameters: {
    owner: { in: 'query', type: 'string' },
    owners: { in: 'query', type: 'strings' },
    offset: { in: 'query', type: 'int' },
    limit: { in: 'query', type: 'int' },
  },
  paging: { limitMax: 10, limitDefault: 10, offsetMax: 1_000, rows: 'things', total: 'total_count' },
  freshness: { seconds: 1 },
  response: z.unknown(),
});

interface Question {
  readonly owner?: string;
  readonly owners?: readonly string[];
  readonly offset?: number;
  readonly limit?: number;
}
interface Answer {
  readonly rows: readonly Thing[];
  readonly total: number;
}

export class Shop {
  readonly questions: Question[] = [];
  things: readonly Thing[];
  /** Throws for a question that is to fail. */
  refuse: (question: Question) => void = () => {};

  constructor(things: readonly Thing[]) {
    this.things = things;
  }

  readonly read = (async (_operation: unknown, question: Question): Promise<Answer> => {
    this.questions.push(question);
    await Promise.resolve();
    this.refuse(question);
    const owners = question.owners ?? (question.owner === undefined ? undefined : [question.owner]);
    const rows = owners ? this.things.filter((thing) => owners.includes(thing.owner)) : this.things;
    const { offset = 0, limit = rows.length } = question;
    return { rows: rows.slice(offset, offset + limit), total: rows.length };
  }) as unknown as Reader;
}

const requestShop = (question: Question, total = true): ReadRequest<Thing> =>
  request(operation, question, (answer) => {
    const page = answer as Answer;
    return toPage(
      page.rows,
      total ? page.total : undefined,
      (thing) => thing.owner,
      (thing) => thing.id,
    );
  });

export const byPoint: Edge<object | null, Thing> = {
  name: 'things',
  operation,
  pageSize: 10,
  point: (owner, _filter, range) => requestShop({ owner, ...range }),
};

const { paging: _paging, ...unpaged } = operation;
export const byBulk: Edge<object | null, Thing> = {
  name: 'bulk things',
  operation: unpaged,
  pageSize: Number.MAX_SAFE_INTEGER,
  bulk: { maxKeys: 3, request: (owners) => requestShop({ owners }, false) },
};

export const bySweep: Edge<object | null, Thing> = {
  ...byPoint,
  name: 'swept things',
  sweep: { ordered: true, request: (_filter, range) => requestShop({ ...range }) },
};

/** Loaders over a read of their own, with nothing cached and nothing remembered. */
export function loadersOver(read: Reader): Loaders {
  const clock = new FakeClock();
  return createLoaders(clock, { read, has: () => false }, sizesOf(new SizeMemory(), 'test', clock));
}
