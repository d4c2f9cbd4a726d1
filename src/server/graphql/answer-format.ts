import { LRUCache } from 'lru-cache';
import { type AcceptedRange, parseAccept } from '../http/media-type.ts';

/** How an answer in one piece is sent. */
export type WholeFormat =
  | 'application/json'
  | 'application/graphql-response+json'
  | 'multipart/mixed'
  | 'text/event-stream';

/** The two formats of incremental delivery: parts told by their path (2022), or by ids that are announced. */
export type Dialect = 'path' | 'v0.2';

export interface PartsFormat {
  readonly transport: 'multipart/mixed' | 'text/event-stream';
  readonly dialect: Dialect;
  /** The parameter that named the dialect, to be repeated in `Content-Type`. */
  readonly parameter: string | undefined;
}

export interface AnswerFormat {
  /** Undefined where the client accepts nothing that is spoken here. */
  readonly whole: WholeFormat | undefined;
  /** Undefined where the client wants, or can read, one whole answer only. */
  readonly parts: PartsFormat | undefined;
}

interface Offer<Format> {
  readonly format: Format;
  readonly name: string;
  /** How well a range with the offer's name fits by its parameters; undefined where it speaks of another. */
  readonly rankOf: (range: AcceptedRange) => number | undefined;
  /** Whether `*∕*` means it as well. */
  readonly wild: boolean;
}

interface Choice<Format> {
  readonly format: Format;
  readonly weight: number;
  readonly order: number;
}

/** Parameters that say nothing about which answer is meant. */
const NEUTRAL = new Set(['q', 'boundary', 'charset']);

const isUtf8 = ({ parameters }: AcceptedRange): boolean =>
  ['utf-8', 'utf8', undefined].includes(parameters.get('charset')?.toLowerCase());

const anyUtf8 = (range: AcceptedRange): number | undefined => (isUtf8(range) ? 1 : undefined);

/** A range that names a dialect is about that one alone; one that names none is about parts by path. */
function fitsDialect(dialect: Dialect) {
  return (range: AcceptedRange): number | undefined => {
    const named = [...range.parameters].filter(([name]) => !NEUTRAL.has(name));
    if (!isUtf8(range) || named.length > 1) return undefined;
    const [only] = named;
    if (!only) return dialect === 'path' ? 1 : undefined;
    const [name, value] = only;
    const expected = dialect === 'path' ? 'deferspec=20220824' : 'incrementalspec=v0.2';
    return `${name}=${value.toLowerCase()}` === expected ? 2 : undefined;
  };
}

const json = (format: WholeFormat): Offer<WholeFormat> => ({
  format,
  name: format,
  rankOf: anyUtf8,
  wild: true,
});
const JSON_OFFERS = [json('application/json'), json('application/graphql-response+json')];

/** An answer in one piece can be sent over a transport of parts, to a client that likes it better than JSON. */
const transport =
  (rankOf: Offer<WholeFormat>['rankOf']) =>
  (format: PartsFormat['transport']): Offer<WholeFormat> => ({ format, name: format, rankOf, wild: false });
const TRANSPORTS = ['multipart/mixed', 'text/event-stream'] as const;
const PLAIN_TRANSPORT_OFFERS = TRANSPORTS.map(transport(fitsDialect('path')));
/** A range that names a dialect is about parts, so that it counts only where JSON is not accepted at all. */
const NAMED_TRANSPORT_OFFERS = TRANSPORTS.map(
  transport((range) => fitsDialect('path')(range) ?? fitsDialect('v0.2')(range)),
);

const parts = (
  transport: PartsFormat['transport'],
  dialect: Dialect,
  parameter?: string,
): Offer<PartsFormat> => ({
  format: { transport, dialect, parameter },
  name: transport,
  rankOf: fitsDialect(dialect),
  wild: transport === 'multipart/mixed' && dialect === 'path',
});
const PARTS_OFFERS = [
  parts('multipart/mixed', 'v0.2', 'incrementalSpec=v0.2'),
  parts('multipart/mixed', 'path'),
  parts('text/event-stream', 'v0.2', 'incrementalSpec=v0.2'),
  parts('text/event-stream', 'path'),
];

