// What a description of the graph has to be: clients show it without the name of its type, so that it has to
// stand alone and say what it describes.
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

export interface Described {
  /** Its path: a type, `Type.member`, or `Type.field(argument:)`. */
  readonly at: string;
  readonly description: string;
}

/** A type with everything in it that clients read about. */
function partsOf(type: GraphQLNamedType): readonly Described[] {
  const part = (
    at: string,
    { description }: { readonly description?: string | null | undefined },
  ): Described => ({
    at,
    description: description ?? '',
  });
  const own = part(type.name, type);
  if (isEnumType(type)) {
    return [own, ...type.getValues().map((value) => part(`${type.name}.${value.name}`, value))];
  }
  if (isInputObjectType(type)) {
    return [
      own,
      ...Object.values(type.getFields()).map((field) => part(`${type.name}.${field.name}`, field)),
    ];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  return [
    own,
    ...Object.values(type.getFields()).flatMap((field) => [
      part(`${type.name}.${field.name}`, field),
      ...field.args.map((argument) => part(`${type.name}.${field.name}(${argument.name}:)`, argument)),
    ]),
  ];
}

/** All that the graph describes. Directives are those of graphql-js, in its own words. */
export const describedParts = (schema: GraphQLSchema): readonly Described[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap(partsOf);

const SHORTEST = 24;
const PREPOSITION = '(?:(?:From|Until|Since|By|At|In|On|For|Of|To|With|Under|Up to|As of|After|Before) )?';
const QUESTION = new RegExp(
  `^${PREPOSITION}(?:what|where|whether|when|who|whom|whose|how|why|which)(?:ever)?\\b`,
  'i',
);
const PRONOUN =
  /^(?:(?:all|both|each|either|neither|none|one|part|some|any|most|half|the rest) of )?(?:it|its|they|their|them|this|that|these|those|he|his|she|her|one of them|all of it)\b/i;

/** The rules, by the fault that they find. */
export const DESCRIPTION_RULES = {
  'no sentence': ({ description }) => /^[`\p{Lu}\d].*\.$/su.test(description),
  'too short': ({ description }) => description.length >= SHORTEST,
  'opens with a question word': ({ description }) => !QUESTION.test(description),
  'opens with a pronoun': ({ description }) => !PRONOUN.test(description),
  'names something else': (part) => namesItself(part),
} satisfies Readonly<Record<string, (part: Described) => boolean>>;

export type DescriptionFault = keyof typeof DESCRIPTION_RULES;

/** Faults of the descriptions of a schema, as `path: fault: description`. */
export const descriptionFaults = (schema: GraphQLSchema): readonly string[] =>
  describedParts(schema).flatMap((part) =>
    Object.entries(DESCRIPTION_RULES)
      .filter(([, holds]) => !holds(part))
      .map(([fault]) => `${part.at}: ${fault}: ${part.description}`),
  );

/** Words that say the same as a word of a name, where the plain one reads better. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  // Relay's names of a list and its parts.
  connection: ['page'],
  first: ['rows'],
  nodes: ['rows'],
  node: ['row'],
  // "Time when the coupon expires", "Time when the usage ended".
  effective: ['starts', 'begins', 'usable'],
  expires: ['ends'],
  debt: ['owes'],
  key: ['subject'],
  members: ['accounts'],
  official: ['list'],
  ratio: ['rate'],
  date: ['day'],
  id: ['identifier'],
  limit: ['restriction', 'condition'],
  request: ['application'],
  // The upstream says "indirect partner", its documents say "reseller".
  distributor: ['reseller'],
  trade: ['order', 'transaction'],
};

/** Last words that many names share; they say nothing about the thing itself. */
const GENERIC = new Set(['id', 'ids', 'at', 'code', 'name', 'from', 'until']);

const wordsOf = (text: string): readonly string[] =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/e-mail/gi, 'email')
    .split(/[^A-Za-z]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());

/** Words of every sentence: that both have one relates nothing. */
const STOP = new Set([
  'is',
  'in',
  'of',
  'to',
  'by',
  'for',
  'on',
  'with',
  'and',
  'or',
  'not',
  'has',
  'be',
  'all',
]);

/** The words of a name that say what the thing is; all of its words where none does. */
function distinctive(words: readonly string[]): readonly string[] {
  const telling = words.filter(
    (word, index) => !STOP.has(word) && !(index > 0 && index === words.length - 1 && GENERIC.has(word)),
  );
  return telling.length > 0 ? telling : words;
}

/** Of one stem: `consumed` and `consumption` are, `paid` and `pay` are not. */
function related(one: string, other: string): boolean {
  const needed = Math.max(Math.min(one.length, other.length, 5) - 1, 3);
  return one === other || (one.length >= 3 && one.slice(0, needed) === other.slice(0, needed));
}

function namesItself({ at, description }: Described): boolean {
  const said = wordsOf(description);
  const names = at.split(/[.(]/).map((name) => distinctive(wordsOf(name)));
  return names
    .flat()
    .flatMap((word) => [word, ...(SYNONYMS[word] ?? [])])
    .some((word) => said.some((other) => related(word, other)));
}
