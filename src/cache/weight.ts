// What a decoded answer holds alive, in bytes of heap. Wire bytes say too little: each value of an object costs
// a word, and each short text a header. Measured on full pages of five listings, an answer takes 0.7 to 1.1
// times its weight.

const WORD = 8;
const OBJECT = 3 * WORD;
const ARRAY = 4 * WORD;
const TEXT = 2 * WORD;
const NUMBER = 2 * WORD;
/** From here on a character takes two bytes, and so do all others of its text. */
const WIDE = 256;

export function weightOf(value: unknown): number {
  if (typeof value === 'string') return textWeight(value);
  if (typeof value === 'number') return Number.isInteger(value) ? 0 : NUMBER;
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) {
    let weight = ARRAY + WORD * value.length;
    for (const item of value) weight += weightOf(item);
    return weight;
  }
  let weight = OBJECT;
  for (const one of Object.values(value)) weight += WORD + weightOf(one);
  return weight;
}

/** Texts are wide or not as a whole; names are so from their first character on. */
function textWeight(text: string): number {
  const bytes = text.charCodeAt(0) >= WIDE ? 2 * text.length : text.length;
  return TEXT + Math.ceil(bytes / WORD) * WORD;
}
