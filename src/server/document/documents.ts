// From the text of a document to one that can be executed: bounded, parsed, validated, and kept for the next
// request with the same text. What is kept is bounded by the memory that it holds alive, and a refusal is not
// kept at all. It knows nothing of viewers or of variables.
import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  OverlappingFieldsCanBeMergedRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { RequestLimits } from '../../config/limits.ts';
import { checkDocument } from './document-limits.ts';
import { FieldsCanMergeRule } from './fields-can-merge.ts';
import { setPositions } from './positions.ts';
import { isIncremental, stripIncrementalDirectives } from './strip-incremental-directives.ts';

export interface ReadDocument {
  readonly document: DocumentNode;
  /** What is wrong with it; such a document is not executed. */
  readonly errors: readonly GraphQLError[];
  /** Whether it asks for parts. */
  readonly incremental: boolean;
}

/** Heap that a character of a parsed document keeps alive: 73 to 95 bytes of usual queries, 227 of fields of one letter. */
const HELD_PER_CHARACTER = 100;
const HELD_BYTES = 64 * 1024 * 1024;

/** Further errors say nothing that the first ones do not, and each of them takes time to word. */
const MAX_ERRORS = 20;

const RULES = [
  ...specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule),
  FieldsCanMergeRule,
];

export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #limits: RequestLimits;
  readonly #rootTypes: ReadonlySet<string>;
  readonly #known = new LRUCache<string, ReadDocument>({
    maxSize: HELD_BYTES,
    sizeCalculation: (_document, text) => 1 + text.length * HELD_PER_CHARACTER,
  });

  constructor(schema: GraphQLSchema, limits: RequestLimits) {
    this.#schema = schema;
    this.#limits = limits;
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    this.#rootTypes = new Set(roots.flatMap((type) => (type ? [type.name] : [])));
  }

  /** Throws what cannot be parsed. `inParts` is whether the client can read an answer that comes in parts. */
  read(text: string, inParts: boolean): ReadDocument {
    const known = this.#known.get(text) ?? this.#readNew(text);
    if (inParts || !known.incremental) return known;
    const key = `whole ${text}`;
    const whole = this.#known.get(key) ?? stripped(known);
    if (known.errors.length === 0) this.#known.set(key, whole);
    return whole;
  }

  get held(): { readonly entries: number; readonly bytes: number } {
    return { entries: this.#known.size, bytes: this.#known.calculatedSize };
  }

  #readNew(text: string): ReadDocument {
    checkDocument(text, this.#limits, this.#rootTypes);
    const document = parse(text);
    setPositions(document);
    const errors = validate(this.#schema, document, RULES, { maxErrors: MAX_ERRORS });
    const read = { document, errors, incremental: errors.length === 0 && isIncremental(document) };
    if (errors.length === 0) this.#known.set(text, read);
    return read;
  }
}

const stripped = ({ document, errors }: ReadDocument): ReadDocument => ({
  document: stripIncrementalDirectives(document),
  errors,
  incremental: false,
});
