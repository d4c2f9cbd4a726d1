import { getHeapStatistics } from 'node:v8';
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
 * Work that one request may do before the event loop gets a turn, as a number of plain fields. By number and
 * not by time, so that the keys of one level stay together whatever else the machine does; it takes less than
 * a tenth of a second.
 */
const WORK_PER_TURN = 50_000;

/** A field with fields of its own asks a loader and waits for it, which takes as long as so many plain ones. */
const COMPOSITE_WORK = 10;

/** Heap that a plain field takes while an answer is made, with what is needed to make it. */
const BYTES_PER_FIELD = 400;

/** Share of the heap that all answers under way may take together. */
const HEAP_SHARE = 0.2;

/** What all answers under way hold together, against what the process has room for. */
export class AnswerRoom {
  readonly #most: number;
  #used = 0;

  constructor(most = (getHeapStatistics().heap_size_limit * HEAP_SHARE) / BYTES_PER_FIELD) {
    this.#most = most;
  }

  /** Whether there is room for so much more. */
  take(work: number): boolean {
    this.#used += work;
    return this.#used <= this.#most;
  }

  leave(work: number): void {
    this.#used -= work;
  }
}

/** Bounds how much of an answer is made, and how long it is made in one go. */
export class AnswerBound {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #deadline: AbortSignal;
  readonly #room: AnswerRoom;
  readonly #controller = new AbortController();
  #work = 0;
  #workOfTurn = 0;
  #turn: Promise<void> | undefined;
  #refusal: GatewayError | undefined;
  #released = false;

  constructor(options: {
    readonly clock: Clock;
    /** Most plain fields; one that asks a loader weighs as much as several. */
    readonly most: number;
    readonly deadline: AbortSignal;
    readonly room: AnswerRoom;
  }) {
    this.#clock = options.clock;
    this.#most = options.most;
    this.#deadline = options.deadline;
    this.#room = options.room;
  }

  /** Aborted once the answer is larger than it may be. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Counts a field; throws once there are too many. */
  count(work = 1): void {
    this.check();
    this.#work += work;
    this.#workOfTurn += work;
    const hasRoom = this.#room.take(work);
    if (this.#work <= this.#most && hasRoom) return;
    this.#refusal = hasRoom ? tooLarge(this.#most) : noRoom();
    this.#controller.abort(this.#refusal);
    throw this.#refusal;
  }

  /** The answer was sent or given up. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#room.leave(this.#work);
  }

  /** Counts a field that has fields of its own; the promise to wait for where others are to have a turn. */
  enter(): Promise<void> | undefined {
    this.count(COMPOSITE_WORK);
    if (this.#workOfTurn < WORK_PER_TURN) return undefined;
    this.#turn ??= new Promise((resolve) => {
      this.#clock.settled(() => {
        this.#workOfTurn = 0;
        this.#turn = undefined;
        resolve();
      });
    });
    return this.#turn;
  }

  /** Throws where no more of the answer is wanted: it is too large, or was sent. */
  check(): void {
    if (this.#refusal) throw this.#refusal;
    if (this.#released) throw LATE;
  }

  /** What had to wait does not go on after the deadline. */
  checkDeadline(): void {
    this.check();
    if (this.#deadline.aborted) throw this.#deadline.reason;
  }
}

const LATE = new GatewayError('DEADLINE_EXCEEDED', 'The answer was sent without this field');

const tooLarge = (most: number) =>
  new GatewayError(
    'QUERY_TOO_EXPENSIVE',
    `Expected an answer of at most ${most} values, got a larger one; ask for fewer rows or fewer edges`,
    { details: { maxAnswerNodes: most } },
  );

const noRoom = () =>
  new GatewayError('OVERLOADED', 'Expected room for the answer beside those under way, got none', {
    retryable: true,
    retryAfterMs: 1_000,
  });

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
