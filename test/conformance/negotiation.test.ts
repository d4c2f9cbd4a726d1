import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMediaType, weightOf } from '../support/conformance/negotiation.ts';
import { type Random, randomFrom } from '../support/conformance/random.ts';
import { onStage, type Stage, startStage } from '../support/conformance/stage.ts';

// What is sent is the heaviest of the types that are spoken, however the header is written.

const WHOLE = ['application/json', 'application/graphql-response+json'];
const IN_PARTS = ['multipart/mixed', 'text/event-stream'];
const DEFERRED = '{ viewer { role ... @defer { tenant } } }';
const PLAIN = '{ viewer { role tenant } }';

const ask = async ({ send }: Stage, query: string, accept: string) => {
  const answer = await send({
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });
  const { type } = parseMediaType(answer.headers.get('content-type') ?? '');
  return { ...answer, type };
};

describe('the heaviest type that is spoken', () => {
  it.each<[query: string, accept: string, types: readonly string[]]>([
    [DEFERRED, 'application/json, multipart/mixed;q=0', ['application/json']],
    [DEFERRED, 'multipart/mixed;q=0, */*', [...WHOLE, 'text/event-stream']],
    [DEFERRED, 'application/json, multipart/mixed; q=0.0', ['application/json']],
    [DEFERRED, 'application/json, multipart/mixed;Q=0', ['application/json']],
    [DEFERRED, 'application/json;q=0.9, multipart/mixed;q=0.1', ['application/json']],
    [DEFERRED, 'text/event-stream;q=0.2, application/json', ['application/json']],
    [DEFERRED, 'application/json;q=0.1, multipart/mixed;q=0.9', ['multipart/mixed']],
    [DEFERRED, 'Application/JSON;q=0.1, Multipart/Mixed', ['multipart/mixed']],
    [DEFERRED, 'multipart/mixed', ['multipart/mixed']],
    [PLAIN, 'application/json;q=0.1, application/graphql-response+json;q=0.9', [WHOLE[1] ?? '']],
    [PLAIN, 'application/graphql-response+json;q=0.1, application/json;q=0.9', [WHOLE[0] ?? '']],
    [PLAIN, 'application/json;q=0, application/*', [WHOLE[1] ?? '']],
    [PLAIN, 'application/graphql-response+json;q=0, */*;q=0.1', [WHOLE[0] ?? '', 'text/event-stream']],
    [PLAIN, 'APPLICATION/GRAPHQL-RESPONSE+JSON', [WHOLE[1] ?? '']],
    [PLAIN, 'text/html;q=0.9, application/json;q=0.8', [WHOLE[0] ?? '']],
  ])('of %s for "%s" is one of %j', async (query, accept, types) => {
    await onStage({}, async (stage) => {
      const answer = await ask(stage, query, accept);
      expect(answer.status).toBe(200);
      expect(types).toContain(answer.type);
      expect(answer.text).toContain('"PARTNER_ADMIN"');
      if (WHOLE.includes(answer.type))
        expect(JSON.parse(answer.text)).toHaveProperty('data.viewer.tenant', 'acme');
    })();
  });
});

describe('headers at random', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
  });
  afterAll(() => stage?.close());

  const anyCase = (random: Random, text: string) =>
    random.chance(0.3)
      ? text.toUpperCase()
      : random.chance(0.3)
        ? text.replace(/^./, (one) => one.toUpperCase())
        : text;
  const blank = (random: Random) => random.pick(['', '', ' ', '  ']);

  function acceptFrom(random: Random): string {
    // Each type once: what two weights of one type mean is not said.
    const types = [...WHOLE, ...IN_PARTS, '*/*', 'application/*', 'text/html', 'image/png', 'text/*'];
    const chosen = types.filter(() => random.chance(0.3)).toSorted(() => random.next() - 0.5);
    const ranges = (chosen.length > 0 ? chosen : [random.pick(types)]).map((type) => {
      const weight = random.pick(['', '', '0', '0.0', '0.000', '0.1', '0.25', '0.5', '0.9', '1', '1.000']);
      const q = weight && `${blank(random)};${blank(random)}${random.pick(['q', 'q', 'Q'])}=${weight}`;
      return `${anyCase(random, type)}${q}`;
    });
    return ranges.join(`${blank(random)},${blank(random)}`);
  }

  it.each([
    ['a plain document', PLAIN, WHOLE],
    ['a deferred document', DEFERRED, [...WHOLE, ...IN_PARTS]],
  ] as const)('get the heaviest type, for %s', async (_name, query, spoken) => {
    const random = randomFrom(query.length);
    const wrong: string[] = [];
    for (let index = 0; index < 250; index++) {
      const accept = acceptFrom(random);
      const { status, type } = await ask(stage, query, accept);
      const heaviest = Math.max(...spoken.map((one) => weightOf(accept, one)));
      const canAnswer = Math.max(heaviest, ...IN_PARTS.map((one) => weightOf(accept, one))) > 0;
      // Where nothing that is spoken is acceptable, 406 is right, and so is a whole answer all the same.
      const right = canAnswer
        ? (status === 200 && weightOf(accept, type) > 0 && weightOf(accept, type) >= heaviest) ||
          (status === 406 && heaviest === 0)
        : status === 406 || WHOLE.includes(type);
      if (!right) wrong.push(`${accept} → ${status} ${type}`);
    }
    const shortest = wrong.toSorted((one, other) => one.length - other.length)[0];
    expect(wrong.length, `of 250 headers, the shortest: ${shortest}`).toBe(0);
  });

  it('name the type of a body in any case, with any parameters', async () => {
    const random = randomFrom(415);
    const wrong: string[] = [];
    const types = [
      'application/json',
      'application/json',
      'text/plain',
      'application/xml',
      'application/jsonp',
      'text/json+x',
    ];
    const parameters = [
      'charset=utf-8',
      'CHARSET=UTF-8',
      'charset="utf-8"',
      'Charset="UTF-8"',
      'x=";"',
      'profile="a, b"',
      'v=1',
    ];
    for (let index = 0; index < 200; index++) {
      const type = random.pick(types);
      const chosen = Array.from({ length: random.below(3) }, () => random.pick(parameters));
      const unique = [
        ...new Map(
          chosen.map((one) => [parseMediaType(`a/b;${one}`).parameters.keys().next().value, one]),
        ).values(),
      ];
      const header = [anyCase(random, type), ...unique].join(`${blank(random)};${blank(random)}`);
      const { status } = await stage.send({
        method: 'POST',
        headers: { 'content-type': header, accept: 'application/json' },
        body: JSON.stringify({ query: '{ __typename }' }),
      });
      if (status !== (type === 'application/json' ? 200 : 415)) wrong.push(`${header} → ${status}`);
    }
    const shortest = wrong.toSorted((one, other) => one.length - other.length)[0];
    expect(wrong.length, `of 200 headers, the shortest: ${shortest}`).toBe(0);
  });
});
