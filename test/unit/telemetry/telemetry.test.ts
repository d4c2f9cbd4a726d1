import { describe, expect, it } from 'vitest';
import { CallTrace } from '../../../src/telemetry/call-trace.ts';
import { createLogger } from '../../../src/telemetry/log.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('the trace of a request', () => {
  const record = { operation: 'ListThings', startMs: 1, durationMs: 2, rows: null } as const;

  it('adds up attempts, waits, refusals and what the cache gave', async () => {
    const clock = new FakeClock();
    await clock.advance(500);
    const trace = new CallTrace(() => clock.monotonic());
    await clock.advance(40);
    expect(trace.elapsed()).toBe(40);
    trace.record({ ...record, queuedMs: 10.4, status: 429, attempt: 1 });
    trace.record({ ...record, queuedMs: 5.4, status: 200, attempt: 2 });
    trace.record({ ...record, queuedMs: 0, status: null, attempt: 1 });
    for (const result of ['hit', 'hit', 'joined', 'stale', 'miss', 'bypass'] as const) trace.cache(result);
    expect(trace.totals()).toMatchObject({
      calls: 3,
      cacheHits: 2,
      coalesced: 1,
      staleServed: 1,
      queuedMs: 16,
      throttled: 1,
      retries: 1,
    });
    expect(trace.calls).toHaveLength(3);
  });
});

describe('a log line', () => {
  it('holds no secret, at the top or inside', () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
    logger.info(
      {
        secretKey: 's1',
        tenant: { password: 's2', credential: { accessKey: 's3', token: 's4' } },
        headers: { authorization: 's5' },
        user: 'robot',
      },
      'with s-words in fields',
    );
    logger.debug('not at this level');
    expect(lines).toHaveLength(1);
    for (const secret of ['s1', 's2', 's3', 's4', 's5']) expect(lines[0]).not.toContain(`"${secret}"`);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ user: 'robot', secretKey: '[redacted]' });
  });
});
