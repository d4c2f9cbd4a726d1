import { Lexer, Source, type Token, TokenKind } from 'graphql';
import type { RequestLimits } from '../../config/limits.ts';
import { badRequest } from '../http/refusal.ts';

/** What a document may have many of: the limit of each, and its name in a message. */
const COUNTED = {
  tokens: ['documentTokens', 'tokens'],
  aliases: ['aliases', 'aliases'],
  rootFields: ['rootFields', 'root fields'],
  directives: ['directives', 'directives'],
  fragments: ['fragments', 'fragments'],
  operations: ['operations', 'operations'],
} as const satisfies Record<string, readonly [keyof RequestLimits, string]>;

type Counted = keyof typeof COUNTED;

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

export function checkDocumentBytes(text: string, { documentBytes }: RequestLimits): void {
  if (text.length > documentBytes || Buffer.byteLength(text) > documentBytes) {
    throw badRequest(413, `Expected a document of at most ${documentBytes} bytes, got a longer one`);
  }
}

/**
 * Counts what the tokens of a document say, before anything parses it: parsing recurses, and validation takes
 * more time than in proportion. Throws a syntax error for what has no tokens.
 */
export function checkDocument(text: string, limits: RequestLimits, rootTypes: ReadonlySet<string>): void {
  const scan = new DocumentScan(limits, rootTypes);
  const lexer = new Lexer(new Source(text));
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) scan.take(token);
}

/** What is open around a token: a selection of a root type, one of another type, or a value or list. */
type Surroundings = 'root' | 'selection' | 'value';

/** What an ellipsis has turned out to begin so far; only an inline fragment has a selection of its own. */
type Spread = 'none' | 'begun' | 'condition' | 'inline';

class DocumentScan {
  readonly #limits: RequestLimits;
  readonly #rootTypes: ReadonlySet<string>;
  readonly #counts = { tokens: 0, aliases: 0, rootFields: 0, directives: 0, fragments: 0, operations: 0 };
  readonly #open: Surroundings[] = [];
  /** Fields of the root that are asked for twice are one field. */
  readonly #rootFields = new Set<string>();
  #definition: 'none' | 'operation' | 'fragment' = 'none';
  /** The last name in the head of a fragment is the type that it is on. */
  #headName = '';
  #spread: Spread = 'none';
  #previous: TokenKind = TokenKind.SOF;

  constructor(limits: RequestLimits, rootTypes: ReadonlySet<string>) {
    this.#limits = limits;
    this.#rootTypes = rootTypes;
  }

  take(token: Token): void {
    const { kind } = token;
    this.#count('tokens');
    if (kind === TokenKind.AT) this.#count('directives');
    const around = this.#open.at(-1);
    if (around === undefined) this.#takeOutside(token);
    else if (around !== 'value') this.#takeInSelection(token, around);
    if (OPENING.has(kind)) this.#enter(kind, around);
    else if (CLOSING.has(kind)) this.#leave(kind);
    this.#previous = kind;
  }

  #count(what: Counted): void {
    const [limit, name] = COUNTED[what];
    this.#counts[what] += 1;
    if (this.#counts[what] > this.#limits[limit]) {
      throw badRequest(200, `Expected a document of at most ${this.#limits[limit]} ${name}, got more`);
    }
  }

  #takeOutside({ kind, value }: Token): void {
    if (this.#definition !== 'none') {
      if (kind === TokenKind.NAME && this.#previous !== TokenKind.AT) this.#headName = value ?? '';
    } else if (kind === TokenKind.NAME || kind === TokenKind.BRACE_L) {
      this.#definition = value === 'fragment' ? 'fragment' : 'operation';
      this.#count(this.#definition === 'fragment' ? 'fragments' : 'operations');
    }
  }

  #takeInSelection({ kind, value }: Token, around: Surroundings): void {
    if (kind === TokenKind.SPREAD) this.#spread = 'begun';
    else if (kind === TokenKind.COLON) this.#count('aliases');
    else if (kind === TokenKind.AT && this.#spread === 'begun') this.#spread = 'inline';
    if (kind !== TokenKind.NAME || this.#previous === TokenKind.AT || this.#previous === TokenKind.COLON)
      return;
    if (this.#spread === 'begun') this.#spread = value === 'on' ? 'condition' : 'none';
    else if (this.#spread === 'condition') this.#spread = 'inline';
    else {
      this.#spread = 'none';
      if (around === 'root') this.#countRootField(value ?? '');
    }
  }

  #countRootField(name: string): void {
    if (this.#rootFields.has(name)) return;
    this.#rootFields.add(name);
    this.#count('rootFields');
  }

  #enter(kind: TokenKind, around: Surroundings | undefined): void {
    const { documentDepth } = this.#limits;
    if (this.#open.length >= documentDepth) {
      throw badRequest(200, `Expected a document nested at most ${documentDepth} deep, got a deeper one`);
    }
    this.#open.push(this.#entered(kind, around));
  }

  #entered(kind: TokenKind, around: Surroundings | undefined): Surroundings {
    if (kind !== TokenKind.BRACE_L || around === 'value') return 'value';
    if (around === undefined) {
      const isRoot = this.#definition === 'operation' || this.#rootTypes.has(this.#headName);
      return isRoot ? 'root' : 'selection';
    }
    // The fields of an inline fragment are fields of the selection around it.
    const isInline = this.#spread === 'begun' || this.#spread === 'inline';
    this.#spread = 'none';
    return isInline ? around : 'selection';
  }

  #leave(kind: TokenKind): void {
    this.#open.pop();
    if (this.#open.length === 0 && kind === TokenKind.BRACE_R) this.#definition = 'none';
  }
}
