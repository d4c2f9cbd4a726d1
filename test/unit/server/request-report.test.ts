import { describe, expect, it } from 'vitest';
import { type Ending, openReport } from '../../../src/server/graphql/request-report.ts';
import { createLogger, type LogLevel } from '../../../src/telemetry/log.ts';
import type { Span, SpanAttributes } from '../../../src/telemetry/span.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const OK: Ending = { outcome: 'ok', codes: [], fromCache: false };

async function reported(ending: Ending, afterMs: number, level: LogLevel = 'debug') {
  const clock = new FakeClock();
  const lines: Record<string, unknown>[] = [];
  const observed: [Ending, number][] = [];
  const logger = createLogger(level, { write: (line) => void lines.push(JSON.parse(line)) });
  const told: (SpanAttributes | string | undefined)[] = [];
  const span: Span = {
    child: () => span,
    set: (attributes) => void told.push(attributes),
    end: (failure) => void told.push(failure),
  };
  const observe = (one: Ending, seconds: number) => void observed.push([one, seconds]);
  const state = { requestId: 'r-1', span, opened: undefined };
  const report = openReport({ clock, logger, observe }, state, 'Board');
  await clock.advance(afterMs);
  report(ending);
  return { lines, observed, told };
}

describe('the report of a request', () => {
  it.each([
    [OK, 4_999, 20],
    [OK, 5_000, 30],
    [{ ...OK, outcome: 'clientClosed' } as const, 1, 30],
    [{ ...OK, outcome: 'failed', codes: ['INTERNAL'] } as const, 1, 30],
  ])('of %o after %i ms is a line at level %i', async (ending, afterMs, level) => {
    const { lines, observed } = await reported(ending, afterMs);
    expect(lines).toMatchObject([{ level, requestId: 'r-1', outcome: ending.outcome, durationMs: afterMs }]);
    expect(observed).toEqual([[ending, afterMs / 1000]]);
  });

  it('is no line below the level that is logged, and still observed', async () => {
    const { lines, observed } = await reported(OK, 20, 'info');
    expect(lines).toEqual([]);
    expect(observed).toEqual([[OK, 0.02]]);
  });

  it.each([
    [OK, undefined],
    [{ ...OK, outcome: 'partial', codes: ['UPSTREAM_BUSY'] } as const, undefined],
    [{ ...OK, outcome: 'failed', codes: ['UNAUTHENTICATED'] } as const, 'UNAUTHENTICATED'],
  ])('of %o ends the span, failed: %o', async (ending, failure) => {
    const { told } = await reported(ending, 20);
    expect(told).toEqual([
      expect.objectContaining({ operation: 'Board', outcome: ending.outcome, codes: ending.codes.join(' ') }),
      failure,
    ]);
  });
});
