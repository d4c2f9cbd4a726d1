import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { PartsFormat } from '../../../src/server/graphql/answer-format.ts';
import type { Part } from '../../../src/server/graphql/incremental.ts';
import { sendParts } from '../../../src/server/graphql/send-answer.ts';
import { FakeClock } from '../../support/fake-clock.ts';

// A client or a proxy that hears nothing for long takes the connection for dead.

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function streamOf(transport: PartsFormat['transport']) {
  const clock = new FakeClock();
  const last = Promise.withResolvers<void>();
  async function* parts(): AsyncGenerator<Part> {
    yield { data: { first: 1 }, hasNext: true };
    await last.promise;
    yield { hasNext: false };
  }
  const server = createServer(
    (_request, response) =>
      void sendParts(response, { transport, dialect: 'path', parameter: undefined }, parts(), clock),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const readUntil = async (wanted: string) => {
    while (!text.includes(wanted)) {
      const next = await reader?.read();
      if (!next || next.done)
        throw new Error(`expected ${JSON.stringify(wanted)}, got ${JSON.stringify(text)}`);
      text += next.value;
    }
    const found = text;
    text = '';
    return found;
  };
  return { clock, readUntil, end: () => last.resolve() };
}

describe('a stream that waits for its next part', () => {
  it.each([
    ['multipart/mixed', '\r\nX-Keep-Alive: 1', '--\r\n'],
    ['text/event-stream', ':\n\n', 'event: complete'],
  ] as const)('says every five seconds that it is alive: %s', async (transport, sign, close) => {
    const { clock, readUntil, end } = await streamOf(transport);
    await readUntil('"first":1');
    for (let beat = 0; beat < 2; beat++) {
      await clock.advance(5_000);
      expect(await readUntil(sign)).toContain(sign);
    }
    end();
    expect(await readUntil(close)).toContain('"hasNext":false');
    expect(clock.timers).toBe(0);
  });
});
