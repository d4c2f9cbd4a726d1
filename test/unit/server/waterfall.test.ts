import { describe, expect, it } from 'vitest';
import { layOut, type TracedCall, upstreamOf } from '../../../src/server/graphiql/layout.ts';
import { ENTRY, waterfallScript } from '../../../src/server/graphiql/scripts.ts';

const call = (change: Partial<TracedCall> = {}): TracedCall => ({
  operation: 'ListThings',
  startMs: 0,
  queuedMs: 0,
  durationMs: 100,
  status: 200,
  rows: 3,
  attempt: 1,
  ...change,
});

describe('a waterfall', () => {
  it('places the phases of each call on one scale, in the order in which they were asked for', () => {
    const { bars, ticks, legend } = layOut({
      calls: 2,
      trace: [
        call({ operation: 'ListOthers', startMs: 100, queuedMs: 800, durationMs: 100 }),
        call({ startMs: 0, durationMs: 50 }),
      ],
    });
    expect(bars.map(({ operation, left, queued, sent }) => [operation, left, queued, sent])).toEqual([
      ['ListThings', 0, 0, 5],
      ['ListOthers', 10, 80, 10],
    ]);
    expect(ticks).toEqual([
      { at: 0, label: '0 ms' },
      { at: 20, label: '200 ms' },
      { at: 40, label: '400 ms' },
      { at: 60, label: '600 ms' },
      { at: 80, label: '800 ms' },
      { at: 100, label: '1 s' },
    ]);
    expect(legend.map(({ operation, calls }) => [operation, calls])).toEqual([
      ['ListThings', 1],
      ['ListOthers', 1],
    ]);
    expect(new Set(bars.map(({ colour }) => colour)).size).toBe(2);
  });

  it('says in words what each bar shows', () => {
    const [bar] = layOut({
      trace: [call({ startMs: 12.34, queuedMs: 1500, durationMs: 40, attempt: 2 })],
    }).bars;
    expect(bar?.title).toBe(
      'ListThings: asked for at 12 ms, queued 1.5 s, sent at 1.51 s, received after 40 ms; status 200, 3 rows, attempt 2',
    );
    expect(bar?.note).toBe('3 rows (attempt 2)');
  });

  it.each([
    [429, '429'],
    [null, 'no answer'],
  ])('marks a call that ended with %s', (status, note) => {
    const { bars } = layOut({ trace: [call({ status, rows: null })] });
    expect(bars.map(({ failed, note }) => [failed, note])).toEqual([[true, note]]);
  });

  it('adds up', () => {
    const { summary } = layOut({
      calls: 1,
      estimatedCalls: 2,
      cacheHits: 3,
      coalesced: 4,
      queuedMs: 5.55,
      throttled: 6,
    });
    expect(summary).toBe('1 call · 2 estimated · 3 cached · 4 shared · 5.6 ms queued · 6 throttled');
  });

  it.each([
    [{ calls: 0, cacheHits: 4 }, 'No upstream calls: everything came from the cache.'],
    [
      { calls: 0, cacheHits: 0 },
      'No upstream calls: nothing that was asked for needs one, or an answer was kept.',
    ],
    [{ calls: 4 }, 'Calls were made, but not traced: send the header x-upstream-trace: 1.'],
    [{ calls: 0, plan: { text: 'a plan' } }, 'The plan alone: nothing was called.'],
  ])('says why it is empty: %j', (upstream, empty) => {
    expect(layOut(upstream)).toMatchObject({ bars: [], empty });
  });

  it('keeps up with hundreds of calls', () => {
    const trace = Array.from({ length: 600 }, (_, at) => call({ startMs: at, operation: `List${at % 7}` }));
    const { bars, legend, ticks } = layOut({ calls: 600, trace });
    expect(bars).toHaveLength(600);
    expect(legend).toHaveLength(7);
    expect(ticks.length).toBeLessThanOrEqual(7);
    for (const { left, queued, sent } of bars) expect(left + queued + sent).toBeLessThanOrEqual(100.1);
  });
});

describe('what a response says of its calls', () => {
  const upstream = { calls: 1, cacheHits: 0 };
  const last = { incremental: [], hasNext: false, extensions: { upstream } };

  it('is found in a whole answer and in the last part of others', () => {
    expect(upstreamOf(JSON.stringify({ data: {}, extensions: { upstream } }), 'application/json')).toEqual(
      upstream,
    );
    const multipart = [{ data: {}, hasNext: true }, last].map(
      (part) => `\r\n---\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(part)}`,
    );
    expect(upstreamOf(`${multipart.join('')}\r\n-----\r\n`, 'multipart/mixed; boundary="-"')).toEqual(
      upstream,
    );
    const events = [{ data: {}, hasNext: true }, last].map(
      (part) => `event: next\ndata: ${JSON.stringify(part)}\n\n`,
    );
    expect(upstreamOf(`:\n\n${events.join('')}event: complete\ndata:\n\n`, 'text/event-stream')).toEqual(
      upstream,
    );
  });

  it.each(['', 'null', '{"data":{}}', '<html>', '{"data":'])('is nothing in %j', (body) => {
    expect(upstreamOf(body, 'application/json')).toBeUndefined();
  });
});

describe('the scripts of the page', () => {
  it('are plain JavaScript', async () => {
    const panel = await waterfallScript(ENTRY);
    expect(panel).toContain("from './layout");
    expect(panel).not.toContain(': Upstream');
    expect(panel).not.toContain('innerHTML');
  });

  it.each([
    '/graphql/waterfall/scripts.ts',
    '/graphql/waterfall/../server.ts',
    '/graphql/waterfall/panel',
    '/graphql',
  ])('do not include %s', (path) => expect(waterfallScript(path)).toBeUndefined());
});
