import { getHeapStatistics } from 'node:v8';
import { GraphQLError } from 'graphql';
import type { Clock } from '../../clock/clock.ts';
import { GatewayError } from '../../errors/errors.ts';

/**
 * Work that one request may do before the event loop gets a turn, as a number of plain fields: about 20 ms. By
 * number and not by time, so that the same document runs the same way whatever else the machine does.
 */
export const WORK_PER_TURN = 20_000;

/** A field with fields of its own asks a loader and waits for it, which takes as long as so many plain ones. */
export const COMPOSITE_WORK = 10;

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
  has(work: number): boolean {
    return this.#used + work <= this.#most;
  }

  /** Whether there is room for so much where nothing else is under way. */
  fits(work: number): boolean {
    return work <= this.#most;
  }

  take(work: number): void {
    this.#used += work;
  }

  leave(work: number): void {
    this.#used -= work;
  }
}

/** Someone's wait for a turn, and the work that comes after it. */
interface Waiting {
  readonly work: number;
  readonly go: () => void;
}

/** Bounds how much of an answer is made, and how long it is made in one go. */
export class AnswerBound {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #deadline: AbortSignal;
  readonly #room: AnswerRoom;
  readonly #controller = new AbortController();
  readonly #waiting: Waiting[] = [];
  #values = 0;
  #work = 0;
  #workOfTurn = 0;
  /** Read for every field, which is why the signal is not asked. */
  #isOver = false;
  #released = false;

  constructor(options: {
    readonly clock: Clock;
    /** Most values: objects, elements of lists and scalars, as the estimate counts them. */
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

  /** No more of the answer is wanted: it is too large, or was sent. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Part of the answer waits for the event loop to have had a turn. */
  get isPaused(): boolean {
    return this.#waiting.length > 0 && !this.isOver;
  }

  /** Counts values, and what it takes to make them; throws once there are too many. */
  count(values: number, work = values): void {
    if (this.isOver) throw OVER;
    this.#values += values;
    this.#work += work;
    this.#workOfTurn += work;
    this.#room.take(work);
    this.foresee(0, 0);
  }

  /** Throws before values are made that would be too many, where their number is known before. */
  foresee(values: number, work: number): void {
    const isSmallEnough = this.#values + values <= this.#most;
    if (isSmallEnough && this.#room.has(work)) return;
    this.#isOver = true;
    this.#controller.abort(
      !isSmallEnough ? tooLarge(this.#most) : this.#room.fits(this.#work + work) ? noRoom() : tooHeavy(),
    );
    throw OVER;
  }

  /** The promise to wait for before so much work, where others are to have a turn first. */
  pause(work: number): Promise<void> | undefined {
    if (this.#workOfTurn < WORK_PER_TURN && this.#waiting.length === 0) return undefined;
    return this.nextTurn(work);
  }

  /** Resolves in a turn of the event loop that has room for so much work. */
  nextTurn(work: number): Promise<void> {
    return new Promise((go) => {
      if (this.#waiting.push({ work, go }) === 1) this.#clock.settled(() => this.#beginTurn());
    });
  }

  #beginTurn(): void {
    // Nothing waits for those who wait once the answer is over.
    if (this.isOver) return;
    this.#workOfTurn = 0;
    let begun = 0;
    for (let foreseen = 0; begun < this.#waiting.length && foreseen < WORK_PER_TURN; begun++) {
      const { work, go } = this.#waiting[begun] as Waiting;
      foreseen += work;
      go();
    }
    this.#waiting.splice(0, begun);
    if (this.#waiting.length > 0) this.#clock.settled(() => this.#beginTurn());
  }

  /** The answer was sent or given up. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#isOver = true;
    this.#room.leave(this.#work);
  }

  /** What had to wait does not go on after the deadline. */
  checkDeadline(): void {
    if (this.isOver) throw OVER;
    if (this.#deadline.aborted) throw this.#deadline.reason;
  }
}

/**
 * Ends fields of which no more is wanted. Nobody reads it: it has a path, so that graphql-js takes it as it is
 * and does not make an error with a stack for each of thousands of fields.
 */
const OVER = new GraphQLError('No more of the answer is wanted', {
  path: [],
  originalError: new GatewayError('DEADLINE_EXCEEDED', 'The answer was sent without this field'),
});

const tooLarge = (most: number) =>
  new GatewayError(
    'QUERY_TOO_EXPENSIVE',
    `Expected an answer of at most ${most} values, got a larger one; ask for fewer rows or fewer edges`,
    { details: { maxAnswerNodes: most } },
  );

const tooHeavy = () =>
  new GatewayError(
    'QUERY_TOO_EXPENSIVE',
    'Expected an answer that the process has memory for, got a larger one; ask for fewer rows or fewer edges',
  );

const noRoom = () =>
  new GatewayError('OVERLOADED', 'Expected room for the answer beside those under way, got none', {
    retryable: true,
    retryAfterMs: 1_000,
  });