/** For clients that like anything better than the types they name. */
const WILD_EVENTS: readonly Offer<PartsFormat>[] = [{ ...parts('text/event-stream', 'path'), wild: true }];

const ANYTHING: AnswerFormat = {
  whole: 'application/json',
  parts: { transport: 'multipart/mixed', dialect: 'path', parameter: undefined },
};

/** Clients send few different texts, and each of them always the same. */
const chosen = new LRUCache<string, AnswerFormat>({ max: 100 });
const LONGEST_KEPT = 200;

/** The heaviest type that is spoken here; between equals the first that the client names. */
export function chooseFormat(accept: string | null): AnswerFormat {
  if (accept === null) return ANYTHING;
  const known = chosen.get(accept);
  if (known) return known;
  const format = formatOf(accept);
  if (accept.length <= LONGEST_KEPT) chosen.set(accept, format);
  return format;
}

function formatOf(accept: string): AnswerFormat {
  const ranges = parseAccept(accept);
  if (ranges.length === 0) return { whole: 'application/json', parts: undefined };
  const asJson = best(JSON_OFFERS, ranges);
  const overTransport = best(PLAIN_TRANSPORT_OFFERS, unnamed(ranges));
  const named = best(PARTS_OFFERS, ranges);
  const events = best(WILD_EVENTS, ranges);
  const inParts =
    events && events.weight > Math.max(asJson?.weight ?? 0, named?.weight ?? 0) ? events : named;
  const isBetter = overTransport && overTransport.weight > (asJson?.weight ?? 0);
  const whole = isBetter ? overTransport : (asJson ?? best(NAMED_TRANSPORT_OFFERS, ranges));
  // Who wants parts in a dialect that is not spoken here can do most with plain JSON.
  const otherDialect = ranges.some(
    ({ name, weight }) => weight > 0 && TRANSPORTS.some((known) => known === name),
  );
  return {
    whole: whole?.format ?? (otherDialect ? 'application/json' : undefined),
    // Between equals, a client that can read parts asks for them by its `@defer`.
    parts:
      inParts && inParts.weight >= (asJson?.weight ?? 0) ? withParameter(inParts.format, ranges) : undefined,
  };
}

function best<Format>(
  offers: readonly Offer<Format>[],
  ranges: readonly AcceptedRange[],
): Choice<Format> | undefined {
  let found: Choice<Format> | undefined;
  for (const offer of offers) {
    const choice = weigh(offer, ranges);
    if (!choice || choice.weight === 0) continue;
    const better =
      !found ||
      choice.weight > found.weight ||
      (choice.weight === found.weight && choice.order < found.order);
    if (better) found = choice;
  }
  return found;
}

/** The most specific range that speaks of an offer decides its weight. */
function weigh<Format>(
  { format, name, rankOf, wild }: Offer<Format>,
  ranges: readonly AcceptedRange[],
): Choice<Format> | undefined {
  let found: Choice<Format> | undefined;
  let specific = -1;
  const kind = `${name.slice(0, name.indexOf('/'))}/*`;
  ranges.forEach((range, order) => {
    const rank =
      range.name === name ? rankOf(range) : range.name === kind ? 0.5 : range.name === '*/*' ? 0 : undefined;
    if (rank === undefined || rank <= specific) return;
    // A wildcard means the dialect that needs no naming.
    if (rank < 1 && rankOf(PLAIN) === undefined) return;
    if (rank === 0 && !wild) return;
    specific = rank;
    found = { format, weight: range.weight, order };
  });
  return found;
}

const unnamed = (ranges: readonly AcceptedRange[]): readonly AcceptedRange[] =>
  ranges.filter(({ parameters }) => [...parameters.keys()].every((name) => NEUTRAL.has(name)));

const PLAIN: AcceptedRange = { name: '*/*', parameters: new Map(), weight: 1 };

/** The older dialect has a parameter as well, which a client that names it expects to see again. */
function withParameter(format: PartsFormat, ranges: readonly AcceptedRange[]): PartsFormat {
  const named = ranges.some(
    ({ name, parameters }) => name === format.transport && parameters.has('deferspec'),
  );
  return format.dialect === 'path' && named ? { ...format, parameter: 'deferSpec=20220824' } : format;
}
