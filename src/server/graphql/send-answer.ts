import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { Clock } from '../../clock/clock.ts';
import type { AnswerFormat, PartsFormat, WholeFormat } from './answer-format.ts';
import type { Part } from './incremental.ts';

/** A client or a proxy that hears nothing for longer may take the connection for dead. */
const KEEP_ALIVE_MS = 5_000;

const BOUNDARY = '-';

/** Sends an answer in one piece, in the format that the client likes best; `stated` is the status of a refusal. */
export function sendWhole(
  response: ServerResponse,
  { whole = 'application/json' }: AnswerFormat,
  result: ExecutionResult,
  stated: number | undefined,
): void {
  const json = textOf(result);
  const body = framed(whole, json);
  response.writeHead(statusOf(result, whole, stated), {
    'content-type': contentTypeOf(whole),
    'content-length': Buffer.byteLength(body),
    ...(stated === 405 ? { allow: 'POST' } : {}),
    ...(whole === 'text/event-stream' ? EVENT_HEADERS : {}),
  });
  response.end(body);
}

const EVENT_HEADERS = { 'cache-control': 'no-cache' } as const;

function partOf(json: string): string {
  return `\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
}

function eventOf(json: string): string {
  return `event: next\ndata: ${json}\n\n`;
}

/** An answer in one piece is the only part of itself. */
function framed(format: WholeFormat, json: string): string {
  if (format !== 'multipart/mixed' && format !== 'text/event-stream') return json;
  const { opening, part, closing } = format === 'multipart/mixed' ? MULTIPART : EVENTS;
  return `${opening}${part(json)}${closing}`;
}

function contentTypeOf(format: WholeFormat): string {
  if (format === 'multipart/mixed') return `multipart/mixed; boundary="${BOUNDARY}"`;
  return format === 'text/event-stream' ? format : `${format}; charset=utf-8`;
}

/** A cached response brings its text along. */
function textOf(result: ExecutionResult): string {
  const stringify: unknown = Reflect.get(result, 'stringify');
  return typeof stringify === 'function' ? String(stringify()) : JSON.stringify(result);
}

/**
 * The status of GraphQL over HTTP. A well-formed request of which nothing was executed is a 400 in the media
 * type that is GraphQL's own, and a 200 in the older one, whose clients take another status for a proxy's.
 */
function statusOf(
  { data, errors }: ExecutionResult,
  format: WholeFormat,
  stated: number | undefined,
): number {
  if (data !== undefined || !errors) return 200;
  if (stated !== undefined) return stated;
  return format === 'application/graphql-response+json' ? 400 : 200;
}

/** Sends parts as they come, no faster than the client reads; ends them when it goes away. */
export async function sendParts(
  response: ServerResponse,
  format: PartsFormat,
  parts: AsyncIterable<Part>,
  clock: Clock,
): Promise<void> {
  const isMultipart = format.transport === 'multipart/mixed';
  const type = isMultipart ? `${format.transport}; boundary="${BOUNDARY}"` : format.transport;
  response.writeHead(200, {
    'content-type': format.parameter ? `${type}; ${format.parameter}` : type,
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
  const stream = isMultipart ? MULTIPART : EVENTS;
  // Some browsers hand nothing on until something came.
  response.write(stream.opening);
  const keepAlive = startKeepAlive(response, stream.keepAlive, clock);
  const iterator = parts[Symbol.asyncIterator]();
  const leave = () => void iterator.return?.();
  response.once('close', leave);
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      if (response.destroyed) break;
      keepAlive.postpone();
      if (!response.write(stream.part(textOf(next.value)))) await drained(response);
    }
    response.end(stream.closing);
  } finally {
    keepAlive.stop();
    response.off('close', leave);
    await iterator.return?.();
  }
}

/** The bytes of a transport around the JSON of its parts. */
interface Framing {
  readonly opening: string;
  readonly part: (json: string) => string;
  /** Says nothing, at any time before the last part. */
  readonly keepAlive: string;
  readonly closing: string;
}

const MULTIPART: Framing = {
  opening: `\r\n--${BOUNDARY}`,
  part: (json) => `${partOf(json)}\r\n--${BOUNDARY}`,
  // A header of the part that is to come: the only place of a multipart body where clients ignore text.
  keepAlive: '\r\nX-Keep-Alive: 1',
  closing: '--\r\n',
};

const EVENTS: Framing = {
  opening: ':\n\n',
  part: eventOf,
  keepAlive: ':\n\n',
  closing: 'event: complete\ndata:\n\n',
};

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}

function startKeepAlive(response: ServerResponse, text: string, clock: Clock) {
  const beat = () => {
    if (!response.destroyed && !response.writableNeedDrain) response.write(text);
    timer = clock.after(KEEP_ALIVE_MS, beat, { unref: true });
  };
  let timer = clock.after(KEEP_ALIVE_MS, beat, { unref: true });
  return {
    postpone() {
      timer.cancel();
      timer = clock.after(KEEP_ALIVE_MS, beat, { unref: true });
    },
    stop: () => timer.cancel(),
  };
}
