// Proactive negotiation by RFC 9110, section 12.5.1: what weight an Accept header gives to a type.

export interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly weight: number;
}

/** Pieces between separators that do not stand within quotes. */
export function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  const pieces: string[] = [''];
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const one = text[index] ?? '';
    if (quoted && one === '\\') {
      pieces.push(`${pieces.pop()}${one}${text[++index] ?? ''}`);
      continue;
    }
    if (one === '"') quoted = !quoted;
    if (one === separator && !quoted) pieces.push('');
    else pieces.push(`${pieces.pop()}${one}`);
  }
  return pieces.map((piece) => piece.trim()).filter(Boolean);
}

export function parseMediaType(text: string): MediaRange {
  const [type = '', ...rest] = splitOutsideQuotes(text, ';');
  const parameters = new Map(
    rest.map((one) => {
      const [name = '', ...value] = one.split('=');
      const plain = value.join('=').trim();
      const unquoted = plain.startsWith('"') ? plain.slice(1, -1).replaceAll(/\\(.)/g, '$1') : plain;
      return [name.trim().toLowerCase(), unquoted.toLowerCase()];
    }),
  );
  const weight = Number(parameters.get('q') ?? '1');
  parameters.delete('q');
  return { type: type.toLowerCase(), parameters, weight };
}

/** The weight of a type, by the most specific range that holds it; 0 where none does. */
export function weightOf(
  accept: string,
  type: string,
  parameters: Readonly<Record<string, string>> = {},
): number {
  const [major] = type.split('/');
  const holding = splitOutsideQuotes(accept, ',')
    .map(parseMediaType)
    .filter(
      (range) =>
        [type, `${major}/*`, '*/*'].includes(range.type) &&
        [...range.parameters].every(([name, value]) => parameters[name] === value),
    );
  const specificity = (range: MediaRange) =>
    (range.type === '*/*' ? 0 : range.type.endsWith('/*') ? 1 : 2) * 10 + range.parameters.size;
  const best = Math.max(...holding.map(specificity));
  return Math.max(0, ...holding.filter((range) => specificity(range) === best).map(({ weight }) => weight));
}
