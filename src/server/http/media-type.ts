// Media types and the ranges of `Accept`, as RFC 9110 writes them: without regard to case, with optional
// space around separators, and with values that may be quoted.

export interface MediaType {
  /** `type/subtype`, in lower case. */
  readonly name: string;
  /** Names in lower case, values unquoted. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** A range that a client accepts; a weight of 0 means that it does not. */
export interface AcceptedRange extends MediaType {
  readonly weight: number;
}

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The media type of a `Content-Type`, or undefined where the text is none. */
export function parseMediaType(text: string): MediaType | undefined {
  const [name = '', ...rest] = splitOutsideQuotes(text, ';').map((part) => part.trim());
  if (!NAME.test(name)) return undefined;
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const equals = part.indexOf('=');
    if (equals > 0) {
      parameters.set(part.slice(0, equals).trim().toLowerCase(), unquoted(part.slice(equals + 1).trim()));
    }
  }
  return { name: name.toLowerCase(), parameters };
}

/** The ranges in the order in which they stand; what is not well formed is left out. */
export function parseAccept(text: string): readonly AcceptedRange[] {
  return splitOutsideQuotes(text, ',').flatMap((part) => {
    const range = parseMediaType(part);
    const weight = range && weightOf(range.parameters.get('q'));
    return range && weight !== undefined ? [{ ...range, weight }] : [];
  });
}

function weightOf(text: string | undefined): number | undefined {
  if (text === undefined) return 1;
  const weight = /^(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  return weight >= 0 && weight <= 1 ? weight : undefined;
}

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function unquoted(value: string): string {
  const quoted = /^"(.*)"$/s.exec(value)?.[1];
  return quoted === undefined ? value : quoted.replaceAll(/\\(.)/gs, '$1');
}
