import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import type { Clock } from '../../clock/clock.ts';
import { GatewayError } from '../../errors/errors.ts';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/**
 * Fields that one request may resolve before the event loop gets a turn. By number and not by time, so that
 * the keys of one level stay together whatever else the machine does; it takes less than a tenth of a second.
 */
const FIELDS_PER_TURN = 50_000;

/** Bounds how much of an answer is made, and how long it is made in one go. */
export class AnswerBound {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #deadline: AbortSignal;
  readonly #controller = new AbortController();
  #fields = 0;
  #sinceTurn = 0;
  #turn: Promise<void> | undefined;

  constructor(options: { readonly clock: Clock; readonly most: number; readonly deadline: AbortSignal }) {
    this.#clock = options.clock;
    this.#most = options.most;
    this.#deadline = options.deadline;
  }

  /** Aborted once the answer is larger than it may be. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Counts a field; throws once there are too many. */
  count(): void {
    this.#fields += 1;
    this.#sinceTurn += 1;
    if (this.#fields <= this.#most) return;
    if (!this.#controller.signal.aborted) this.#controller.abort(tooLarge(this.#most));
    throw this.#controller.signal.reason;
  }

  /** Counts a field that has fields of its own; the promise to wait for where others are to have a turn. */
  enter(): Promise<void> | undefined {
    this.count();
    if (this.#sinceTurn < FIELDS_PER_TURN) return undefined;
    this.#turn ??= new Promise((resolve) => {
      this.#clock.settled(() => {
        this.#sinceTurn = 0;
        this.#turn = undefined;
        resolve();
      });
    });
    return this.#turn;
  }

  /** What was made wait does not go on after the deadline. */
  checkDeadline(): void {
    if (this.#deadline.aborted) throw this.#deadline.reason;
  }
}

const tooLarge = (most: number) =>
  new GatewayError(
    'QUERY_TOO_EXPENSIVE',
    `Expected an answer of at most ${most} values, got a larger one; ask for fewer rows or fewer edges`,
    { details: { maxAnswerNodes: most } },
  );

const BOUND = Symbol('answer bound');

/** A context whose answer is bounded. */
export function setAnswerBound(context: object, bound: AnswerBound): void {
  Reflect.set(context, BOUND, bound);
}

const boundOf = (context: unknown): AnswerBound | undefined =>
  (context as { readonly [BOUND]?: AnswerBound })[BOUND];

/** For fields without a resolver of their own. */
export const boundedDefaultResolver: Resolver = (source, args, context, info) => {
  boundOf(context)?.count();
  return defaultFieldResolver(source, args, context, info);
};

const bounded = new WeakSet<GraphQLSchema>();

/** Has every resolver of the schema count its field. */
export function boundResolvers(schema: GraphQLSchema): void {
  if (bounded.has(schema)) return;
  bounded.add(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (resolve) field.resolve = isLeafType(getNamedType(field.type)) ? leaf(resolve) : composite(resolve);
    }
  }
}

function leaf(resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    boundOf(context)?.count();
    return resolve(source, args, context, info);
  };
}

function composite(resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    const bound = boundOf(context);
    const turn = bound?.enter();
    if (!turn) return resolve(source, args, context, info);
    return turn.then(() => {
      bound?.checkDeadline();
      return resolve(source, args, context, info);
    });
  };
}
